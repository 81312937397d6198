"""Lists of stories: those of a topic, of an author, or of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from broadsheet.newsroom.cards import Card, cards, pictures_in, public, public_articles, whole
from broadsheet.newsroom.lists import in_list
from broadsheet.newsroom.models import Article, Author, NewsroomSettings, Topic
from broadsheet.newsroom.pictures import Picture, pictures_of

LIST_STORIES = 30
TIMELINE_STORIES = 60
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Listing:
    """A page of stories that have something in common."""

    subject: Topic | Author | None
    stories: list[Card]
    next_page: int | None = None
    portrait: Picture | None = None

    @property
    def pictures(self) -> list[Picture]:
        return pictures_in(self.stories) + ([self.portrait] if self.portrait else [])


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
    start = (page - 1) * limit
    # One more, if there is another page.
    found = newest_first(newest_of(subject, start=start, end=start + limit + 1))
    return Listing(
        subject=subject,
        stories=cards(found[:limit], newsroom=newsroom),
        next_page=page + 1 if len(found) > limit else None,
        portrait=next(iter(pictures_of([portrait], with_shares=[portrait]).values()), None),
    )


def timeline(topic: Topic, *, newsroom: NewsroomSettings, page: int = 1) -> Listing:
    """A page of a running story's stories, from its beginning on. Issues two queries."""
    start = (page - 1) * TIMELINE_STORIES
    places = in_list(topic).reverse()[start : start + TIMELINE_STORIES + 1]
    found = newest_first(whole(places.values("article")))[::-1]
    return Listing(
        subject=topic,
        stories=cards(found[:TIMELINE_STORIES], newsroom=newsroom),
        next_page=page + 1 if len(found) > TIMELINE_STORIES else None,
    )


def newest_of(subject: Topic | Author | None, *, end: int, start: int = 0) -> QuerySet[Article]:
    """Public stories of a topic, of an author, or of all, from one place of the list to another.

    They come in no order. Which they are is asked first, by an index alone: sorting or skipping
    whole stories is slow.
    """
    if subject is None:
        listed = public(Article.objects.all()).order_by("-first_published_at", "-pk")
        return whole(listed.values("pk")[start:end])
    return whole(in_list(subject).values("article")[start:end])


def newest_first(stories: Iterable[Article]) -> list[Article]:
    """Few stories in the order of the lists; in a query it would tempt to walk them all."""
    return sorted(stories, key=lambda s: (s.first_published_at or NEVER, s.pk), reverse=True)


def stories_of(subject: Topic | Author) -> QuerySet[Article]:
    """All public stories of a topic or of an author, newest first."""
    return public_articles().filter(pk__in=in_list(subject).order_by().values("article"))
