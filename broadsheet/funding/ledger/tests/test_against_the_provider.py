"""The ledger against what the provider of payments says, at the rehearsal."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from broadsheet.funding.ledger.against_provider import differences_with_providers
from broadsheet.funding.ledger.tests.entries import records_fund
from broadsheet.funding.models import BANK, Campaign, Every, Gift, Ledger, NameShown, UnmatchedLine
from broadsheet.funding.providers.contract import Subject, SubjectKind, Unreachable
from broadsheet.funding.providers.registry import stand_in
from broadsheet.funding.providers.rehearsal.testing import Rehearsal, rehearsal
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.settling.pledging import Pledge, begin_checkout, pledge
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.lib.money import Money

pytestmark = pytest.mark.django_db

SINCE = timedelta(days=30)


@pytest.fixture
def fund(newsroom: object) -> Campaign:
    Ledger.objects.create(pk=1, is_rehearsal=True)
    return records_fund()


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearsal(tmp_path) as outside, stand_in("rehearsal", outside.provider):
        yield outside


def differences() -> list[str]:
    return list(differences_with_providers(since=timezone.now() - SINCE))


def give(outside: Rehearsal, campaign: Campaign, amount: Money) -> Gift:
    now = timezone.now()
    wish = Pledge(
        amount=amount,
        cover_minor=0,
        every=Every.ONCE,
        campaign=campaign,
        email="marit@post.example",
        name="",
        name_shown=NameShown.ANONYMOUS,
        shows_amount=False,
        message="",
    )
    gift = pledge(wish, provider_name="rehearsal", now=now)
    begin_checkout(gift, title="", language="en", now=now)
    outside.world.pay(gift.checkout)
    look(outside, gift)
    gift.refresh_from_db()
    return gift


def look(outside: Rehearsal, gift: Gift) -> None:
    subject = Subject(SubjectKind.CHECKOUT, gift.checkout)
    take_in(outside.provider.look_at(subject), now=timezone.now())


def test_what_was_taken_in_agrees(outside: Rehearsal, fund: Campaign) -> None:
    gift = give(outside, fund, Money(5000, "USD"))
    other = give(outside, fund, Money(5000, "EUR"))
    outside.world.refund(gift.payment, amount=1000)
    outside.world.open_dispute(other.payment)
    look(outside, gift)
    look(outside, other)

    assert differences() == []


def test_what_went_back_there_alone_is_found(outside: Rehearsal, fund: Campaign) -> None:
    gift = give(outside, fund, Money(5000, "USD"))
    outside.world.refund(gift.payment, amount=1000)

    found = differences()

    assert f"Gift {gift.pk}: 0.00 USD went back here, 10.00 USD at rehearsal." in found
    assert f"Gift {gift.pk}: 48.25 USD on the account here, 38.25 USD there." in found
    assert any("matches nothing of ours: refund" in line for line in found)


def test_money_that_we_know_nothing_of_is_found_until_it_is_placed(
    outside: Rehearsal, fund: Campaign
) -> None:
    give(outside, fund, Money(5000, "USD"))
    outside.world.charge_account_fee(amount=200)

    [found] = differences()

    assert found.startswith("A line of rehearsal's balance matches nothing of ours: ")
    [line] = [x for x in outside.provider.lines_since(timezone.now() - SINCE) if not x.subject]
    noted = UnmatchedLine.objects.create(
        provider="rehearsal",
        reference=line.reference,
        kind=line.kind,
        currency="USD",
        amount_minor=-200,
        seen_at=timezone.now(),
    )
    assert "waits to be placed" in differences()[0]
    noted.placed_at = timezone.now()
    noted.save()
    assert differences() == []


def test_a_gift_that_the_provider_does_not_know_is_found(
    outside: Rehearsal, fund: Campaign
) -> None:
    gift = give(outside, fund, Money(5000, "USD"))
    Gift.objects.filter(pk=gift.pk).update(payment="pi_never")

    assert f"Gift {gift.pk}: rehearsal knows no payment pi_never." in differences()


def test_an_unreachable_provider_is_said(
    outside: Rehearsal, fund: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(outside, fund, Money(5000, "USD"))

    def silent(subject: Subject) -> None:
        raise Unreachable("No answer.")

    monkeypatch.setattr(outside.provider, "look_at", silent)

    assert differences() == ["rehearsal could not be asked: No answer."]


def test_nobody_is_asked_of_what_staff_wrote_down(newsroom: object) -> None:
    fund = records_fund()
    given = HandedOver(
        amount=Money(1000, "USD"), way=BANK, campaign=fund, arrived_on=fund.starts_at.date(), why=""
    )
    enter_gift(given, by=None, now=fund.starts_at)

    assert differences() == []
