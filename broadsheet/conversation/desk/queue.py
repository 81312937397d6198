"""Whole-page reads of the desk: the queue, one comment in its thread, and the bans."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe

from broadsheet.conversation.desk.asked import (
    REPORTED,
    ROWS_A_PAGE,
    SHELF_LABELS,
    Asked,
    Shelf,
)
from broadsheet.conversation.desk.judging import LastAction, last_action
from broadsheet.conversation.desk.rows import Row, rows_of, with_surroundings
from broadsheet.conversation.models import Ban, Comment, CommentState
from broadsheet.conversation.order.peace import standing_bans
from broadsheet.conversation.reading.lines import badge_of
from broadsheet.conversation.reading.threads import lay_out
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import User

AROUND = 50  # replies before and after, in the thread of a comment
MOST_COUNTED = 999
BANS_LISTED = 200


@dataclass(frozen=True)
class ShelfLink:
    """A shelf as a link; `count` is what waits there, where that is counted."""

    label: str
    query: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Queue:
    """Everything that a page of the queue shows."""

    asked: Asked
    rows: Sequence[Row]
    shelves: Sequence[ShelfLink]
    story_title: str
    writer_name: str
    order_query: str
    previous_query: str
    next_query: str
    last: LastAction | None


@dataclass(frozen=True)
class ThreadLine:
    """A comment around the one that is looked at."""

    comment: Comment
    html: SafeString
    badge: str
    indent: int
    in_reply_to: str
    is_looked_at: bool


@dataclass(frozen=True)
class InThread:
    """One comment with what stands around it; `is_cut` where the thread is longer than shown."""

    row: Row
    lines: Sequence[ThreadLine]
    is_cut: bool
    last: LastAction | None


def queue_for(asked: Asked, *, user: User, now: datetime) -> Queue:
    """One page of the queue: thirteen queries at most, however long it is."""
    start = (asked.page - 1) * ROWS_A_PAGE
    found = list(with_surroundings(asked.comments())[start : start + ROWS_A_PAGE + 1])
    has_next = len(found) > ROWS_A_PAGE
    turned = "newest" if asked.is_oldest_first else "oldest"
    return Queue(
        asked=asked,
        rows=rows_of(found[:ROWS_A_PAGE], now=now),
        shelves=_shelves(asked),
        story_title=_story_title(asked),
        writer_name=_writer_name(asked),
        order_query=replace(asked, order=turned, page=1).query,
        previous_query=replace(asked, page=asked.page - 1).query if asked.page > 1 else "",
        next_query=replace(asked, page=asked.page + 1).query if has_next else "",
        last=last_action(user, now=now),
    )


def in_thread(comment_id: int, *, user: User, now: datetime) -> InThread | None:
    """One comment and its thread around it, in a fixed number of queries."""
    found = list(with_surroundings(Comment.objects.filter(pk=comment_id)))
    if not found:
        return None
    root_id = found[0].root_id or found[0].pk
    thread = list(_around(found[0], root_id=root_id))
    placed = lay_out(thread[0], thread[1:])
    return InThread(
        row=rows_of(found, now=now)[0],
        lines=[
            ThreadLine(
                comment=one.row,
                html=mark_safe(one.row.html),  # sanitized as the last step of writing
                badge=badge_of(one.row),
                indent=one.indent,
                in_reply_to=one.in_reply_to,
                is_looked_at=one.row.pk == comment_id,
            )
            for one in placed
        ],
        is_cut=thread[0].last_place > found[0].place + AROUND or found[0].place > AROUND + 1,
        last=last_action(user, now=now),
    )


def count_waiting() -> int:
    """How many comments wait for a moderator; more than 999 are not counted. One query."""
    return _count(Q(state=CommentState.HELD))


def bans_standing(*, now: datetime) -> QuerySet[Ban]:
    """The bans, newest first."""
    found = standing_bans(now=now).select_related("reader", "user")
    return found.order_by("-id")[:BANS_LISTED]


def names_of(bans: Sequence[Ban]) -> dict[object, str]:
    """Under which name each banned reader wrote last. One query."""
    readers = {ban.reader_id for ban in bans}
    written = Comment.objects.filter(reader__in=readers).exclude(name="").order_by("id")
    return dict(written.values_list("reader", "name"))


def _around(comment: Comment, *, root_id: int) -> QuerySet[Comment]:
    near = Q(root=root_id, place__range=(comment.place - AROUND, comment.place + AROUND))
    return Comment.objects.filter(Q(pk=root_id) | near | Q(pk=comment.parent_id)).order_by("id")


def _shelves(asked: Asked) -> list[ShelfLink]:
    counts = {Shelf.WAITING: count_waiting(), Shelf.REPORTED: _count(REPORTED)}
    return [
        ShelfLink(
            label=str(label),
            query=asked.on(shelf).query,
            is_current=shelf is asked.shelf,
            count=counts.get(shelf),
        )
        for shelf, label in SHELF_LABELS.items()
    ]


def _count(wanted: Q) -> int:
    # Sorting nothing and stopping early: a flood of a hundred thousand is not counted through.
    return len(Comment.objects.filter(wanted).values_list("pk")[: MOST_COUNTED + 1])


def _story_title(asked: Asked) -> str:
    if asked.story is None:
        return ""
    found = Article.objects.filter(pk=asked.story).values_list("title", flat=True).first()
    return found or f"#{asked.story}"


def _writer_name(asked: Asked) -> str:
    if asked.reader is None:
        return ""
    written = Comment.objects.filter(reader=asked.reader).exclude(name="").order_by("-id")
    return written.values_list("name", flat=True).first() or str(asked.reader)
