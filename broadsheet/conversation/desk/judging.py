"""Judging several comments as a moderator saw them, and undoing what was done last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max

from broadsheet.conversation.models import Ban, Comment, CommentState, Judge, Judgement
from broadsheet.conversation.order.moderation import AlreadyJudged, change_state
from broadsheet.lib.text import whole_number
from broadsheet.readers.models import User

REMEMBERED_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Seen:
    """A comment as a moderator had it before them: its state, and when its words were edited."""

    comment_id: int
    state: CommentState
    edited_at: datetime | None = None

    @classmethod
    def read(cls, text: str) -> "Seen":
        """:raises ValueError: for what `str()` of one has not written."""
        comment_id, state, edited_at = [*text.split("|"), "", ""][:3]
        number = whole_number(comment_id)
        if number is None:
            raise ValueError(text)
        moment = datetime.fromisoformat(edited_at) if edited_at else None
        if moment is not None and moment.tzinfo is None:
            raise ValueError(text)
        return cls(number, CommentState(state), moment)

    @classmethod
    def of(cls, comment: Comment) -> "Seen":
        return cls(comment.pk, CommentState(comment.state), comment.edited_at)

    def __str__(self) -> str:
        edited = self.edited_at.isoformat() if self.edited_at else ""
        return f"{self.comment_id}|{self.state.value}|{edited}"


@dataclass
class Outcome:
    """What has become of some comments: those judged, and those that have changed meanwhile."""

    done: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class LastAction:
    """What a moderator did last, and can undo: judgements of one moment, or a ban."""

    at: datetime
    judgement_ids: Sequence[int] = ()
    state: CommentState | None = None
    ban: Ban | None = None


def judge_seen(
    seen: Iterable[Seen], *, to: CommentState, user: User, reason: str, now: datetime
) -> Outcome:
    """Judge each comment for itself: what has changed meanwhile is left, the rest is done."""
    wanted = sorted({one.comment_id: one for one in seen}.items())
    found = Comment.objects.in_bulk([comment_id for comment_id, _ in wanted])
    outcome = Outcome()
    for comment_id, as_seen in wanted:
        comment = found.get(comment_id)
        if comment is None:
            outcome.changed.append(comment_id)
            continue
        comment.state, comment.edited_at = as_seen.state, as_seen.edited_at
        judged = _judge(comment, to=to, user=user, reason=reason, now=now)
        (outcome.done if judged else outcome.changed).append(comment_id)
    return outcome


def undo(judgement_ids: Iterable[int], *, user: User, now: datetime) -> Outcome:
    """Judge comments back to what they were before; what was judged since is left alone."""
    rows = Judgement.objects.filter(pk__in=list(judgement_ids), judge=Judge.MODERATOR)
    judgements = list(rows.select_related("comment").order_by("comment_id", "-id"))
    newest = _newest(judgement.comment_id for judgement in judgements)
    outcome = Outcome()
    for judgement in judgements:
        is_last = newest.get(judgement.comment_id) == judgement.pk
        undone = is_last and _undo(judgement, user=user, now=now)
        (outcome.done if undone else outcome.changed).append(judgement.comment_id)
    return outcome


def last_action(user: User, *, now: datetime) -> LastAction | None:
    """What this moderator did last, within the hour. Three queries at most."""
    since = now - REMEMBERED_FOR
    done = Judgement.objects.filter(user=user, judge=Judge.MODERATOR)
    last = done.filter(judged_at__gt=since).order_by("-judged_at", "-id").first()
    ban = Ban.objects.filter(user=user, created_at__gt=since, lifted_at=None)
    newest_ban = ban.select_related("reader").order_by("-created_at", "-id").first()
    if newest_ban and (last is None or newest_ban.created_at >= last.judged_at):
        return LastAction(newest_ban.created_at, ban=newest_ban)
    if last is None:
        return None
    ids = done.filter(judged_at=last.judged_at).order_by("id").values_list("pk", flat=True)
    return LastAction(last.judged_at, list(ids), CommentState(last.to_state))


def _judge(
    comment: Comment,
    *,
    to: CommentState,
    user: User,
    reason: str,
    now: datetime,
    approves: bool = True,
) -> bool:
    try:
        change_state(
            comment,
            to=to,
            judge=Judge.MODERATOR,
            user=user,
            reason=reason,
            now=now,
            approves=approves,
        )
    except AlreadyJudged:
        return False
    return True


def _newest(comment_ids: Iterable[int]) -> dict[int, int]:
    """The last judgement of each comment. One query."""
    rows = Judgement.objects.filter(comment__in=list(comment_ids))
    return dict(rows.values_list("comment_id").annotate(Max("id")))


def _undo(judgement: Judgement, *, user: User, now: datetime) -> bool:
    """Put a comment back, with the reason that it had, and approved only if it was."""
    comment = judgement.comment
    earlier = comment.judgements.filter(pk__lt=judgement.pk).order_by("-id").first()
    comment.state = CommentState(judgement.to_state)
    was_approved = (
        earlier is not None
        and earlier.judge == Judge.MODERATOR
        and earlier.to_state == CommentState.PUBLISHED
    )
    return _judge(
        comment,
        to=CommentState(judgement.from_state),
        user=user,
        reason=earlier.reason if earlier else "",
        now=now,
        approves=was_approved,
    )
