"""One story's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet

from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.newsroom.body import (
    BodyBlock,
    Filter,
    body_blocks,
    body_words,
    frame_origins,
    images_in,
)
from broadsheet.newsroom.cards import (
    AS_SIGNED,
    Card,
    article_url,
    authors_of,
    card,
    pictures_in,
    public_articles,
    whole,
    written,
)
from broadsheet.newsroom.corrections import Corrected, corrected
from broadsheet.newsroom.languages import foreign
from broadsheet.newsroom.lists import in_list
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Correction,
    NewsroomSettings,
    Source,
    Topic,
)
from broadsheet.newsroom.moments import Moment
from broadsheet.newsroom.pictures import Picture, pictures_of
from broadsheet.newsroom.queries.listings import newest_first
from broadsheet.newsroom.reading import count_words, reading_minutes

SomeRow = TypeVar("SomeRow", bound=Model)

RELATED_STORIES = 3


@dataclass(frozen=True)
class StoryPage:
    """Everything a story's page shows of the story itself."""

    article: Article
    canonical_url: str
    authors: tuple[Author, ...]
    published: Moment | None
    updated: Moment | None
    word_count: int
    reading_minutes: int
    hero: Picture | None
    blocks: list[BodyBlock]
    sources: list[Source]
    corrections: list[Corrected]
    also_in: list[Topic]
    running: list[Topic]  # those of its topics that are running stories
    related: list[Card]
    language: str = ""  # where it is another than the newsroom's
    page_language: str = ""  # the newsroom's, where the story's is another

    @property
    def pictures(self) -> list[Picture]:
        shown = [self.hero, *(p for block in self.blocks for p in block.pictures)]
        return [p for p in shown if p is not None] + pictures_in(self.related)

    @property
    def frame_origins(self) -> list[str]:
        return frame_origins(self.blocks)


def public_story(slug: str) -> Article | None:
    """The public story of that slug with all that its page needs.

    Issues two queries, and one for each of sources, corrections and further topics that it has.
    """
    story = _STORY.first(slug=slug)
    if story is not None:
        loaded = story._prefetched_objects_cache = {}  # as prefetch_related would leave it
        loaded["bylines"] = _loaded(story.bylines.all(), _BYLINES.all(article_id=story.pk))
    return story


def story_page(
    article: Article, *, newsroom: NewsroomSettings, filters: Iterable[Filter] = ()
) -> StoryPage:
    """Prepare a story, loaded with everything, or a preview's unsaved one. Issues two queries,
    one more where the text shows pictures, and those that links in it need."""
    related = _related(article)
    shown = [article.hero, *images_in(article), *(other.hero for other in related)]
    pictures = pictures_of(shown, with_shares=[article.hero])
    words = body_words(article)
    also_in = _part(article, "also_in")
    return StoryPage(
        article=article,
        canonical_url=settings.SITE_ADDRESS + article_url(article),
        authors=authors_of(article),
        published=written(article.first_published_at, newsroom=newsroom),
        updated=_updated(article, newsroom=newsroom),
        word_count=count_words(words),
        reading_minutes=reading_minutes(words),
        hero=pictures.get(article.hero_id or 0),
        blocks=body_blocks(article, newsroom=newsroom, pictures=pictures, filters=filters),
        sources=_part(article, "sources"),
        corrections=[corrected(row, newsroom=newsroom) for row in _part(article, "corrections")],
        also_in=also_in,
        running=[topic for topic in (article.topic, *also_in) if topic.is_running],
        related=[card(other, newsroom=newsroom, pictures=pictures) for other in related],
        language=foreign(article.language, page=newsroom.language),
        page_language=foreign(newsroom.language, page=article.language) if article.language else "",
    )


def _part(article: Article, name: str) -> list[Any]:
    """What a story has of a part; nothing is asked for what a loaded one is known not to have."""
    is_there = getattr(article, f"has_{name}", None)
    if is_there is None:  # a preview's unsaved one
        return list(getattr(article, name).all())
    return _PARTS[name].all(article_id=article.pk) if is_there else []


def _updated(article: Article, *, newsroom: NewsroomSettings) -> Moment | None:
    """The time of the last publication, unless it is the first."""
    first, last = article.first_published_at, article.last_published_at
    if first is None or last is None or (last - first).total_seconds() < 60:
        return None
    return written(last, newsroom=newsroom)


def _related(article: Article) -> list[Article]:
    """The latest other stories of the same topic."""
    return newest_first(_RELATED.all(topic_id=article.topic_id, article_id=article.pk))


def _loaded(rows: QuerySet[SomeRow], found: list[SomeRow]) -> QuerySet[SomeRow]:
    rows._result_cache = found  # Django's own name for them
    return rows


def _story(*, slug: str) -> QuerySet[Article]:
    has = {
        f"has_{name}": Exists(rows.objects.filter(article=OuterRef("pk")))
        for name, rows in _ROWS.items()
    }
    return public_articles().annotate(**has).filter(slug=slug)


def _bylines(*, article_id: int) -> QuerySet[Byline]:
    bylines = Byline.objects.filter(article=article_id).select_related("author")
    return bylines.order_by(*AS_SIGNED)


def _sources(*, article_id: int) -> QuerySet[Source]:
    return Source.objects.filter(article=article_id).order_by("sort_order", "pk")


def _corrections(*, article_id: int) -> QuerySet[Correction]:
    return Correction.objects.filter(article=article_id).order_by("corrected_at", "pk")


def _also_in(*, article_id: int) -> QuerySet[Topic]:
    through = Article.also_in.through.objects.filter(article_id=article_id)
    return Topic.objects.filter(pk__in=through.values("topic_id"))


def _same_topic(*, topic_id: int, article_id: int) -> QuerySet[Article]:
    others = in_list(Topic(pk=topic_id)).exclude(article=article_id)
    return whole(others.values("article")[:RELATED_STORIES])


# What many stories have none of, so that each is asked for only where there is something.
_ROWS: dict[str, Any] = {
    "sources": Source,
    "corrections": Correction,
    "also_in": Article.also_in.through,
}
_PARTS: dict[str, PreparedWhole[Any]] = {
    "sources": PreparedWhole(_sources, article_id=-1),
    "corrections": PreparedWhole(_corrections, article_id=-1),
    "also_in": PreparedWhole(_also_in, article_id=-1),
}
# The page that most readers ask for, and again after every comment.
_STORY = PreparedWhole(_story, slug="\x01")
_BYLINES = PreparedWhole(_bylines, article_id=-1)
_RELATED = PreparedWhole(_same_topic, topic_id=-1, article_id=-2)
