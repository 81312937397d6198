"""Lines that match nothing, payouts, and regular gifts that are ended on their donor's wish."""

from datetime import datetime
from typing import Any

import pytest

from broadsheet.conftest import Visitor
from broadsheet.funding.desk.tests.conftest import DESK
from broadsheet.funding.models import (
    Donor,
    Entry,
    EntryKind,
    Every,
    Gift,
    GiftState,
    Payout,
    ProviderEvent,
    RegularGift,
    RegularState,
    UnmatchedLine,
)
from broadsheet.funding.providers.contract import Unreachable
from broadsheet.funding.settling import regulars
from broadsheet.readers.models import User

PAYOUTS = f"{DESK}payouts/"


@pytest.fixture
def line(campaign: object, now: datetime) -> UnmatchedLine:
    payout = Payout.objects.create(
        provider="stripe", reference="po_1", currency="USD", amount_minor=45210, state="paid",
        arrives_on=now.date(), reconciled_at=now,
    )  # fmt: skip
    return UnmatchedLine.objects.create(
        provider="stripe", reference="txn_9", payout=payout, kind="stripe_fee", currency="USD",
        amount_minor=-214, seen_at=now, words="Billing fee",
    )  # fmt: skip


@pytest.fixture
def regular(campaign: object, now: datetime) -> RegularGift:
    donor = Donor.objects.create(address="una@lantern.example", address_key="k", created_at=now)
    made = RegularGift.objects.create(
        provider="stripe", reference="sub_1", donor=donor, amount_minor=1000, cover_minor=59,
        currency="USD", every=Every.MONTH, state=RegularState.ACTIVE, created_at=now,
    )  # fmt: skip
    Gift.objects.create(
        provider="stripe", regular=made, amount_minor=1000, currency="USD", created_at=now,
        state=GiftState.PROCESSING,
    )  # fmt: skip
    return made


class Answering:
    """A provider that ends what it is asked to end."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def end_regular(self, reference: str, *, key: str) -> None:
        self.ended.append(reference)


def test_a_line_is_placed_once_with_who_and_why(
    desk: Visitor, line: UnmatchedLine, ada: User
) -> None:
    before = desk.get(PAYOUTS).text
    path = f"{PAYOUTS}lines/{line.pk}/"

    refused = [desk.post(path, sent, follow=True).text for sent in (
        {"account": "fees", "why": ""}, {"account": "gifts", "why": "mine"}, {},
    )]  # fmt: skip
    assert not Entry.objects.exists()
    done = desk.post(path, {"account": "fees", "why": "invoice 12"}, follow=True).text
    again = desk.post(path, {"account": "bank", "why": "no"}, follow=True).text

    entry = Entry.objects.get()
    postings = set(entry.postings.values_list("account", "amount_minor"))
    line.refresh_from_db()
    assert "-2.14 $" in before
    assert "1 line to be placed" in before
    assert "Say why" in refused[0]
    assert (entry.kind, postings) == (EntryKind.FEE, {("stripe", -214), ("fees", 214)})
    assert (line.placed_by, line.why) == (ada, "invoice 12")
    assert "the ledger has an entry of it" in done
    assert "Somebody else has placed this line." in again
    assert "invoice 12" in again


def test_events_that_wait_are_listed_with_the_reason(
    desk: Visitor, line: UnmatchedLine, now: datetime
) -> None:
    common = {"provider": "stripe", "kind": "charge.refunded", "received_at": now}
    ProviderEvent.objects.create(event="e1", error="There is no rate.", looks=3, **common)
    ProviderEvent.objects.create(event="e2", error="done with", done_at=now, **common)

    page = desk.get(PAYOUTS).text

    assert "There is no rate." in page
    assert "done with" not in page
    assert "452.10 $" in page


def test_a_regular_gift_is_found_by_its_state(desk: Visitor, regular: RegularGift) -> None:
    page = desk.get(f"{DESK}regular/?state=active").text

    assert "una@lantern.example" in page
    assert "0 times" in page
    assert "There is none." in desk.get(f"{DESK}regular/?state=ended").text
    assert "una@lantern.example" in desk.get(f"{DESK}regular/?state=strange").text


def test_a_regular_gift_is_ended_with_a_reason_and_once(
    desk: Visitor, regular: RegularGift, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe = Answering()
    monkeypatch.setattr(regulars, "provider", lambda _name: stripe)
    path = f"{DESK}regular/{regular.pk}/"

    without = desk.post(f"{path}end/", {"why": ""}, follow=True).text
    assert not stripe.ended
    done = desk.post(f"{path}end/", {"why": "wrote a letter"}, follow=True).text
    again = desk.post(f"{path}end/", {"why": "wrote a letter"}, follow=True).text

    regular.refresh_from_db()
    assert "Say why" in without
    assert (regular.state, stripe.ended) == (RegularState.ENDED, ["sub_1"])
    assert "nothing more is taken" in done
    assert "0.59 $" in done
    assert "has ended already" in again
    change = regular.changes.get(by=ada)
    assert change.why == "wrote a letter"


def test_a_provider_that_does_not_answer_is_asked_again(
    desk: Visitor, regular: RegularGift, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_name: str) -> Any:
        raise Unreachable("no answer")

    monkeypatch.setattr(regulars, "provider", silent)

    page = desk.post(f"{DESK}regular/{regular.pk}/end/", {"why": "a letter"}, follow=True).text

    regular.refresh_from_db()
    assert "it is asked again by itself. (no answer)" in page
    assert "It is to end" in page
    assert (regular.state, regular.is_ending) == (RegularState.ACTIVE, True)
