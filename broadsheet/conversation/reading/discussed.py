"""The stories that readers discuss most, for the front page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef

from broadsheet.conversation.models import Discussion
from broadsheet.conversation.reading.queries import public_comments
from broadsheet.newsroom.cards import Card, card, public_articles
from broadsheet.newsroom.models import Listed, NewsroomSettings, Topic

WINDOW = timedelta(days=7)
MOST_DISCUSSED = 5
LEADING = 4 * MOST_DISCUSSED  # counted, should some have been taken down since


@dataclass(frozen=True)
class Discussed:
    """A story, and how many comments it had in the window."""

    card: Card
    count: int


def comment_counts(article_ids: Iterable[int]) -> dict[int, int]:
    """How many comments each of the stories has that has any. One query."""
    counted = Discussion.objects.filter(pk__in=list(article_ids), comment_count__gt=0)
    return dict(counted.values_list("pk", "comment_count"))


def most_discussed(
    *, newsroom: NewsroomSettings, now: datetime, topic: Topic | None = None
) -> list[Discussed]:
    """The public stories, of a topic or of all, with the most comments of the last days.

    Days begin at the newsroom's own midnight, so that the list moves with comments and once a
    day by itself. Two queries.
    """
    recent = public_comments().filter(
        created_at__gte=window_start(newsroom=newsroom, now=now),
    )
    if topic is not None:
        # Of each comment of these days, not of each story of these years.
        recent = recent.filter(
            Exists(Listed.objects.filter(article=OuterRef("article"), topic=topic))
        )
    # Whether a story is public is asked for the few that lead, not for all there are.
    counted = recent.values_list("article").annotate(count=Count("id"))
    ranking = dict(counted.order_by("-count", "-article")[:LEADING])
    stories = public_articles().filter(pk__in=ranking)
    prepared = {story.pk: card(story, newsroom=newsroom, pictures={}) for story in stories}
    listed = [Discussed(prepared[pk], count) for pk, count in ranking.items() if pk in prepared]
    return listed[:MOST_DISCUSSED]


def window_start(*, newsroom: NewsroomSettings, now: datetime) -> datetime:
    """The midnight from which comments count."""
    local = now.astimezone(ZoneInfo(newsroom.time_zone)) - WINDOW
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def window_end(*, newsroom: NewsroomSettings, now: datetime) -> datetime:
    """The next midnight, from which others count."""
    zone = ZoneInfo(newsroom.time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone)
