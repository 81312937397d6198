"""How many letters an address gets: bursts are gathered, and more than enough has to wait."""

from datetime import datetime, timedelta

from django.core import mail

from broadsheet.notices.gathering import GROUP_PAUSE, LETTERS_A_DAY, URGENT_LETTERS_AN_HOUR
from broadsheet.notices.letters import Letter
from broadsheet.notices.models import Notice, Sending, SendingState
from broadsheet.notices.outbox import GATHER, post_letter
from broadsheet.notices.sending import is_sending_due, send_due
from broadsheet.notices.tests.conftest import ANN, BOB, Tell, minutes

A_SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def bodies() -> list[str]:
    return [str(letter.body) for letter in mail.outbox]


def test_what_happens_within_a_minute_is_one_letter(tell: Tell, now: datetime) -> None:
    tell("comment:1", at=now)
    tell("comment:2", at=now + GATHER / 2)

    assert not is_sending_due(now=now + GATHER - A_SECOND)
    assert send_due(now=now + GATHER) == 1
    assert bodies() == ["comment:1\ncomment:2"]


def test_a_letter_is_for_one_address_one_kind_and_one_group(tell: Tell, now: datetime) -> None:
    tell("comment:1")
    tell("comment:2", group="story:2")
    tell("comment:3", BOB)

    assert send_due(now=now) == 3
    assert [(letter.to, letter.body) for letter in mail.outbox] == [
        ([ANN], "comment:1"), ([ANN], "comment:2"), ([BOB], "comment:3"),
    ]  # fmt: skip


def test_after_a_letter_its_group_waits_a_quarter_of_an_hour_and_no_other_does(
    tell: Tell, now: datetime
) -> None:
    tell("comment:1")
    send_due(now=now)
    tell("comment:2", at=now)
    tell("comment:3", at=now, group="story:2")
    tell("comment:4", at=now, address=BOB)

    assert send_due(now=now + GATHER) == 2
    tell("comment:5", at=now + minutes(10))
    assert send_due(now=now + GROUP_PAUSE - A_SECOND) == 0
    assert send_due(now=now + GROUP_PAUSE) == 1
    assert bodies() == ["comment:1", "comment:3", "comment:4", "comment:2\ncomment:5"]


def test_what_is_urgent_leaves_at_once_before_all_else(tell: Tell, now: datetime) -> None:
    tell("comment:1")
    tell("confirm:1", is_urgent=True, at=now)
    tell("comment:2")

    assert send_due(now=now) == 2
    assert bodies() == ["confirm:1", "comment:1\ncomment:2"]


def test_over_the_daily_cap_letters_wait_and_nothing_is_lost(tell: Tell, now: datetime) -> None:
    for number in range(LETTERS_A_DAY + 2):
        tell(f"comment:{number}", group=f"story:{number}")

    assert send_due(now=now) == LETTERS_A_DAY
    tell("comment:more", group=f"story:{LETTERS_A_DAY}", at=now)
    tell("comment:bob", BOB)
    assert send_due(now=now + minutes(30)) == 1
    assert not is_sending_due(now=now + DAY - A_SECOND)
    assert send_due(now=now + DAY) == 2
    assert bodies()[-2:] == ["comment:20\ncomment:more", "comment:21"]


def test_urgent_letters_over_their_cap_are_dropped_and_their_rows_say_so(
    tell: Tell, now: datetime
) -> None:
    for number in range(URGENT_LETTERS_AN_HOUR + 1):
        code = Letter(subject="Your code", text=str(number))
        post_letter(ANN, code, event=f"code:{number}", now=now)
    tell("comment:1")

    assert send_due(now=now) == URGENT_LETTERS_AN_HOUR + 1

    dropped = Sending.objects.get(state=SendingState.DROPPED)
    assert dropped.reason == "The address has had its urgent letters of this hour."
    assert (dropped.address, dropped.notices.get().about) == ("", {})
    assert bodies()[-1] == "comment:1"
    code = Letter(subject="Your code", text="later")
    post_letter(ANN, code, event="code:later", now=now + minutes(61))
    assert send_due(now=now + minutes(61)) == 1


def test_while_a_letter_is_tried_again_its_group_gathers_behind_it(
    tell: Tell, now: datetime
) -> None:
    tell("comment:1")
    Sending.objects.create(
        address=ANN, address_key=Notice.objects.get().address_key, kind="follow-up",
        group="story:1", state=SendingState.WAITING, gathered_at=now, retry_at=now + minutes(8),
    )  # fmt: skip

    assert send_due(now=now) == 0
    assert Notice.objects.get().due_at == now + minutes(8)
    assert not is_sending_due(now=now + minutes(7))


def test_a_cap_of_letters_a_turn_leaves_the_rest_for_the_next_one(
    tell: Tell, now: datetime
) -> None:
    for number in range(52):
        tell(f"comment:{number}", f"reader-{number}@lantern.example")

    assert send_due(now=now) == 50
    assert is_sending_due(now=now)
    assert send_due(now=now) == 2
