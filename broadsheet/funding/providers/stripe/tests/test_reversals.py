"""What goes back: refunds, disputes, and money that was never there."""

from typing import Any

import pytest

from broadsheet.funding.models import ReversalState
from broadsheet.funding.providers.contract import Booked, DisputeFacts, PaymentState
from broadsheet.funding.providers.stripe.facts import Origin, payment_facts
from broadsheet.funding.providers.stripe.reversals import dispute_facts, refund_facts
from broadsheet.funding.providers.stripe.tests import objects
from broadsheet.funding.providers.stripe.tests.objects import AT, GIFT, REFUND
from broadsheet.lib.money import Money

CHARGED = Money(2500, "USD")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", ReversalState.PENDING),
        ("requires_action", ReversalState.PENDING),
        ("succeeded", ReversalState.MADE),
        ("failed", ReversalState.FAILED),
        ("canceled", ReversalState.FAILED),
    ],
)
def test_a_refund_carries_our_token_and_what_left(status: str, state: ReversalState) -> None:
    facts = refund_facts(objects.refund(status=status))

    assert (facts.reference, facts.token, facts.state) == ("re_1", REFUND, state)
    assert facts.amount == Money(1000, "USD")
    assert facts.booked == Booked("txn_-1000", Money(-1000, "USD"), fee=Money(0, "USD"))


def test_a_refund_that_failed_tells_what_came_back() -> None:
    back = objects.line(1000, type="refund_failure")

    facts = refund_facts(objects.refund(status="failed", failure_balance_transaction=back))

    assert facts.returned == Booked("txn_1000", Money(1000, "USD"), fee=Money(0, "USD"))


def test_a_refund_made_at_stripe_itself_has_no_token() -> None:
    assert refund_facts(objects.refund(metadata={})).token == ""


def test_a_refund_in_another_currency_than_the_balances_has_its_own_rate() -> None:
    line = objects.line(-1200, exchange_rate=1.2)

    facts = refund_facts(objects.refund(currency="eur", balance_transaction=line))

    assert facts.amount == Money(1000, "EUR")
    assert facts.booked is not None
    assert (facts.booked.gross, facts.booked.rate) == (Money(-1200, "USD"), "1.2")


def test_an_open_dispute_has_taken_the_money_and_a_fee() -> None:
    (facts,) = _disputes(objects.dispute(objects.line(-2500, fee=1500)))

    assert (facts.reference, facts.state) == ("du_1", ReversalState.OPEN)
    assert facts.amount == CHARGED
    assert facts.taken == Booked("txn_-2500", Money(-2500, "USD"), fee=Money(1500, "USD"))
    assert facts.returned is None


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("under_review", ReversalState.OPEN),
        ("lost", ReversalState.LOST),
        ("appeal_needs_response", ReversalState.LOST),
        ("appeal_under_review", ReversalState.LOST),
        ("won", ReversalState.WON),
    ],
)
def test_a_dispute_is_open_lost_or_won(status: str, state: ReversalState) -> None:
    (facts,) = _disputes(objects.dispute(objects.line(-2500), status=status))

    assert facts.state is state


def test_a_dispute_that_was_won_has_given_the_money_back() -> None:
    lines = [objects.line(2500, created=AT + 900), objects.line(-2500, fee=1500)]

    (facts,) = _disputes(objects.dispute(*lines, status="won"))

    assert facts.state is ReversalState.WON
    assert facts.returned == Booked("txn_2500", Money(2500, "USD"), fee=Money(0, "USD"))


def test_what_is_taken_again_after_it_was_won_is_another_dispute() -> None:
    lines = [
        objects.line(-2500, created=AT),
        objects.line(2500, created=AT + 1),
        objects.line(-2500, created=AT + 2),
    ]

    first, second = _disputes(objects.dispute(*lines, status="lost"))

    assert (first.reference, first.state) == ("du_1", ReversalState.WON)
    assert (second.reference, second.state) == ("du_1/2", ReversalState.LOST)


@pytest.mark.parametrize("status", ["warning_needs_response", "warning_closed", "prevented"])
def test_an_inquiry_takes_no_money_and_is_no_dispute(status: str) -> None:
    assert _disputes(objects.dispute(status=status)) == []


@pytest.mark.parametrize(("amount", "currency"), [(2600, "usd"), (2400, "eur")])
def test_no_more_is_disputed_than_was_charged(amount: int, currency: str) -> None:
    dispute = objects.dispute(objects.line(-2600), amount=amount, currency=currency)

    (facts,) = _disputes(dispute)

    assert facts.amount == CHARGED


def test_a_debit_that_the_bank_took_back_is_a_lost_dispute() -> None:
    gone = objects.line(-2500, fee=400, type="payment_failure_refund")
    charge = objects.charge(failure_balance_transaction=gone)
    intent = objects.intent(status="requires_payment_method", latest_charge=charge)

    facts = payment_facts("stripe", intent, origin=Origin(gift_token=GIFT, standing="complete"))

    assert (facts.state, facts.paid) == (PaymentState.PAID, CHARGED)
    (lost,) = facts.disputes
    assert (lost.reference, lost.state, lost.amount) == ("ch_1", ReversalState.LOST, CHARGED)
    assert lost.taken == Booked("txn_-2500", Money(-2500, "USD"), fee=Money(400, "USD"))


def _disputes(*disputes: dict[str, Any]) -> list[DisputeFacts]:
    return list(dispute_facts(disputes, charged=CHARGED))
