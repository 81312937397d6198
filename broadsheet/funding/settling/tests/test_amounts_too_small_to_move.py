"""Amounts of which nothing is left in the other currency are in the ledger all the same, once."""

from datetime import datetime

import pytest

from broadsheet.funding.models import Campaign, Entry, EntryKind, Reversal
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import (
    PROVIDER,
    balance,
    booked,
    paid,
    pledged,
    raised,
    refund,
    require_sound_ledger,
)
from broadsheet.lib.money import Money

NOTHING = Money(0, "USD")


def test_a_gift_that_counts_as_nothing_settles_once(campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, Money(1, "IDR"))

    for _ in range(2):
        take_in(paid(gift, booked=booked(NOTHING)), now=now)

    gift.refresh_from_db()
    assert (gift.state, gift.counted_minor) == ("settled", 0)
    assert raised(campaign) == 0
    assert Entry.objects.count() == 1
    require_sound_ledger()


@pytest.mark.parametrize("is_booked", [True, False])
def test_a_refund_too_small_to_move_a_cent_is_remembered(
    campaign: Campaign, now: datetime, is_booked: bool
) -> None:
    """All parts together take off all of it, however small each of them was."""
    gift = pledged(campaign, Money(100, "JPY"))
    settled = booked(Money(66, "USD"))
    parts = [1] * 10 + [90]
    refunds = [
        refund(
            Money(part, "JPY"),
            reference=f"re_{number}",
            booked=booked(Money(-(part * 66 // 100), "USD")) if is_booked else None,
        )
        for number, part in enumerate(parts)
    ]

    for count in range(1, len(parts) + 1):
        take_in(paid(gift, booked=settled, refunds=tuple(refunds[:count])), now=now)

    assert raised(campaign) == 0
    assert Entry.objects.filter(kind=EntryKind.REFUND).count() == len(parts)
    assert Reversal.objects.count() == len(parts)
    assert balance("gifts") == 0
    require_sound_ledger()


def test_rates_far_from_one_count_to_the_unit(campaign: Campaign, now: datetime) -> None:
    """A cheap currency's rate has few digits after so many zeros."""
    for minor, worth in ((10**15, 23_809_524), (99_999_999_999, 612_345_679)):
        gift = pledged(campaign, Money(minor, "IDR"))

        take_in(paid(gift, booked=booked(Money(worth, "USD"))), now=now)

        gift.refresh_from_db()
        assert gift.counted_minor == worth
    assert balance(PROVIDER) == raised(campaign)
    require_sound_ledger()
