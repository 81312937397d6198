"""What Stripe's objects become: payments, regular gifts, payouts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from broadsheet.funding.models import PayoutState, RegularState
from broadsheet.funding.providers.contract import Booked, PaymentFacts, PaymentState
from broadsheet.funding.providers.stripe.facts import (
    Origin,
    origin_of_invoice,
    origin_of_session,
    payment_facts,
    payout_facts,
    regular_facts,
    unpaid_facts,
)
from broadsheet.funding.providers.stripe.tests import objects
from broadsheet.funding.providers.stripe.tests.objects import AT, GIFT, REGULAR
from broadsheet.lib.money import Money

PROVIDER = "stripe"


def test_a_paid_gift_tells_what_was_taken_and_what_was_booked() -> None:
    facts = _facts(objects.intent(), origin=Origin(gift_token=GIFT))

    assert facts.state is PaymentState.PAID
    assert (facts.payment, facts.gift_token, facts.paid) == ("pi_1", GIFT, Money(2500, "USD"))
    assert facts.booked == Booked("txn_2500", Money(2500, "USD"), fee=Money(103, "USD"))
    assert facts.paid_at == datetime.fromtimestamp(AT + 60, UTC)
    assert not facts.refunds
    assert not facts.disputes


@pytest.mark.parametrize(
    ("charged", "booked", "said", "rate"),
    [
        ((1000, "eur"), (1180, "usd"), 1.18, "1.18"),
        ((10_000, "jpy"), (6512, "usd"), 0.0065118, "0.0065118"),
        ((2_000_000, "ugx"), (541, "usd"), 0.0002705, "0.0002705"),
        # Said of Stripe's units, where those are not whole ones: what was booked is right.
        ((2_000_000, "ugx"), (541, "usd"), 0.000002705, "0.0002705"),
        ((10_000, "jpy"), (6512, "usd"), 0.65118, "0.006512"),
        ((5000, "kwd"), (1625, "usd"), None, "3.25"),
        ((1000, "usd"), (1000, "usd"), None, ""),
    ],
)
def test_the_rate_is_of_whole_units_of_both(
    charged: tuple[int, str], booked: tuple[int, str], said: float | None, rate: str
) -> None:
    line = objects.line(booked[0], currency=booked[1], exchange_rate=said)
    charge = objects.charge(charged[0], balance_transaction=line)
    intent = objects.intent(charged[0], currency=charged[1], latest_charge=charge)

    facts = _facts(intent, origin=Origin(gift_token=GIFT))

    assert facts.booked is not None
    assert facts.booked.rate == rate
    assert facts.booked.gross.currency == booked[1].upper()


@pytest.mark.parametrize("line", [None, "txn_1"])
def test_a_payment_that_is_not_booked_yet_is_paid_all_the_same(line: str | None) -> None:
    intent = objects.intent(latest_charge=objects.charge(balance_transaction=line))

    facts = _facts(intent, origin=Origin(gift_token=GIFT))

    assert (facts.state, facts.booked) == (PaymentState.PAID, None)
    assert facts.paid_at == datetime.fromtimestamp(AT, UTC)


@pytest.mark.parametrize(
    ("status", "standing", "state"),
    [
        ("processing", "complete", PaymentState.PROCESSING),
        ("requires_capture", "complete", PaymentState.PROCESSING),
        ("requires_payment_method", "open", PaymentState.OPEN),
        ("requires_payment_method", "", PaymentState.OPEN),
        ("requires_action", "open", PaymentState.OPEN),
        ("requires_payment_method", "complete", PaymentState.FAILED),
        ("requires_payment_method", "void", PaymentState.FAILED),
        ("requires_payment_method", "uncollectible", PaymentState.FAILED),
        ("requires_payment_method", "expired", PaymentState.EXPIRED),
        ("canceled", "complete", PaymentState.FAILED),
        ("canceled", "expired", PaymentState.EXPIRED),
        ("succeeded", "complete", PaymentState.PAID),
    ],
)
def test_a_declined_payment_is_open_for_as_long_as_its_checkout_is(
    status: str, standing: str, state: PaymentState
) -> None:
    facts = _facts(objects.intent(status=status), origin=Origin(standing=standing))

    assert facts.state is state
    assert facts.paid.amount_minor == (2500 if state is PaymentState.PAID else 0)


def test_a_payment_that_stripe_gave_up_was_left() -> None:
    intent = objects.intent(status="canceled", cancellation_reason="automatic")

    assert _facts(intent, origin=Origin()).state is PaymentState.EXPIRED


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        ("open", PaymentState.OPEN),
        ("draft", PaymentState.OPEN),
        ("complete", PaymentState.PROCESSING),
        ("expired", PaymentState.EXPIRED),
        ("void", PaymentState.FAILED),
        ("paid", PaymentState.EXPIRED),
    ],
)
def test_where_no_payment_was_tried_nothing_is_paid(standing: str, state: PaymentState) -> None:
    facts = unpaid_facts(PROVIDER, origin=Origin(standing=standing), currency="ugx")

    assert (facts.state, facts.paid) == (state, Money(0, "UGX"))


def test_a_checkout_carries_our_tokens() -> None:
    both = {"gift": GIFT, "regular": REGULAR}

    origin = origin_of_session(objects.session(metadata=both, subscription="sub_1"))

    assert (origin.checkout, origin.gift_token) == ("cs_1", GIFT)
    assert (origin.regular, origin.regular_token) == ("sub_1", REGULAR)


def test_only_the_first_payment_of_a_regular_gift_is_the_gift_that_was_pledged() -> None:
    first = origin_of_invoice(objects.invoice(reason="subscription_create"))
    later = origin_of_invoice(objects.invoice(reason="subscription_cycle"))

    assert (first.gift_token, first.regular, first.regular_token) == (GIFT, "sub_1", REGULAR)
    assert (later.gift_token, later.regular, later.regular_token) == ("", "sub_1", REGULAR)


def test_an_invoice_of_something_else_is_nobodys() -> None:
    assert origin_of_invoice(objects.invoice(parent=None)) == Origin(standing="paid")


@pytest.mark.parametrize("metadata", [{}, None, {"gift": "a mug"}, {"gift": "1; --"}])
def test_words_that_are_no_token_of_ours_are_none(metadata: dict[str, str] | None) -> None:
    assert origin_of_session(objects.session(metadata=metadata)).gift_token == ""


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("incomplete", RegularState.PENDING),
        ("active", RegularState.ACTIVE),
        ("trialing", RegularState.ACTIVE),
        ("past_due", RegularState.OVERDUE),
        ("unpaid", RegularState.OVERDUE),
        ("paused", RegularState.OVERDUE),
        ("canceled", RegularState.ENDED),
        ("incomplete_expired", RegularState.ENDED),
    ],
)
def test_a_regular_gift_is_in_one_of_four_states(status: str, state: RegularState) -> None:
    facts = regular_facts(PROVIDER, objects.subscription(status=status))

    assert facts.state is state
    assert (facts.reference, facts.token) == ("sub_1", REGULAR)
    assert facts.charged == Money(1500, "USD")
    assert bool(facts.pay_url) is (state is RegularState.OVERDUE)


def test_a_regular_gift_says_when_it_ended() -> None:
    facts = regular_facts(PROVIDER, objects.subscription(status="canceled", ended_at=AT))

    assert facts.ended_at == datetime.fromtimestamp(AT, UTC)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("pending", PayoutState.UNDER_WAY),
        ("in_transit", PayoutState.UNDER_WAY),
        ("paid", PayoutState.PAID),
        ("failed", PayoutState.FAILED),
        ("canceled", PayoutState.FAILED),
    ],
)
def test_a_payout_is_under_way_paid_or_failed(status: str, state: PayoutState) -> None:
    facts = payout_facts(PROVIDER, objects.payout(status=status))

    assert (facts.state, facts.amount) == (state, Money(240_000, "USD"))
    assert facts.arrives_on == date(2026, 6, 21)


def _facts(intent: dict[str, Any], *, origin: Origin) -> PaymentFacts:
    return payment_facts(PROVIDER, intent, origin=origin)
