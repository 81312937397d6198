"""`broadsheet check-ledger` finds whatever does not agree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from broadsheet.funding.ledger import checking, guards
from broadsheet.funding.ledger.checking import differences_within
from broadsheet.funding.meter.tests.facts import dollars, settled
from broadsheet.funding.models import (
    Campaign,
    Entry,
    Gift,
    Ledger,
    Posting,
    Receipt,
    ReceiptSeries,
    Reversal,
)
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def gifts(newsroom: object, now: datetime) -> list[Gift]:
    fund = records_fund(now=now, slug="records")
    return [
        settled(fund, dollars(100), cover_minor=320),
        settled(fund, dollars(50), refunded=dollars(20)),
        settled(fund, Money(5000, "EUR"), rate="1.084", disputed=Money(5000, "EUR")),
    ]


@contextmanager
def no_guards() -> Iterator[None]:
    """As somebody with the database in hand would do it, who puts the triggers back."""
    guards.remove(connection)
    yield
    guards.install(connection)


def test_a_sound_ledger_has_no_differences(gifts: list[Gift], now: datetime) -> None:
    assert list(differences_within(now=now)) == []


def unbalance() -> None:
    Posting.objects.filter(entry_id=1, account="fees").update(amount_minor=31)


def drop_postings() -> None:
    Posting.objects.filter(entry_id=1).exclude(account="gifts").delete()


def take_out_an_entry() -> None:
    Posting.objects.filter(entry_id=2).delete()
    Entry.objects.filter(number=2)._raw_delete("default")


TAMPERED: dict[str, tuple[Callable[[], Any], str]] = {
    "a posting": (unbalance, "Entry 1 is out of balance by 1 USD."),
    "postings that are gone": (drop_postings, "Entry 1 has fewer than two postings."),
    "an amount given": (
        lambda: Entry.objects.filter(number=2).update(given_minor=1),
        "The chain breaks. Entry 2: it is not what was sealed.",
    ),
    "the digest too": (
        lambda: Entry.objects.filter(number=2).update(digest="0" * 63 + "1"),
        "The chain breaks. Entry 2: it is not what was sealed.",
    ),
    "an entry that is gone": (take_out_an_entry, "The chain breaks. Entry 3: number 2 is missing."),
    "whose ledger it is": (
        lambda: Ledger.objects.update(is_rehearsal=True),
        "The ledger is one of the rehearsal, and this site is not.",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_in_the_ledger_is_found(
    gifts: list[Gift], now: datetime, what: str
) -> None:
    tamper, words = TAMPERED[what]
    with no_guards():
        tamper()

    assert words in list(differences_within(now=now))


COPIES: dict[str, tuple[dict[str, Any], str]] = {
    "counted": ({"counted_minor": 1}, "its row has the counted amount 1, entry 1 has 10000."),
    "given": ({"amount_minor": 1}, "its row has the amount 1, entry 1 has 10000."),
    "rate": ({"rate": "2"}, "its row has the rate 2, entry 1 has 1."),
    "currency": ({"currency": "EUR"}, "its row has the currency EUR, entry 1 has USD."),
    "fee": ({"fee_minor": 1}, "its row has 10320 less a fee of 1, the provider's account 10290."),
    "state": ({"state": "pending"}, "Entry 1 is of a gift that has not settled."),
}


@pytest.mark.parametrize("what", COPIES)
def test_a_copy_that_differs_is_found(gifts: list[Gift], now: datetime, what: str) -> None:
    changes, words = COPIES[what]
    Gift.objects.filter(pk=gifts[0].pk).update(**changes)

    assert any(line.endswith(words) for line in differences_within(now=now))


def test_a_settled_gift_without_an_entry_is_found(gifts: list[Gift], now: datetime) -> None:
    Gift.objects.create(
        provider="stripe",
        amount_minor=100,
        currency="USD",
        state="settled",
        settled_at=now,
        counted_minor=100,
        created_at=now,
    )

    assert any("stands in no entry" in line for line in differences_within(now=now))


def test_what_went_back_must_agree(gifts: list[Gift], now: datetime) -> None:
    Reversal.objects.filter(kind="refund").update(amount_minor=1)

    assert list(differences_within(now=now)) == [
        f"Gift {gifts[1].pk}: 1 went back by its refunds and disputes, 2000 by the ledger."
    ]


def test_a_gap_in_the_receipts_is_found(gifts: list[Gift], now: datetime) -> None:
    series = ReceiptSeries.objects.create(entity="The Trust", year=2026, last_number=3)
    for number, gift in zip((1, 3), gifts, strict=False):
        Receipt.objects.create(series=series, number=number, gift=gift, issued_at=now)

    assert list(differences_within(now=now)) == [
        "The receipts of The Trust 2026 have a gap: 2 of 3."
    ]


def test_a_page_that_shows_another_amount_is_found(
    gifts: list[Gift], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(campaign: Campaign, **given: Any) -> Any:
        return replace(meter_of(campaign, **given), raised="1 $")

    meter_of = checking.meter_of
    NewsroomSettings.objects.update(currency_sign="after")
    monkeypatch.setattr(checking, "meter_of", wrong)

    assert list(differences_within(now=now)) == [
        "Pages show 1 $ for “records”; the ledger has 130 $."
    ]


def test_a_missing_trigger_is_found(gifts: list[Gift], now: datetime) -> None:
    guards.remove(connection)

    assert len(list(differences_within(now=now))) == len(guards.missing(connection)) > 8
