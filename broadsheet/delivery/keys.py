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
| `discussed`    | which stories are most discussed                  |
| `campaigns`    | which campaign runs                               |
| `campaign:ID`  | one campaign and the gifts to it                  |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from broadsheet.delivery.models import Touched
from broadsheet.lib.events import require_transaction

SITE = "site"
STORIES = "stories"
DISCUSSED = "discussed"
CAMPAIGNS = "campaigns"

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


def campaign_key(campaign_id: int) -> str:
    return f"campaign:{campaign_id}"


def touch(*keys: str) -> None:
    """Record that the current transaction changes what `keys` stand for. One query.

    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction("touch keys")
    Touched.objects.bulk_create([Touched(key=key) for key in dict.fromkeys(keys)])


def versions(keys: Iterable[str]) -> dict[str, int]:
    """The version of each key, 0 for one never touched. One query."""
    wanted = list(keys)
    rows = Touched.objects.filter(key__in=wanted).values_list("key").annotate(Max("id"))
    return dict.fromkeys(wanted, 0) | dict(rows)


@dataclass(frozen=True)
class State:
    """How often a key was touched, and the newest of its rows; it differs after every touch."""

    count: int
    newest: int | None


def state(key: str) -> State:
    """The state of one key, also where rows are committed in another order than they are
    numbered, as on PostgreSQL. One query.
    """
    return State(**Touched.objects.filter(key=key).aggregate(count=Count("id"), newest=Max("id")))


def prune_touched(*, now: datetime) -> int:
    """Delete rows that a newer row of the same key has replaced for a week."""
    newest = Touched.objects.values("key").annotate(newest=Max("id")).values("newest")
    old = Touched.objects.filter(touched_at__lt=now - KEEP_TOUCHED).exclude(id__in=newest)
    deleted, _ = old.delete()
    return deleted
