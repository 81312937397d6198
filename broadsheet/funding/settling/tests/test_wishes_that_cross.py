"""Wishes for a regular gift that cross each other: the last one holds, here and there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

import pytest

from broadsheet.funding.models import Campaign, RegularGift, RegularState
from broadsheet.funding.providers.contract import Provider, Unreachable
from broadsheet.funding.providers.registry import stand_in
from broadsheet.funding.settling.regulars import ask_for_amount, ask_to_end, carry_out
from broadsheet.funding.settling.sweeping import sweep
from broadsheet.funding.settling.tests.answering import Answering
from broadsheet.funding.settling.tests.cast import PROVIDER
from broadsheet.lib.money import Money

MOMENT = timedelta(milliseconds=200)


@pytest.fixture
def outside() -> Iterator[Answering]:
    answering = Answering()
    with stand_in(PROVIDER, cast(Provider, answering)):
        yield answering


@pytest.fixture
def regular(campaign: Campaign, now: datetime) -> RegularGift:
    return RegularGift.objects.create(
        campaign=campaign,
        provider=PROVIDER,
        amount_minor=1000,
        currency="USD",
        every="month",
        state=RegularState.ACTIVE,
        reference="sub_1",
        created_at=now,
    )


def ask(regular: RegularGift, minor: int, *, now: datetime) -> None:
    ask_for_amount(regular, amount_minor=minor, cover_minor=0, now=now)


def agreed_there(outside: Answering) -> Money:
    return [words[1] for words in outside.asked if words[0] == "change"][-1]


def test_two_amounts_within_a_second_are_two_wishes(
    regular: RegularGift, outside: Answering, now: datetime
) -> None:
    """A provider refuses other words that come under the same key."""
    ask(regular, 2500, now=now)
    ask(regular, 3000, now=now + MOMENT)
    ask(regular, 2500, now=now + 2 * MOMENT)

    keys = [words[2] for words in outside.asked]
    assert len(set(keys)) == 3


def test_asking_again_for_the_same_wish_is_the_same_key(
    regular: RegularGift, outside: Answering, now: datetime
) -> None:
    outside.refusal = Unreachable()
    keys: list[str] = []
    change = outside.change_regular

    def noting(reference: str, *, charged: Money, key: str) -> None:
        keys.append(key)
        change(reference, charged=charged, key=key)

    outside.change_regular = noting  # type: ignore[method-assign]
    with pytest.raises(Unreachable):
        ask(regular, 2500, now=now + MOMENT)
    sweep(cast(Provider, outside), now=now + timedelta(minutes=1))

    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_wish_to_end_is_not_fulfilled_by_another_that_was_under_way(
    regular: RegularGift, outside: Answering, now: datetime
) -> None:
    """Else it would be over here, and the donor charged for ever."""

    def end_and_die() -> None:
        RegularGift.objects.update(is_ending=True, asked_at=now + MOMENT)

    outside.meanwhile = end_and_die
    ask(regular, 2500, now=now)
    regular.refresh_from_db()
    assert (regular.state, regular.is_ending) == (RegularState.ACTIVE, True)

    outside.meanwhile = lambda: None
    sweep(cast(Provider, outside), now=now + timedelta(minutes=1))

    regular.refresh_from_db()
    assert regular.state == RegularState.ENDED
    assert outside.asked[-1][0] == "end"


@pytest.mark.parametrize("is_first_to_return", [True, False])
def test_the_later_of_two_amounts_holds_whoever_arrives_last(
    regular: RegularGift, outside: Answering, now: datetime, is_first_to_return: bool
) -> None:
    """The provider hears of the later one first, in the middle of the earlier one's call."""
    later = now + MOMENT

    def somebody_is_faster() -> None:
        outside.meanwhile = lambda: None
        if is_first_to_return:
            ask(regular, 3000, now=later)
        else:  # it has reached the provider, and is about to note what it did
            RegularGift.objects.update(wanted_minor=3000, wanted_cover_minor=0, asked_at=later)
            outside.asked.append(("change", Money(3000, "USD"), "key"))

    outside.meanwhile = somebody_is_faster
    ask(regular, 2500, now=now)
    for count in range(1, 3):
        sweep(cast(Provider, outside), now=now + count * timedelta(minutes=1))

    regular.refresh_from_db()
    assert (regular.amount_minor, regular.wanted_minor) == (3000, None)
    assert agreed_there(outside) == Money(3000, "USD")


def test_a_sweep_does_not_carry_out_what_was_wanted_before(
    regular: RegularGift, outside: Answering, now: datetime
) -> None:
    regular.wanted_minor, regular.wanted_cover_minor, regular.asked_at = 2500, 0, now
    regular.save()
    seen_before = RegularGift.objects.get()
    ask(regular, 3000, now=now + MOMENT)

    carry_out(seen_before, now=now + 2 * MOMENT)

    assert agreed_there(outside) == Money(3000, "USD")


def test_ending_while_it_has_ended_is_quiet(
    regular: RegularGift, outside: Answering, now: datetime
) -> None:
    ask_to_end(regular, now=now)
    ask_to_end(regular, now=now)

    assert [words[0] for words in outside.asked] == ["end"]
