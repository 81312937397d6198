"""Bans that begin, end and are lifted; readers who mute each other."""

from datetime import datetime, timedelta

import pytest

from broadsheet.conversation.models import Ban, Mute
from broadsheet.conversation.order.peace import (
    AlreadyLifted,
    Banned,
    MutedSelf,
    ban,
    lift_ban,
    mute,
    require_not_banned,
    unmute,
)
from broadsheet.readers.models import Reader, User

HOUR = timedelta(hours=1)


def test_a_ban_holds_until_its_moment(ann: Reader, editor: User, now: datetime) -> None:
    ban(ann, user=editor, until=now + HOUR, reason="Insults.", now=now)

    with pytest.raises(Banned):
        require_not_banned(ann, now=now + HOUR - timedelta(seconds=1))
    require_not_banned(ann, now=now + HOUR)


def test_a_ban_for_good_holds_until_it_is_lifted(ann: Reader, editor: User, now: datetime) -> None:
    stands = ban(ann, user=editor, until=None, reason="Insults.", now=now)
    with pytest.raises(Banned):
        require_not_banned(ann, now=now + 1000 * HOUR)

    lift_ban(stands, now=now)

    require_not_banned(ann, now=now)
    with pytest.raises(AlreadyLifted):
        lift_ban(stands, now=now)


def test_of_two_bans_both_have_to_be_over(ann: Reader, editor: User, now: datetime) -> None:
    ban(ann, user=editor, until=None, reason="Insults.", now=now)
    short = ban(ann, user=editor, until=now + HOUR, reason="More.", now=now)
    lift_ban(short, now=now)

    with pytest.raises(Banned):
        require_not_banned(ann, now=now + 2 * HOUR)


def test_a_ban_is_for_one_reader(ann: Reader, bob: Reader, editor: User, now: datetime) -> None:
    ban(ann, user=editor, until=None, reason="Insults.", now=now)

    with pytest.raises(Banned):
        require_not_banned(ann, now=now)
    require_not_banned(bob, now=now)


def test_muting_twice_is_muting_once(ann: Reader, bob: Reader, now: datetime) -> None:
    mute(ann, muted=bob, now=now)
    mute(ann, muted=bob, now=now)
    assert list(Mute.objects.values_list("reader", "muted")) == [(ann.pk, bob.pk)]

    unmute(ann, muted=bob)
    unmute(ann, muted=bob)

    assert not Mute.objects.exists()


def test_nobody_mutes_themselves(ann: Reader, now: datetime) -> None:
    with pytest.raises(MutedSelf):
        mute(ann, muted=ann, now=now)

    assert not Mute.objects.exists()
    assert not Ban.objects.exists()
