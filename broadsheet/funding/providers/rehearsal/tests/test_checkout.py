"""A gift that is given once, from checkout to charge, through Stripe's own library."""

from datetime import timedelta
from typing import Any

import pytest
from stripe import InvalidRequestError, StripeClient

from broadsheet.conftest import NOON
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.testing import Rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin, params

TOLD_OF_A_GIFT = [
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
]


def test_a_paid_checkout_leads_to_its_charge_and_what_the_balance_got(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    session = begin(stripe)
    assert (session["status"], session["payment_status"]) == ("open", "unpaid")
    assert session["url"].endswith(f"/rehearsal/checkout/{session['id']}/")

    rehearsed.world.pay(session["id"])

    found = stripe.v1.checkout.sessions.retrieve(
        session["id"], {"expand": ["payment_intent.latest_charge.balance_transaction"]}
    ).to_dict()
    assert (found["status"], found["payment_status"], found["url"]) == ("complete", "paid", None)
    assert found["customer_details"]["email"] == "ann@lantern.example"
    intent = found["payment_intent"]
    assert (intent["status"], intent["amount_received"]) == ("succeeded", 2500)
    assert intent["metadata"] == {"gift": "our own token"}
    booked = intent["latest_charge"]["balance_transaction"]
    assert (booked["amount"], booked["fee"], booked["net"]) == (2500, 103, 2397)
    assert booked["exchange_rate"] is None
    assert [event["type"] for event in rehearsed.events()] == TOLD_OF_A_GIFT


def test_a_gift_in_another_currency_is_booked_at_a_rate(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    session = begin(stripe, 1000, currency="eur")
    paid = rehearsed.world.pay(session["id"])

    charge: Any = stripe.v1.payment_intents.retrieve(
        paid["payment_intent"], {"expand": ["latest_charge.balance_transaction"]}
    ).latest_charge

    assert (charge.amount, charge.currency) == (1000, "eur")
    booked = charge.balance_transaction
    assert (booked.amount, booked.currency, booked.exchange_rate) == (1084, "usd", 1.084)


def test_a_declined_card_leaves_the_checkout_open_and_the_next_one_pays_it(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    session = begin(stripe)

    declined = rehearsed.world.pay(session["id"], card=Card.DECLINED)
    intent = stripe.v1.payment_intents.retrieve(declined["payment_intent"])
    paid = rehearsed.world.pay(session["id"], card=Card.WORKS)

    assert declined["status"] == "open"
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.decline_code == "generic_decline"
    assert paid["payment_intent"] == intent.id
    assert paid["payment_status"] == "paid"
    kinds = [event["type"] for event in rehearsed.events()]
    assert kinds[1:3] == ["charge.failed", "payment_intent.payment_failed"]


@pytest.mark.parametrize(
    ("card", "status", "told"),
    [
        (Card.DEBIT, "paid", "checkout.session.async_payment_succeeded"),
        (Card.DEBIT_FAILS, "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_bank_debit_completes_the_checkout_unpaid_and_is_answered_a_minute_later(
    rehearsed: Rehearsal, stripe: StripeClient, card: Card, status: str, told: str
) -> None:
    session = rehearsed.world.pay(begin(stripe)["id"], card=card)
    assert (session["status"], session["payment_status"]) == ("complete", "unpaid")
    assert rehearsed.world.truth().payments == {}

    rehearsed.move_clock(timedelta(seconds=61))

    found = stripe.v1.checkout.sessions.retrieve(session["id"])
    assert found.payment_status == status
    assert rehearsed.events()[-1]["type"] == told
    assert len(rehearsed.world.truth().payments) == (1 if status == "paid" else 0)


def test_a_checkout_expires_by_time_or_by_word_and_cannot_be_paid_then(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    left, given_up, late = begin(stripe), begin(stripe), begin(stripe)
    stripe.v1.checkout.sessions.expire(given_up["id"])
    rehearsed.world.move_clock(timedelta(hours=24, seconds=1))

    # Nobody has come round yet, and the page is closed all the same.
    assert rehearsed.world.pay(late["id"])["status"] == "expired"
    rehearsed.world.come_round()

    for session in (left, given_up, late):
        found = stripe.v1.checkout.sessions.retrieve(session["id"])
        assert (found.status, found.url) == ("expired", None)
        with pytest.raises(ApiError, match="expired, not open"):
            rehearsed.world.pay(session["id"])
    with pytest.raises(InvalidRequestError, match="expired, not open"):
        stripe.v1.checkout.sessions.expire(left["id"])
    assert len(rehearsed.events("checkout.session.expired")) == 3
    assert rehearsed.world.truth().payments == {}


def test_where_bookings_are_late_the_charge_gets_its_line_afterwards(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    rehearsed.world.book_late()
    paid = rehearsed.world.pay(begin(stripe)["id"])

    wish: Any = {"payment_intent": paid["payment_intent"]}
    before = stripe.v1.charges.list(wish).data[0].balance_transaction
    rehearsed.move_clock(timedelta(minutes=1))
    after = stripe.v1.charges.list(wish).data[0].balance_transaction

    assert before is None
    assert str(after).startswith("txn_")
    assert rehearsed.events()[-1]["type"] == "charge.updated"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"bogus": "1"}, "unknown parameter: bogus"),
        ({"mode": "setup"}, "modes payment and subscription"),
        ({"success_url": ""}, "Missing required param: success_url"),
        ({"subscription_data": {"metadata": {"a": "b"}}}, "can not pass `subscription_data`"),
        ({"customer_email": "nobody"}, "Invalid email"),
        ({"expires_at": int(NOON.timestamp()) + 60}, "from 30 minutes to 24 hours"),
        ({"line_items": []}, "line_items"),
        ({"metadata": {"long": "x" * 501}}, "Metadata"),
        ({"payment_intent_data": {"capture_method": "manual"}}, "captures at once"),
    ],
)
def test_what_stripe_would_refuse_is_refused(
    stripe: StripeClient, changed: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidRequestError, match=words):
        stripe.v1.checkout.sessions.create(params() | changed)


@pytest.mark.parametrize(
    ("currency", "amount", "code"),
    [
        ("usd", 49, "amount_too_small"),
        ("usd", 100_000_000, "amount_too_large"),
        ("kwd", 1005, "parameter_invalid_integer"),
        ("ugx", 50_050, "parameter_invalid_integer"),
        ("isk", 50_001, "parameter_invalid_integer"),
    ],
)
def test_amounts_that_cannot_be_charged_are_refused(
    stripe: StripeClient, currency: str, amount: int, code: str
) -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        begin(stripe, amount, currency=currency)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [
        ("ugx", 5_000_000, 50_000),
        ("isk", 150_000, 1_500),
        ("jpy", 700, 700),
        ("bhd", 12_340, 12_340),
        ("kwd", 1_000, 1_000),
        ("huf", 250_000, 250_000),
        ("twd", 30_000, 30_000),
        ("mga", 2_000, 200_000),
        ("usd", 2_500, 2_500),
    ],
)
def test_the_truth_is_told_in_the_smallest_units_of_iso_4217(
    rehearsed: Rehearsal, stripe: StripeClient, currency: str, amount: int, minor: int
) -> None:
    rehearsed.world.pay(begin(stripe, amount, currency=currency)["id"])

    assert rehearsed.world.truth().kept == {currency.upper(): minor}
