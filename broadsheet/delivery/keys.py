"""Keys: the names of what pages are made from. A page lists its keys; a write touches some.

| key             | stands for                                                         |
| --------------- | ------------------------------------------------------------------ |
| `site`          | name, navigation, footer, rules: what every page may show          |
| `front`         | how editors composed the front page                                |
| `stories`       | which stories are public, and their headlines                      |
| `article:ID`    | one story or plain page, and whether readers may see it            |
| `topic:ID`      | a topic, and the stories of it                                     |
| `author:ID`     | an author's name and profile                                       |
| `signed:ID`     | the stories that an author signs                                   |
| `corrections`   | what was corrected, and in which stories                           |
| `picture:ID`    | a picture, its words and the sizes that exist                      |
| `document:ID`   | a document for download                                            |
| `thread:ID`     | the conversation under the story of that id, but for its votes     |
| `votes:ID`      | the votes in it                                                    |
| `count:ID`      | how many comments it has                                           |
| `discussed`     | which stories are most discussed                                   |
| `discussed:ID`  | which of the topic of that id are                                  |
| `read`          | which stories are most read                                        |
| `reader:ID`     | a member's profile, and what they have published                   |
| `campaigns`     | which campaign runs                                                |
| `campaign:ID`   | one campaign and what was given to it                              |
| `gifts`         | the ledger, the wall of thanks, and what is on its way             |

Which page is made from which, and which write touches which: docs/keys.md.
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
FRONT = "front"
CORRECTIONS = "corrections"
DISCUSSED = "discussed"
READ = "read"
CAMPAIGNS = "campaigns"
GIFTS = "gifts"

KEEP_TOUCHED = timedelta(days=7)


def article_key(article_id: int) -> str:
    return f"article:{article_id}"


def topic_key(topic_id: int) -> str:
    return f"topic:{topic_id}"


def document_key(document_id: int) -> str:
    return f"document:{document_id}"


def author_key(author_id: int) -> str:
    return f"author:{author_id}"


def signed_key(author_id: int) -> str:
    return f"signed:{author_id}"


def picture_key(image_id: int) -> str:
    return f"picture:{image_id}"


def thread_key(article_id: int) -> str:
    return f"thread:{article_id}"


def votes_key(article_id: int) -> str:
    return f"votes:{article_id}"


def count_key(article_id: int) -> str:
    return f"count:{article_id}"


def discussed_key(topic_id: int) -> str:
    return f"discussed:{topic_id}"


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
