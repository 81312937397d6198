"""Voting: one vote a reader and comment, changeable, counted in the same transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.conversation.models import Comment, ConversationRules, Direction, Vote
from broadsheet.conversation.order.peace import require_not_banned
from broadsheet.conversation.reading.ranking import best_score
from broadsheet.conversation.writing.limits import take_for_vote
from broadsheet.conversation.writing.voice import Voice
from broadsheet.delivery.keys import touch, votes_key
from broadsheet.lib.prepared import Prepared, add_to, insert, write_to
from broadsheet.readers.models import Reader


class AlreadyVoted(Exception):
    """The reader has cast this very vote before."""


class NotVoted(Exception):
    """There is no vote to take back."""


class OwnComment(Exception):
    """Nobody votes for what they wrote themselves."""


class MembersVote(Exception):
    """Guests' votes are switched off."""


@transaction.atomic
def submit_vote(
    comment: Comment,
    *,
    voice: Voice,
    direction: Direction | None,
    rules: ConversationRules,
    now: datetime,
) -> Reader:
    """Take in a vote, or with no direction take the reader's back; returns who voted.

    :raises MembersVote: when a guest votes and only members may.
    :raises Banned: when the reader may not vote now.
    :raises OwnComment: when they wrote it.
    :raises TooMany: when the day's votes of the address are used up.
    :raises AlreadyVoted: when the same vote stands already.
    :raises NotVoted: when there is nothing to take back.
    """
    if voice.is_guest and not rules.guests_may_vote:
        raise MembersVote
    voter = voice.settled()
    if comment.reader_id == voter.pk:
        raise OwnComment
    require_not_banned(voter, now=now)
    if direction is None:
        take_back_vote(comment, reader=voter)
        return voter
    take_for_vote(voice, rules=rules, now=now)
    cast_vote(comment, reader=voter, direction=direction, now=now)
    return voter


@transaction.atomic(savepoint=False)
def cast_vote(comment: Comment, *, reader: Reader, direction: Direction, now: datetime) -> None:
    """Count a reader's first vote on a comment, or turn their earlier one round.

    :raises AlreadyVoted: when the same vote stands already.
    """
    cast = Vote(comment_id=comment.pk, reader_id=reader.pk, direction=direction, cast_at=now)
    if insert(cast, ignore_conflicts=True):
        _count(comment, **{_counter(direction): 1})
        return
    opposite = Vote.objects.filter(comment=comment, reader=reader, direction=_opposite(direction))
    if not opposite.update(direction=direction, cast_at=now):
        raise AlreadyVoted
    _count(comment, **{_counter(direction): 1, _counter(_opposite(direction)): -1})


@transaction.atomic
def take_back_vote(comment: Comment, *, reader: Reader) -> None:
    """Take a reader's vote away again, as if they had never voted.

    :raises NotVoted: when they have not.
    """
    for direction in Direction:
        if Vote.objects.filter(comment=comment, reader=reader, direction=direction).delete()[0]:
            _count(comment, **{_counter(direction): -1})
            return
    raise NotVoted


def _count(comment: Comment, **amounts: int) -> None:
    add_to(Comment, pk=comment.pk, **amounts)
    # The update has locked the row: nobody counts between it and the score.
    comment.up_count, comment.down_count = _COUNTS.rows(comment_id=comment.pk)[0]
    score = best_score(comment.up_count, comment.down_count)
    write_to(Comment, pk=comment.pk, best_score=score)
    touch(votes_key(comment.article_id))


def _counts(*, comment_id: int) -> QuerySet[Comment, tuple[int, int]]:
    return Comment.objects.filter(pk=comment_id).values_list("up_count", "down_count")


_COUNTS = Prepared(_counts, comment_id=-1)


def _counter(direction: Direction) -> str:
    return f"{direction.value}_count"


def _opposite(direction: Direction) -> Direction:
    return Direction.DOWN if direction is Direction.UP else Direction.UP
