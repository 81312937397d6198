"""Voting: one vote a reader and comment, changeable, counted in the same transaction."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from broadsheet.conversation.models import Comment, Direction, Vote
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.readers.models import Reader


class AlreadyVoted(Exception):
    """The reader has cast this very vote before."""


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
    _count(comment, direction=direction, by=1)
    if turned:
        _count(comment, direction=_opposite(direction), by=-1)
    touch(thread_key(comment.article_id))


def _insert(comment: Comment, *, reader: Reader, direction: Direction, now: datetime) -> None:
    try:
        with transaction.atomic():
            Vote.objects.create(comment=comment, reader=reader, direction=direction, cast_at=now)
    except IntegrityError:
        raise AlreadyVoted from None


def _count(comment: Comment, *, direction: Direction, by: int) -> None:
    counter = f"{direction.value}_count"
    Comment.objects.filter(pk=comment.pk).update(**{counter: F(counter) + by})


def _opposite(direction: Direction) -> Direction:
    return Direction.DOWN if direction is Direction.UP else Direction.UP
