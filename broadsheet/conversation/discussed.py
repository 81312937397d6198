"""The stories that readers discuss most, for the front page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from broadsheet.conversation.queries import public_comments
from broadsheet.newsroom.cards import Card, card, public_articles
from broadsheet.newsroom.models import NewsroomSettings

WINDOW = timedelta(days=7)
MOST_DISCUSSED = 5
LEADING = 4 * MOST_DISCUSSED  # counted, should some have been taken down since


@dataclass(frozen=True)
class Discussed:
    """A story, and how many comments it had in the window."""

    card: Card
    count: int


def most_discussed(*, newsroom: NewsroomSettings, now: datetime) -> list[Discussed]:
    """The public stories with the most comments of the last days, most first.

    Days begin at the newsroom's own midnight, so that the list moves with comments and once a
    day by itself. Two queries.
    """
    recent = public_comments().filter(
        created_at__gte=window_start(newsroom=newsroom, now=now),
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
