"""Reports: a reader's word that a comment should be looked at, and what enough of them do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from broadsheet.conversation.models import (
    Comment,
    CommentState,
    Judge,
    Report,
    ReportReason,
)
from broadsheet.conversation.order.moderation import change_state, lock_thread
from broadsheet.conversation.order.peace import require_not_banned
from broadsheet.conversation.writing.words import REPORTED
from broadsheet.readers.models import Reader

ENOUGH = 3
KNOWN_FOR = timedelta(days=7)
PUBLISHED_BY_GUESTS = 3
PUBLISHED_BY_MEMBERS = 1


class AlreadyReported(Exception):
    """The reader has reported this comment before."""


@dataclass(frozen=True)
class History:
    """What is known of a reader who reports; `member_since` is None for guests."""

    published_count: int
    known_since: datetime
    member_since: datetime | None = None


@transaction.atomic
def report_comment(
    comment: Comment, *, reader: Reader, reason: ReportReason, words: str, now: datetime
) -> None:
    """Write a report down; enough that count hold a comment which no moderator has approved.

    :raises Banned: when the reader may not report now.
    :raises AlreadyReported: when they have reported this comment before.
    """
    require_not_banned(reader, now=now)
    # A moderator who judges meanwhile takes the same lock first.
    lock_thread(comment)
    counts = has_history(history_of(reader), now=now)
    try:
        with transaction.atomic():
            Report.objects.create(
                comment=comment,
                reader=reader,
                reason=reason,
                words=words[:500],
                counts=counts,
                created_at=now,
            )
    except IntegrityError:
        raise AlreadyReported from None
    Comment.objects.filter(pk=comment.pk).update(report_count=F("report_count") + 1)
    if counts:
        _hold_if_enough(comment, now=now)


def has_history(history: History, *, now: datetime) -> bool:
    """Whether a reader's report counts: they have been here for a week, and were published.

    Guests are asked for more than members: a new cookie costs nothing.
    """
    if history.published_count >= PUBLISHED_BY_GUESTS and _is_long(history.known_since, now=now):
        return True
    is_member = history.member_since is not None and _is_long(history.member_since, now=now)
    return is_member and history.published_count >= PUBLISHED_BY_MEMBERS


def history_of(reader: Reader) -> History:
    """One query."""
    published = Comment.objects.filter(reader=reader, state=CommentState.PUBLISHED)
    return History(published.count(), reader.created_at, reader.joined_at)


def _is_long(since: datetime, *, now: datetime) -> bool:
    return now - since >= KNOWN_FOR


def _hold_if_enough(comment: Comment, *, now: datetime) -> None:
    if Report.objects.filter(comment=comment, counts=True).count() < ENOUGH:
        return
    # Read under the lock: whoever was first, a moderator or the reports, has been heard.
    found = Comment.objects.get(pk=comment.pk)
    if found.is_published and not found.is_approved:
        change_state(found, to=CommentState.HELD, judge=Judge.REPORTS, reason=REPORTED, now=now)
