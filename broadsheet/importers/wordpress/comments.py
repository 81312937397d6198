"""Write a story's exported comments: oldest first, but none before the one it answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from broadsheet.conversation.models import NAME_MAX_LENGTH, Comment, CommentState
from broadsheet.conversation.order.screening import digest
from broadsheet.conversation.reading.counting import keys_of_counts, recount
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.delivery.keys import touch
from broadsheet.importers.imported import known_among, remember
from broadsheet.importers.wordpress import records
from broadsheet.importers.wordpress.plain import plain_comment, plain_title
from broadsheet.newsroom.models import Article

# One transaction each; so it holds SQLite's only write lock for less than 100 ms.
BATCH_SIZE = 100

NAMELESS = "Anonymous"

_EARLIEST = datetime.min.replace(tzinfo=UTC)
# Plug-ins keep notes of the staff and orders of a shop as comments too: those stay out.
_OF_READERS = frozenset({"comment", "wpdiscuz_sticky", "review"})


@dataclass(frozen=True)
class Added:
    """How many comments were added, how many were here already, and what was passed over."""

    count: int
    known: int
    passed_over: Counter[str]


@dataclass(frozen=True)
class _Chosen:
    """A comment to import: its key at the source, its text here, the key of what it answers."""

    key: str
    record: records.Comment
    text: str
    answers: str | None


def add_comments(
    article: Article, exported: Sequence[records.Comment], *, source: str, now: datetime
) -> Added:
    """Add what an earlier run has not, in batches that are one transaction each.

    A comment without a date gets its story's, or else `now`.
    """
    passed_over: Counter[str] = Counter()
    chosen = _chosen(exported, article=article, passed_over=passed_over)
    placed = known_among([comment.key for comment in chosen], source=source, kind="comment")
    fresh = [comment for comment in chosen if comment.key not in placed]
    roots = _roots_under(article) if placed else {}
    undated = article.first_published_at or now
    for start in range(0, len(fresh), BATCH_SIZE):
        batch = fresh[start : start + BATCH_SIZE]
        with transaction.atomic():
            rows = Comment.objects.bulk_create(
                _row(comment, article=article, undated=undated) for comment in batch
            )
            added = {comment.key: row.pk for comment, row in zip(batch, rows, strict=True)}
            placed |= added
            _thread(batch, rows, placed=placed, roots=roots)
            remember(added, source=source, kind="comment")
            touch(*keys_of_counts(article.pk))
    if fresh:
        recount(article)
    return Added(len(fresh), known=len(chosen) - len(fresh), passed_over=passed_over)


def in_order(exported: Sequence[records.Comment]) -> Iterator[records.Comment]:
    """The comments by time, but none before the one it answers."""
    by_time = sorted(exported, key=lambda c: (c.written_at or _EARLIEST, c.wp_id or 0))
    by_id = {comment.wp_id: comment for comment in by_time if comment.wp_id}
    done: set[int] = set()
    for comment in by_time:
        chain: list[records.Comment] = []
        step: records.Comment | None = comment
        while step is not None and id(step) not in done:
            done.add(id(step))
            chain.append(step)
            step = by_id.get(step.parent_wp_id or 0)
        yield from reversed(chain)


def _chosen(
    exported: Sequence[records.Comment], *, article: Article, passed_over: Counter[str]
) -> list[_Chosen]:
    """What readers wrote and nobody threw away, in order, each once."""
    by_id = {comment.wp_id: comment for comment in exported if comment.wp_id}
    chosen: dict[str, _Chosen] = {}
    for number, record in enumerate(in_order(exported)):
        text = plain_comment(record.text)
        if reason := _reason_against(record, text):
            passed_over[reason] += 1
            continue
        key = str(record.wp_id or f"story {article.pk}, number {number}")
        answers = _answered(record, by_id=by_id, chosen=chosen)
        chosen.setdefault(key, _Chosen(key, record, text, answers))
    return list(chosen.values())


def _reason_against(record: records.Comment, text: str) -> str:
    if record.kind not in _OF_READERS:
        return record.kind
    if record.status in ("spam", "trash"):
        return f"comment in {record.status}"
    return "" if text else "comment without words"


def _answered(
    record: records.Comment,
    *,
    by_id: Mapping[int, records.Comment],
    chosen: Mapping[str, _Chosen],
) -> str | None:
    """The key of the nearest comment above it that is imported too.

    What is public answers only what is public: it would vanish under a comment that is held.
    """
    seen: set[int] = set()
    parent_id = record.parent_wp_id
    while parent_id and parent_id not in seen:
        seen.add(parent_id)
        parent = chosen.get(str(parent_id))
        if parent and (parent.record.approved or not record.approved):
            return parent.key
        above = by_id.get(parent_id)
        parent_id = above.parent_wp_id if above else None
    return None


def _roots_under(article: Article) -> dict[int, int]:
    """The root of each comment that stands under a story; a root is its own."""
    pairs = Comment.objects.filter(article=article).values_list("pk", "root_id")
    return {pk: root_id or pk for pk, root_id in pairs}


def _row(comment: _Chosen, *, article: Article, undated: datetime) -> Comment:
    name = plain_title(comment.record.name)[:NAME_MAX_LENGTH]
    return Comment(
        article=article,
        name=name or NAMELESS,
        text=comment.text,
        html=render_comment(comment.text).html,
        digest=digest(comment.text),
        is_shown=bool(comment.record.approved),
        state=CommentState.PUBLISHED if comment.record.approved else CommentState.HELD,
        created_at=comment.record.written_at or undated,
    )


def _thread(
    batch: Sequence[_Chosen],
    rows: Sequence[Comment],
    *,
    placed: Mapping[str, int],
    roots: dict[int, int],
) -> None:
    """Tie each reply to what it answers: ids are only known once all rows are in.

    A comment deleted here since an earlier run is in `placed` but not in `roots`; what
    answers it becomes a root.
    """
    replies: list[Comment] = []
    for comment, row in zip(batch, rows, strict=True):
        parent_id = placed.get(comment.answers or "")
        root_id = roots.get(parent_id or 0)
        if root_id:
            row.parent_id, row.root_id = parent_id, root_id
            replies.append(row)
        roots[row.pk] = root_id or row.pk
    Comment.objects.bulk_update(replies, ["parent", "root"])
