"""Topics' own rows on the front page: the newest stories of each, however many there are."""

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.db.models import QuerySet

from broadsheet.lib.prepared import Prepared
from broadsheet.newsroom.lists import public_places
from broadsheet.newsroom.models import Listed, Topic
from broadsheet.newsroom.models.front import MOST_SECONDS

SECTION_STORIES = 3
# Those that stand above the rows are left out of them: the lead and the seconds.
NEWEST_READ = SECTION_STORIES + 1 + MOST_SECONDS
TOPICS_AT_ONCE = 12


def newest_of_each(topics: Sequence[Topic], *, without: Collection[int]) -> dict[int, list[int]]:
    """The newest stories whose kicker each topic is. One query for twelve topics."""
    found: dict[int, list[int]] = {topic.pk: [] for topic in topics}
    for start in range(0, len(topics), TOPICS_AT_ONCE):
        wanted = [topic.pk for topic in topics[start : start + TOPICS_AT_ONCE]]
        # As many as the statement has places for; no topic has the number 0.
        named: Mapping[Any, int] = dict(zip_longest(_SLOTS, wanted, fillvalue=0))
        for topic_id, article_id, _ in sorted(_NEWEST.rows(**named), key=_place, reverse=True):
            if article_id not in without:
                found[topic_id].append(article_id)
    return {topic_id: stories[:SECTION_STORIES] for topic_id, stories in found.items()}


def _place(row: Sequence[Any]) -> tuple[bool, Any, int]:
    _, article_id, published_at = row
    return published_at is not None, published_at, article_id


def _newest(**topic_ids: int) -> QuerySet[Listed, Any]:
    """Each topic's newest by its own part of the index, which no window over all stories uses."""
    parts = [_newest_in(topic_id) for topic_id in topic_ids.values()]
    return parts[0].union(*parts[1:], all=True)


def _newest_in(topic_id: int) -> QuerySet[Listed, Any]:
    mine = public_places(Listed.objects.filter(topic=topic_id, is_kicker=True))
    newest = mine.order_by("-published_at", "-article_id").values("pk")[:NEWEST_READ]
    # SQLite takes no order and no limit in a part of a union, but in a query within it.
    return Listed.objects.filter(pk__in=newest).values_list("topic", "article", "published_at")


_SLOTS = [f"topic_{at}" for at in range(TOPICS_AT_ONCE)]
_NEWEST = Prepared(_newest, **{name: -1 - at for at, name in enumerate(_SLOTS)})
