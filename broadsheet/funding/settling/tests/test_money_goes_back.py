"""Refunds and disputes: the meter falls by just what went back, and rises when it comes again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from typing import cast

import pytest

from broadsheet.funding.models import (
    Campaign,
    Entry,
    EntryKind,
    Gift,
    Reversal,
    ReversalState,
)
from broadsheet.funding.providers.contract import Provider, Refused
from broadsheet.funding.providers.registry import stand_in
from broadsheet.funding.settling.refunding import NotRefundable, ask_for_refund, refundable_minor
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.answering import Answering
from broadsheet.funding.settling.tests.cast import (
    PROVIDER,
    balance,
    booked,
    dispute,
    dollars,
    handed_over,
    paid,
    pledged,
    raised,
    refund,
    require_sound_ledger,
)
from broadsheet.lib.money import Money
from broadsheet.readers.models import User


def test_a_refund_of_all_takes_all_off_the_meter(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(10), cover_minor=60)
    back = refund(gift.charged)

    for _ in range(3):
        take_in(paid(gift, refunds=(back,)), now=now)

    assert (raised(campaign), balance("cover"), balance(PROVIDER)) == (0, 0, -59)
    assert Reversal.objects.get().state == ReversalState.MADE
    require_sound_ledger()


@pytest.mark.parametrize("order", list(permutations((333, 1, 726))))
def test_parts_add_up_to_the_whole_in_any_order(
    campaign: Campaign, now: datetime, order: tuple[int, ...]
) -> None:
    gift = pledged(campaign, Money(1000, "USD"), cover_minor=60)
    refunds = [refund(Money(part, "USD")) for part in order]

    for count in range(1, 4):
        take_in(paid(gift, refunds=tuple(refunds[:count])), now=now)
    take_in(paid(gift, refunds=(refunds[0],)), now=now)  # late facts know less

    assert (raised(campaign), balance("cover")) == (0, 0)
    assert Entry.objects.filter(kind=EntryKind.REFUND).count() == 3
    require_sound_ledger()


def test_a_part_is_shared_to_the_last_cent_and_none_of_it_is_a_loss(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(20), cover_minor=91)

    take_in(paid(gift, refunds=(refund(dollars(5)),)), now=now)

    assert (raised(campaign), balance("cover"), balance("losses")) == (2000 - 478, -91 + 22, 0)
    require_sound_ledger()


def test_half_a_refund_takes_half_at_the_gifts_own_rate(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, Money(10_000, "EUR"))
    settled = paid(gift, booked=booked(Money(10_850, "USD"), fee_minor=350))
    # The rate has moved since; the meter falls by what the gift counted as, not by what it costs.
    back = refund(Money(5_000, "EUR"), booked=booked(Money(-5_900, "USD")))

    take_in(replace(settled, refunds=(back,)), now=now)

    assert raised(campaign) == 5_425
    assert balance(PROVIDER, "USD") == 10_850 - 350 - 5_900
    require_sound_ledger()


def test_a_refund_that_fails_comes_back(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(10))
    back = refund(dollars(4), state=ReversalState.PENDING)
    take_in(paid(gift, refunds=(back,)), now=now)
    assert raised(campaign) == 600

    failed = replace(back, state=ReversalState.FAILED, returned=booked(dollars(4)))
    for facts in (failed, back, failed):
        take_in(paid(gift, refunds=(facts,)), now=now)

    assert raised(campaign) == 1000
    assert balance(PROVIDER) == 1000 - 59
    assert Reversal.objects.get().state == ReversalState.FAILED
    require_sound_ledger()


def test_a_refund_that_failed_before_any_money_moved_leaves_no_trace_in_the_ledger(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    failed = refund(dollars(4), state=ReversalState.FAILED, booked=None)

    take_in(paid(gift, refunds=(failed,)), now=now)

    assert raised(campaign) == 1000
    assert Entry.objects.count() == 1


def test_a_dispute_takes_the_gift_and_a_won_one_brings_it_back(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(100))
    opened = dispute(dollars(100))

    take_in(paid(gift, disputes=(opened,)), now=now)
    assert (raised(campaign), balance("fees")) == (0, 59 + 1500)

    won = replace(opened, state=ReversalState.WON, returned=booked(dollars(100), fee_minor=-1500))
    for facts in (won, opened, won):
        take_in(paid(gift, disputes=(facts,)), now=now)
    assert (raised(campaign), balance("fees")) == (10_000, 59)
    assert balance(PROVIDER) == 10_000 - 59
    require_sound_ledger()


def test_a_lost_dispute_stays_lost(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(100))
    opened = dispute(dollars(100))

    for state in (ReversalState.LOST, ReversalState.OPEN):
        take_in(paid(gift, disputes=(replace(opened, state=state),)), now=now)

    assert raised(campaign) == 0
    assert Reversal.objects.get().state == ReversalState.LOST


def test_an_inquiry_that_is_won_before_money_moved_changes_nothing(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(100))
    inquiry = dispute(dollars(100), state=ReversalState.WON, taken=None)

    take_in(paid(gift, disputes=(inquiry,)), now=now)

    assert raised(campaign) == 10_000
    require_sound_ledger()


def test_what_goes_back_beyond_the_gift_is_a_loss_and_never_below_nothing_on_the_meter(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(100))

    take_in(paid(gift, refunds=(refund(dollars(100)),), disputes=(dispute(dollars(100)),)), now=now)

    assert raised(campaign) == 0
    assert balance("losses") == 10_000
    require_sound_ledger()


def test_the_staff_gives_back_a_gift_that_came_by_hand(
    campaign: Campaign, editor: User, now: datetime
) -> None:
    gift = handed_over(campaign, dollars(50), by=editor, now=now)

    ask_for_refund(gift, amount=dollars(20), by=editor, why="Paid too much.", now=now)

    assert (raised(campaign), balance("bank")) == (3_000, 3_000)
    assert refundable_minor(gift) == 3_000
    changes = list(gift.changes.order_by("pk").values_list("by__username", "why"))
    assert changes == [("editor", "Statement 4"), ("editor", "Paid too much.")]
    for wrong in (dollars(31), Money(0, "USD"), Money(100, "EUR")):
        with pytest.raises(NotRefundable):
            ask_for_refund(gift, amount=wrong, by=editor, why="No.", now=now)
    require_sound_ledger()


@pytest.fixture
def outside() -> Iterator[Answering]:
    answering = Answering()
    with stand_in(PROVIDER, cast(Provider, answering)):
        yield answering


def settled_outside(campaign: Campaign, outside: Answering, *, now: datetime) -> Gift:
    """Ten dollars that are paid, as the provider says too."""
    gift = pledged(campaign, dollars(10))
    take_in(paid(gift), now=now)
    gift.refresh_from_db()
    outside.answers = {gift.payment: paid(gift)}
    return gift


def test_a_refund_that_was_said_to_be_refused_and_was_made_is_made(
    campaign: Campaign, editor: User, outside: Answering, now: datetime
) -> None:
    """As when two asked at once, and the provider answered one of them that it is being done."""
    gift = settled_outside(campaign, outside, now=now)
    outside.refusal = Refused("It is being done.")
    with pytest.raises(Refused):
        ask_for_refund(gift, amount=dollars(4), by=editor, why="Asked.", now=now)
    asked = Reversal.objects.get()
    assert asked.state == ReversalState.FAILED

    take_in(paid(gift, refunds=(refund(dollars(4), token=str(asked.token)),)), now=now)

    asked.refresh_from_db()
    assert asked.state == ReversalState.MADE
    assert (raised(campaign), refundable_minor(gift)) == (600, 600)
    require_sound_ledger()


def test_what_is_taken_off_is_what_the_ledger_counted_whatever_the_row_says(
    campaign: Campaign, now: datetime
) -> None:
    """A row can be edited by hand, the ledger cannot."""
    gift = pledged(campaign, dollars(10), cover_minor=60)
    take_in(paid(gift), now=now)
    Gift.objects.update(counted_minor=100_000, counted_currency="EUR")

    take_in(paid(gift, refunds=(refund(Money(530, "USD")),)), now=now)
    assert raised(campaign) == 500
    take_in(paid(gift, refunds=(refund(Money(530, "USD")),)), now=now)

    assert (raised(campaign), balance("cover")) == (0, 0)
    require_sound_ledger()


def test_another_amount_than_was_asked_for_takes_off_what_went_back(
    campaign: Campaign, editor: User, outside: Answering, now: datetime
) -> None:
    gift = settled_outside(campaign, outside, now=now)
    ask_for_refund(gift, amount=dollars(4), by=editor, why="Asked.", now=now)

    other = refund(dollars(3), token=str(Reversal.objects.get().token))
    take_in(paid(gift, refunds=(other,)), now=now)

    assert (raised(campaign), balance("losses")) == (700, 0)
    assert refundable_minor(gift) == 700
