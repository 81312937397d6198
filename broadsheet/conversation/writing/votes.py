"""Voting: one vote a reader and comment, changeable, counted in the same transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from broadsheet.conversation.models import Comment, ConversationRules, Direction, Vote
from broadsheet.conversation.order.peace import require_not_banned
from broadsheet.conversation.reading.ranking import best_score
from broadsheet.conversation.writing.limits import take_for_vote
from broadsheet.conversation.writing.voice import Voice
from broadsheet.delivery.keys import thread_key, touch
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


@transaction.atomic
def cast_vote(comment: Comment, *, reader: Reader, direction: Direction, now: datetime) -> None:
    """Count a reader's first vote on a comment, or turn their earlier one round.

    :raises AlreadyVoted: when the same vote stands already.
    """
    turned = Vote.objects.filter(
        comment=comment, reader=reader, direction=_opposite(direction)
    ).update(direction=direction, cast_at=now)
    if not turned:
        _insert(comment, reader=reader, direction=direction, now=now)
    counted = {_counter(direction): 1}
    if turned:
        counted[_counter(_opposite(direction))] = -1
    _count(comment, **counted)


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


def _insert(comment: Comment, *, reader: Reader, direction: Direction, now: datetime) -> None:
    try:
        with transaction.atomic():
            Vote.objects.create(comment=comment, reader=reader, direction=direction, cast_at=now)
    except IntegrityError:
        raise AlreadyVoted from None


def _count(comment: Comment, *, up_count: int = 0, down_count: int = 0) -> None:
    row = Comment.objects.filter(pk=comment.pk)
    row.update(up_count=F("up_count") + up_count, down_count=F("down_count") + down_count)
    # The update has locked the row: nobody counts between it and the score.
    up, down = row.values_list("up_count", "down_count").get()
    row.update(best_score=best_score(up, down))
    touch(thread_key(comment.article_id))


def _counter(direction: Direction) -> str:
    return f"{direction.value}_count"


def _opposite(direction: Direction) -> Direction:
    return Direction.DOWN if direction is Direction.UP else Direction.UP
