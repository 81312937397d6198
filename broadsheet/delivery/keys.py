"""Keys: the names of what pages are made from. A page lists its keys; a write touches some.

| key            | stands for                                        |
| -------------- | ------------------------------------------------- |
| `site`         | name, navigation, settings: what every page shows |
| `stories`      | which stories are public, and their headlines     |
| `article:ID`   | one story                                         |
| `topic:ID`     | the stories of one topic                          |
| `picture:ID`   | a picture, its words and the sizes that exist     |
| `author:ID`    | an author's profile                               |
| `thread:ID`    | the conversation under the story of that id       |
| `reader:ID`    | a member's profile, and what they have published  |
| `discussed`    | which stories are most discussed                  |
| `campaigns`    | which campaign runs                               |
| `campaign:ID`  | one campaign and the gifts to it                  |
| `gifts`        | the ledger, and the wall of thanks                |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from broadsheet.delivery.models import Touched
from broadsheet.lib.events import require_transaction
from broadsheet.lib.prepared import Prepared, insert_all

SITE = "site"
STORIES = "stories"
DISCUSSED = "discussed"
CAMPAIGNS = "campaigns"
GIFTS = "gifts"

KEEP_TOUCHED = timedelta(days=7)


def article_key(article_id: int) -> str:
    return f"article:{article_id}"


def topic_key(topic_id: int) -> str:
    return f"topic:{topic_id}"


def author_key(author_id: int) -> str:
    return f"author:{author_id}"


def picture_key(image_id: int) -> str:
    return f"picture:{image_id}"


def thread_key(article_id: int) -> str:
    return f"thread:{article_id}"


def reader_key(reader_id: UUID) -> str:
    return f"reader:{reader_id}"


def campaign_key(campaign_id: int) -> str:
    return f"campaign:{campaign_id}"


def touch(*keys: str) -> None:
    """Record that the current transaction changes what `keys` stand for. One query.

    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction("touch keys")
    insert_all([Touched(key=key) for key in dict.fromkeys(keys)])


def versions(keys: Iterable[str]) -> dict[str, int]:
    """The version of each key, 0 for one never touched. One query."""
    wanted = list(keys)
    rows = Touched.objects.filter(key__in=wanted).values_list("key").annotate(Max("id"))
    return dict.fromkeys(wanted, 0) | dict(rows)


def last_touched(keys: Iterable[str]) -> dict[str, datetime]:
    """When each key was last touched, without those that were not for a week. One query."""
    rows = Touched.objects.filter(key__in=list(keys)).order_by()
    return dict(rows.values_list("key").annotate(Max("touched_at")))


@dataclass(frozen=True)
class State:
    """How often a key was touched, and the newest of its rows; it differs after every touch."""

    count: int
    newest: int | None


def state(key: str) -> State:
    """The state of one key, also where rows are committed in another order than they are
    numbered, as on PostgreSQL. One query.
    """
    rows = _STATE.rows(key=key)
    return State(*rows[0]) if rows else State(count=0, newest=None)


def _counted(*, key: str) -> QuerySet[Any, Any]:
    rows = Touched.objects.filter(key=key).order_by().values("key").annotate(n=Count("id"))
    return rows.annotate(newest=Max("id")).values_list("n", "newest")


# Every request asks for one.
_STATE = Prepared(_counted, key="\x01")


def prune_touched(*, now: datetime) -> int:
    """Delete rows that a newer row of the same key has replaced for a week."""
    newest = Touched.objects.values("key").annotate(newest=Max("id")).values("newest")
    old = Touched.objects.filter(touched_at__lt=now - KEEP_TOUCHED).exclude(id__in=newest)
    deleted, _ = old.delete()
    return deleted
