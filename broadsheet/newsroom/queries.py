"""Whole-page reads: everything a page of the newsroom shows, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from broadsheet.newsroom.body import BodyBlock, Filter, body_blocks, images_in
from broadsheet.newsroom.cards import (
    Card,
    article_url,
    authors_of,
    card,
    cards,
    picture_ids,
    public,
    public_articles,
    signed_by,
    with_bylines,
    written,
)
from broadsheet.newsroom.models import (
    Article,
    Author,
    FrontPage,
    InfoPage,
    NewsroomSettings,
    Source,
    Topic,
)
from broadsheet.newsroom.moments import Moment
from broadsheet.newsroom.pictures import Picture, pictures_of

FRONT_STORIES = 14
SECONDS = 3
LIST_STORIES = 30
RELATED_STORIES = 3


@dataclass(frozen=True)
class Masthead:
    """What stands around every page."""

    newsroom: NewsroomSettings
    topics: list[Topic]
    info_pages: list[InfoPage]


@dataclass(frozen=True)
class Front:
    """The front page: one lead, a few seconds, the river of the latest."""

    lead: Card | None
    seconds: list[Card]
    river: list[Card]

    @property
    def picture_ids(self) -> list[int]:
        first = [self.lead] if self.lead else []
        return picture_ids(first + self.seconds + self.river)


@dataclass(frozen=True)
class Listing:
    """A page of stories that have something in common."""

    subject: Topic | Author | None
    stories: list[Card]
    older_page: int | None = None
    portrait: Picture | None = None

    @property
    def picture_ids(self) -> list[int]:
        return picture_ids(self.stories) + ([self.portrait.id] if self.portrait else [])


@dataclass(frozen=True)
class StoryPage:
    """Everything a story's page shows of the story itself."""

    article: Article
    canonical_url: str
    authors: tuple[Author, ...]
    published: Moment | None
    updated: Moment | None
    hero: Picture | None
    blocks: list[BodyBlock]
    sources: list[Source]
    also_in: list[Topic]
    related: list[Card]

    @property
    def picture_ids(self) -> list[int]:
        shown = [self.hero, *(block.picture for block in self.blocks)]
        return [p.id for p in shown if p is not None] + picture_ids(self.related)


def masthead() -> Masthead:
    """Issues three queries."""
    return Masthead(
        newsroom=NewsroomSettings.load(),
        topics=list(Topic.objects.filter(in_navigation=True)),
        info_pages=list(public(InfoPage.objects.in_menu()).order_by("path")),
    )


def front_page(*, newsroom: NewsroomSettings) -> Front:
    """The chosen lead, or else the newest story; the rest by time. Issues five queries at most."""
    newest = list(public_articles()[:FRONT_STORIES])
    lead = _chosen_lead(newest) or next(iter(newest), None)
    if lead is None:
        return Front(lead=None, seconds=[], river=[])
    others = [article for article in newest if article.pk != lead.pk]
    pictures = pictures_of(article.hero for article in [lead, *others])
    listed = [card(article, newsroom=newsroom, pictures=pictures) for article in others]
    return Front(
        lead=card(lead, newsroom=newsroom, pictures=pictures, authors=signed_by(lead)),
        seconds=listed[:SECONDS],
        river=listed[SECONDS:],
    )


def _chosen_lead(newest: list[Article]) -> Article | None:
    """The story that an editor put on top, wherever it stands by time, if readers may see it."""
    chosen_id = FrontPage.objects.values_list("lead", flat=True).first()
    if chosen_id is None:
        return None
    found = next((article for article in newest if article.pk == chosen_id), None)
    return found or public_articles().filter(pk=chosen_id).first()


def listing(
    subject: Topic | Author | None,
    *,
    newsroom: NewsroomSettings,
    page: int = 1,
    limit: int = LIST_STORIES,
) -> Listing:
    """A page of the stories of a topic, of an author, or of all, newest first.

    Issues three queries at most.
    """
    stories = public_articles()
    if isinstance(subject, Topic):
        stories = stories.filter(_in_topic(subject.pk))
    elif isinstance(subject, Author):
        stories = stories.filter(pk__in=subject.bylines.values("article"))
    portrait = subject.portrait if isinstance(subject, Author) else None
    start = (page - 1) * limit
    listed = list(stories[start : start + limit + 1])
    return Listing(
        subject=subject,
        stories=cards(listed[:limit], newsroom=newsroom),
        older_page=page + 1 if len(listed) > limit else None,
        portrait=next(iter(pictures_of([portrait]).values()), None),
    )


def public_articles_with_everything() -> QuerySet[Article]:
    """Public stories with all that their own pages need, in three queries more for any number."""
    sources = Source.objects.order_by("sort_order", "pk")
    return with_bylines(public_articles()).prefetch_related(
        Prefetch("sources", queryset=sources), "also_in"
    )


def story_page(
    article: Article, *, newsroom: NewsroomSettings, filters: Iterable[Filter] = ()
) -> StoryPage:
    """Prepare a story, loaded with everything, or a preview's unsaved one. Issues two queries,
    one more where the text shows pictures, and those that links in it need."""
    related = _related(article)
    shown = [article.hero, *images_in(article), *(other.hero for other in related)]
    pictures = pictures_of(shown)
    return StoryPage(
        article=article,
        canonical_url=settings.SITE_ADDRESS + article_url(article),
        authors=authors_of(article),
        published=written(article.first_published_at, newsroom=newsroom),
        updated=_updated(article, newsroom=newsroom),
        hero=pictures.get(article.hero_id or 0),
        blocks=body_blocks(article, pictures=pictures, filters=filters),
        sources=list(article.sources.all()),
        also_in=list(article.also_in.all()),
        related=[card(other, newsroom=newsroom, pictures=pictures) for other in related],
    )


def _updated(article: Article, *, newsroom: NewsroomSettings) -> Moment | None:
    """The time of the last publication, unless it is the first."""
    first, last = article.first_published_at, article.last_published_at
    if first is None or last is None or (last - first).total_seconds() < 60:
        return None
    return written(last, newsroom=newsroom)


def _related(article: Article) -> list[Article]:
    """The latest other stories of the same topic."""
    same_topic = public_articles().filter(_in_topic(article.topic_id)).exclude(pk=article.pk)
    return list(same_topic[:RELATED_STORIES])


def _in_topic(topic_id: int) -> Q:
    """Stories whose kicker the topic is, and those that are also in it."""
    also = Article.also_in.through.objects.filter(topic_id=topic_id).values("article_id")
    return Q(topic=topic_id) | Q(pk__in=also)
