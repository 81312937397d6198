"""Lists of stories: those of a topic, of an author, or of all."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from broadsheet.newsroom.cards import Card, cards, picture_ids, public_articles
from broadsheet.newsroom.models import Article, Author, NewsroomSettings, Topic
from broadsheet.newsroom.pictures import Picture, pictures_of

LIST_STORIES = 30
TIMELINE_STORIES = 60


@dataclass(frozen=True)
class Listing:
    """A page of stories that have something in common."""

    subject: Topic | Author | None
    stories: list[Card]
    next_page: int | None = None
    portrait: Picture | None = None

    @property
    def picture_ids(self) -> list[int]:
        return picture_ids(self.stories) + ([self.portrait.id] if self.portrait else [])


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
    portrait = subject.portrait if isinstance(subject, Author) else None
    found = _page_of(stories_of(subject), page=page, limit=limit)
    return Listing(
        subject=subject,
        stories=cards(found[:limit], newsroom=newsroom),
        next_page=page + 1 if len(found) > limit else None,
        portrait=next(iter(pictures_of([portrait], with_shares=[portrait]).values()), None),
    )


def timeline(topic: Topic, *, newsroom: NewsroomSettings, page: int = 1) -> Listing:
    """A page of a running story's stories, from its beginning on. Issues two queries."""
    oldest_first = stories_of(topic).order_by("first_published_at", "pk")
    found = _page_of(oldest_first, page=page, limit=TIMELINE_STORIES)
    return Listing(
        subject=topic,
        stories=cards(found[:TIMELINE_STORIES], newsroom=newsroom),
        next_page=page + 1 if len(found) > TIMELINE_STORIES else None,
    )


def stories_of(subject: Topic | Author | None) -> QuerySet[Article]:
    """The public stories of a topic, of an author, or all, newest first."""
    stories = public_articles()
    if isinstance(subject, Topic):
        return stories.filter(in_topic(subject.pk))
    if isinstance(subject, Author):
        return stories.filter(pk__in=subject.bylines.values("article"))
    return stories


def in_topic(topic_id: int) -> Q:
    """Stories whose kicker the topic is, and those that are also in it."""
    also = Article.also_in.through.objects.filter(topic_id=topic_id).values("article_id")
    return Q(topic=topic_id) | Q(pk__in=also)


def _page_of(stories: QuerySet[Article], *, page: int, limit: int) -> list[Article]:
    """The stories of a page, and one more if there is another page."""
    start = (page - 1) * limit
    return list(stories[start : start + limit + 1])
