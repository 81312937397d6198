"""Write a story's exported comments: each behind what it answers, oldest first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from broadsheet.conversation import models as conversation
from broadsheet.conversation.models import NAME_MAX_LENGTH, CommentState
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.importers.imported import known_among, remember
from broadsheet.importers.wordpress.plain import plain_comment, plain_title
from broadsheet.importers.wordpress.records import Comment
from broadsheet.newsroom.models import Article

# One transaction each; holds SQLite's only write lock for less than 100 ms.
BATCH_SIZE = 250

NAMELESS = "Anonymous"

_EARLIEST = datetime.min.replace(tzinfo=UTC)
# Plug-ins keep notes of the staff and orders of a shop as comments too: those stay out.
_WRITTEN_BY_READERS = frozenset({"comment", "wpdiscuz_sticky", "review"})


@dataclass(frozen=True)
class _Chosen:
    """A comment that will be imported: its key at the source and its text here."""

    key: str
    record: Comment
    text: str


def add_comments(
    article: Article, records: Iterable[Comment], *, source: str, now: datetime
) -> Counter[str]:
    """Add the comments that an earlier run has not, in batches, each one transaction.

    Returns how many were added ("comment"), and what was passed over, by kind. A comment
    without a date is dated by its story, or else `now`.
    """
    counts: Counter[str] = Counter()
    chosen = list(_chosen(in_order(records), article=article, counts=counts))
    placed = known_among((comment.key for comment in chosen), source=source, kind="comment")
    answered = _answered(chosen)
    fresh = [comment for comment in chosen if comment.key not in placed]
    undated = article.first_published_at or now
    for start in range(0, len(fresh), BATCH_SIZE):
        batch = fresh[start : start + BATCH_SIZE]
        with transaction.atomic():
            rows = _inserted(batch, article=article, undated=undated)
            placed |= {comment.key: row.pk for comment, row in zip(batch, rows, strict=True)}
            _thread(batch, rows, answered=answered, placed=placed)
            remember({c.key: placed[c.key] for c in batch}, source=source, kind="comment")
            touch(thread_key(article.pk))
    counts["comment"] += len(fresh)
    return counts


def in_order(records: Iterable[Comment]) -> Iterator[Comment]:
    """The comments by time, but none before the one it answers."""
    by_time = sorted(records, key=lambda c: (c.written_at or _EARLIEST, c.wp_id or 0))
    by_id = {comment.wp_id: comment for comment in by_time if comment.wp_id}
    done: set[int] = set()
    for comment in by_time:
        chain: list[Comment] = []
        step: Comment | None = comment
        while step is not None and id(step) not in done:
            done.add(id(step))
            chain.append(step)
            step = by_id.get(step.parent_wp_id)
        yield from reversed(chain)
