"""The state of a comment: the one place that changes it, counts it, and writes down who and why."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.conversation.models import (
    REASON_MAX_LENGTH,
    Announcement,
    Comment,
    CommentState,
    Judge,
    Judgement,
    Speaker,
)
from broadsheet.conversation.reading.counting import count_change, keys_of_counts, settle_shown
from broadsheet.delivery.keys import reader_key, touch
from broadsheet.lib.prepared import insert
from broadsheet.readers.models import User


class AlreadyJudged(Exception):
    """The comment is in another state by now than whoever judges it has seen."""


def enter(comment: Comment, *, reason: str, now: datetime) -> None:
    """Write a new comment down in the state that the rules have given it.

    Called in the transaction of comments.py, which has locked the thread.
    """
    comment.is_shown = comment.is_published
    insert(comment)
    _record(comment, before="", judge=Judge.RULES, user=None, reason=reason, now=now)


@transaction.atomic
def change_state(
    comment: Comment,
    *,
    to: CommentState,
    judge: Judge,
    now: datetime,
    user: User | None = None,
    reason: str = "",
    approves: bool = True,
) -> None:
    """Judge a comment. `reason` is what its writer will read; `user` is the moderator.

    A withdrawn comment stays withdrawn. What a moderator publishes is approved, also what is
    public already; `approves` is for the undoing of a judgement, which only puts back.

    :raises AlreadyJudged: when its state is no longer the one that `comment` was read with, or
        a moderator has read other words than it has by now.
    """
    before = CommentState(comment.state)
    approves = approves and judge is Judge.MODERATOR and to is CommentState.PUBLISHED
    found = _as_judged(comment, to=to, judge=judge, approves=approves)
    lock_thread(comment)
    reason = reason[:REASON_MAX_LENGTH]
    changes: dict[str, Any] = {"state": to, "reason": reason, "is_approved": approves}
    if to is CommentState.PUBLISHED:
        changes["is_shown"] = True
    if not found.update(**changes):
        raise AlreadyJudged
    for name, value in changes.items():
        setattr(comment, name, value)
    _record(comment, before=before, judge=judge, user=user, reason=reason, now=now)


def lock_thread(comment: Comment) -> None:
    """Hold back others who would count up and down the same thread; one query.

    SQLite has one writer anyway; PostgreSQL locks the thread's root.
    """
    # Not against what only refers to the root, or we and votes for it wait for each other.
    roots = Comment.objects.select_for_update(no_key=True).filter(pk=comment.root_id or comment.pk)
    list(roots.values("pk"))


def _as_judged(
    comment: Comment, *, to: CommentState, judge: Judge, approves: bool
) -> QuerySet[Comment]:
    """The comment's row, as long as it is as whoever judges has seen it."""
    by_moderator = judge is Judge.MODERATOR
    approval_alone = by_moderator and comment.is_published and to is CommentState.PUBLISHED
    is_settled = comment.state == to and not approval_alone
    if is_settled or comment.state == CommentState.WITHDRAWN:
        raise AlreadyJudged
    found = Comment.objects.filter(pk=comment.pk, state=comment.state)
    if by_moderator:
        found = found.filter(edited_at=comment.edited_at)
    return found.filter(is_approved=not approves) if approval_alone else found


def _record(
    comment: Comment,
    *,
    before: str,
    judge: Judge,
    user: User | None,
    reason: str,
    now: datetime,
) -> None:
    insert(
        Judgement(
            comment=comment,
            judge=judge,
            user=user,
            judged_at=now,
            from_state=before,
            to_state=comment.state,
            reason=reason,
        )
    )
    was_public = before == CommentState.PUBLISHED
    if was_public == comment.is_published:
        return
    count_change(comment, by=1 if comment.is_published else -1)
    settle_shown(comment)
    if comment.is_published:
        insert(Announcement(comment=comment, created_at=now), ignore_conflicts=True)
    touch(*keys_of_counts(comment.article_id), *_profile(comment, before=before))


def _profile(comment: Comment, *, before: str) -> list[str]:
    """The key of its writer's profile; a guest who has just written a comment has none.

    What a guest wrote may be a member's by the time that it is judged.
    """
    may_be_members = comment.speaker == Speaker.MEMBER or before
    return [reader_key(comment.reader_id)] if comment.reader_id and may_be_members else []
