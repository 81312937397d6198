"""Regular gifts: begun, renewed, failed, made up, changed and ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from stripe import InvalidRequestError, StripeClient

from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.regular import after_months
from broadsheet.funding.providers.rehearsal.testing import Rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin

FIRST_TOLD = [
    "payment_intent.created", "customer.created", "customer.subscription.created",
    "invoice.created", "invoice.finalized", "charge.succeeded", "payment_intent.succeeded",
    "invoice_payment.paid", "invoice.paid", "invoice.payment_succeeded",
    "customer.subscription.updated", "checkout.session.completed",
]  # fmt: skip


@pytest.fixture
def monthly(rehearsed: Rehearsal, stripe: StripeClient) -> str:
    session = rehearsed.world.pay(begin(stripe, 1200, interval="month")["id"])
    return str(session["subscription"])


def test_the_first_payment_leads_from_the_invoice_to_the_charge(
    rehearsed: Rehearsal, stripe: StripeClient, monthly: str
) -> None:
    wish: Any = {"expand": ["latest_invoice.payments"]}
    running = stripe.v1.subscriptions.retrieve(monthly, wish).to_dict()
    invoice = running["latest_invoice"]
    intent = invoice["payments"]["data"][0]["payment"]["payment_intent"]

    assert running["status"] == "active"
    assert running["metadata"] == {"gift": "our own token"}
    assert (invoice["status"], invoice["amount_paid"]) == ("paid", 1200)
    assert invoice["billing_reason"] == "subscription_create"
    source = invoice["parent"]["subscription_details"]
    assert (source["subscription"], source["metadata"]) == (monthly, {"gift": "our own token"})
    # Stripe copies no metadata to an invoice's payment: the way back is by the invoice.
    assert stripe.v1.payment_intents.retrieve(intent).metadata.to_dict() == {}
    back: Any = {"payment": {"type": "payment_intent", "payment_intent": intent}}
    assert stripe.v1.invoice_payments.list(back).data[0].invoice == invoice["id"]
    assert [event["type"] for event in rehearsed.events()] == FIRST_TOLD


def test_time_renews_it_each_month_on_its_day(
    rehearsed: Rehearsal, stripe: StripeClient, monthly: str
) -> None:
    rehearsed.move_clock(timedelta(days=92))

    invoices = stripe.v1.invoices.list({"subscription": monthly}).data
    item = stripe.v1.subscriptions.retrieve(monthly).to_dict()["items"]["data"][0]
    assert [invoice.status for invoice in invoices] == ["paid"] * 4
    assert {invoice.billing_reason for invoice in invoices[:3]} == {"subscription_cycle"}
    assert datetime.fromtimestamp(item["current_period_end"], UTC).day == 4
    assert rehearsed.world.truth().kept == {"USD": 4800}


def test_a_payment_that_fails_leaves_it_overdue_until_it_is_made_up(
    rehearsed: Rehearsal, stripe: StripeClient, monthly: str
) -> None:
    overdue = rehearsed.world.renew(monthly, succeeds=False)
    invoice = stripe.v1.invoices.retrieve(overdue["latest_invoice"])
    assert (overdue["status"], invoice.status, invoice.attempt_count) == ("past_due", "open", 1)
    assert invoice.hosted_invoice_url == f"{rehearsed.world.pages}{invoice.id}/"
    assert invoice.next_payment_attempt is not None

    rehearsed.world.pay_invoice(overdue["latest_invoice"])

    assert stripe.v1.subscriptions.retrieve(monthly).status == "active"
    assert stripe.v1.invoices.retrieve(overdue["latest_invoice"]).status == "paid"
    assert rehearsed.world.truth().kept == {"USD": 2400}


def test_after_four_attempts_it_is_given_up(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    session = begin(stripe, 1200, interval="month")
    paid = rehearsed.world.pay(session["id"], card=Card.WORKS_ONCE)

    rehearsed.move_clock(timedelta(days=31))
    for _ in range(3):
        rehearsed.move_clock(timedelta(days=4))

    ended = stripe.v1.subscriptions.retrieve(paid["subscription"]).to_dict()
    assert (ended["status"], ended["cancellation_details"]["reason"]) == (
        "canceled",
        "payment_failed",
    )
    assert len(rehearsed.events("invoice.payment_failed")) == 4
    assert rehearsed.events()[-1]["type"] == "customer.subscription.deleted"
    assert rehearsed.world.come_round() == 0
    assert rehearsed.world.truth().kept == {"USD": 1200}


def test_another_amount_is_charged_from_the_next_payment_on(
    rehearsed: Rehearsal, stripe: StripeClient, monthly: str
) -> None:
    item = stripe.v1.subscriptions.retrieve(monthly).to_dict()["items"]["data"][0]
    price = {"currency": "usd", "unit_amount": 1500, "recurring": {"interval": "month"}}
    change: Any = {
        "items": [{"id": item["id"], "price_data": price | {"product": item["price"]["product"]}}],
        "proration_behavior": "none",
    }

    stripe.v1.subscriptions.update(monthly, change)
    assert rehearsed.world.truth().kept == {"USD": 1200}
    rehearsed.world.renew(monthly)

    assert rehearsed.world.truth().kept == {"USD": 2700}
    with pytest.raises(InvalidRequestError, match="does not prorate"):
        stripe.v1.subscriptions.update(monthly, {**change, "proration_behavior": "always_invoice"})


def test_an_ended_one_is_renewed_no_more_and_cannot_be_ended_again(
    rehearsed: Rehearsal, stripe: StripeClient, monthly: str
) -> None:
    ended = stripe.v1.subscriptions.cancel(monthly)

    assert (ended.status, ended.ended_at is None) == ("canceled", False)
    with pytest.raises(InvalidRequestError) as refusal:
        stripe.v1.subscriptions.cancel(monthly)
    assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    with pytest.raises(ApiError):
        rehearsed.world.renew(monthly)
    rehearsed.move_clock(timedelta(days=70))
    assert rehearsed.world.truth().kept == {"USD": 1200}


def test_one_that_is_to_end_with_its_period_ends_then(
    rehearsed: Rehearsal, stripe: StripeClient, monthly: str
) -> None:
    stripe.v1.subscriptions.update(monthly, {"cancel_at_period_end": True})
    rehearsed.move_clock(timedelta(days=20))
    assert stripe.v1.subscriptions.retrieve(monthly).status == "active"

    rehearsed.move_clock(timedelta(days=20))

    assert stripe.v1.subscriptions.retrieve(monthly).status == "canceled"
    assert rehearsed.world.truth().kept == {"USD": 1200}


def test_a_declined_first_payment_makes_no_regular_gift(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    session = begin(stripe, 1200, interval="year")

    declined = rehearsed.world.pay(session["id"], card=Card.DECLINED)
    paid = rehearsed.world.pay(session["id"])

    assert (declined["status"], declined["subscription"]) == ("open", None)
    assert paid["subscription"] is not None
    assert rehearsed.world.truth().kept == {"USD": 1200}


@pytest.mark.parametrize(
    ("card", "status", "paid"), [(Card.DEBIT, "active", 1200), (Card.DEBIT_FAILS, "past_due", 0)]
)
def test_a_first_debit_is_answered_later(
    rehearsed: Rehearsal, stripe: StripeClient, card: Card, status: str, paid: int
) -> None:
    session = rehearsed.world.pay(begin(stripe, 1200, interval="month")["id"], card=card)
    assert session["payment_status"] == "unpaid"

    rehearsed.move_clock(timedelta(minutes=2))

    assert stripe.v1.subscriptions.retrieve(session["subscription"]).status == status
    assert sum(rehearsed.world.truth().kept.values()) == paid
    assert rehearsed.events()[-1]["type"].startswith("checkout.session.async_payment_")


def test_the_last_day_of_a_month_stays_the_last() -> None:
    start = int(datetime(2028, 1, 31, 8, tzinfo=UTC).timestamp())

    days = [datetime.fromtimestamp(after_months(start, n), UTC).date() for n in (1, 2, 12, 13)]

    assert [str(day) for day in days] == ["2028-02-29", "2028-03-31", "2029-01-31", "2029-02-28"]
