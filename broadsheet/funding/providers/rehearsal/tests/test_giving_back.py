"""Refunds and disputes, and what they do to the balance and the truth."""

from datetime import timedelta
from typing import Any

import pytest
from stripe import InvalidRequestError, StripeClient

from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.testing import Rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin


@pytest.fixture
def payment(rehearsed: Rehearsal, stripe: StripeClient) -> str:
    return str(rehearsed.world.pay(begin(stripe)["id"])["payment_intent"])


def charge_of(stripe: StripeClient, payment: str) -> dict[str, Any]:
    wish: Any = {"expand": ["latest_charge.refunds.data.balance_transaction"]}
    intent = stripe.v1.payment_intents.retrieve(payment, wish).to_dict()
    return dict(intent["latest_charge"])


def test_refunds_in_part_add_up_and_more_than_is_left_is_refused(
    rehearsed: Rehearsal, stripe: StripeClient, payment: str
) -> None:
    stripe.v1.refunds.create({"payment_intent": payment, "amount": 1000})
    with pytest.raises(InvalidRequestError, match="greater than unrefunded amount"):
        stripe.v1.refunds.create({"payment_intent": payment, "amount": 1501})
    partly = charge_of(stripe, payment)
    stripe.v1.refunds.create({"payment_intent": payment, "metadata": {"refund": "ours"}})
    wholly = charge_of(stripe, payment)
    with pytest.raises(InvalidRequestError) as refusal:
        stripe.v1.refunds.create({"payment_intent": payment})

    assert (partly["amount_refunded"], partly["refunded"]) == (1000, False)
    assert (wholly["amount_refunded"], wholly["refunded"]) == (2500, True)
    last, first = wholly["refunds"]["data"]
    assert (last["amount"], last["metadata"], last["status"]) == (
        1500,
        {"refund": "ours"},
        "succeeded",
    )
    assert (first["balance_transaction"]["amount"], first["balance_transaction"]["fee"]) == (
        -1000,
        0,
    )
    assert refusal.value.code == "charge_already_refunded"
    assert rehearsed.world.truth().payments[payment].refunded == 2500


def test_a_pending_refund_goes_through_later(
    rehearsed: Rehearsal, stripe: StripeClient, payment: str
) -> None:
    rehearsed.world.let_refunds_wait()
    asked = stripe.v1.refunds.create({"payment_intent": payment})
    assert (asked.status, asked.balance_transaction) == ("pending", None)
    assert rehearsed.world.truth().payments[payment].refunded == 0

    rehearsed.move_clock(timedelta(minutes=2))

    made = stripe.v1.refunds.retrieve(asked.id)
    assert (made.status, made.balance_transaction is None) == ("succeeded", False)
    assert rehearsed.world.truth().payments[payment].refunded == 2500


@pytest.mark.parametrize("was_pending", [True, False])
def test_a_refund_that_fails_brings_back_what_had_left(
    rehearsed: Rehearsal, stripe: StripeClient, payment: str, was_pending: bool
) -> None:
    rehearsed.world.let_refunds_wait(is_so=was_pending)
    asked = stripe.v1.refunds.create({"payment_intent": payment})

    rehearsed.world.fail_refund(asked.id)

    failed = stripe.v1.refunds.retrieve(asked.id).to_dict()
    assert failed["status"] == "failed"
    assert ("failure_balance_transaction" in failed) is not was_pending
    assert charge_of(stripe, payment)["amount_refunded"] == 0
    lines = stripe.v1.balance_transactions.list({"source": asked.id}).data
    assert sum(line.net for line in lines) == 0
    assert [line.type for line in lines] == ([] if was_pending else ["refund_failure", "refund"])
    assert rehearsed.world.truth().kept == {"USD": 2500}
    with pytest.raises(ApiError):
        rehearsed.world.fail_refund(asked.id)


def test_a_dispute_takes_amount_and_fee_and_gives_the_amount_back_when_won(
    rehearsed: Rehearsal, stripe: StripeClient, payment: str
) -> None:
    opened = rehearsed.world.open_dispute(payment)
    assert rehearsed.world.truth().kept == {"USD": 0}
    assert charge_of(stripe, payment)["disputed"] is True
    with pytest.raises(InvalidRequestError) as refusal:
        stripe.v1.refunds.create({"payment_intent": payment})
    assert refusal.value.code == "charge_disputed"

    rehearsed.world.close_dispute(opened["id"], won=True)

    found = stripe.v1.disputes.list({"payment_intent": payment}).data[0]
    assert found.status == "won"
    assert [(line.amount, line.fee) for line in found.balance_transactions] == [
        (-2500, 1500),
        (2500, 0),
    ]
    assert rehearsed.world.truth().kept == {"USD": 2500}
    assert [event["type"] for event in rehearsed.events()][-2:] == [
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
    ]
    with pytest.raises(ApiError, match="closed already"):
        rehearsed.world.close_dispute(opened["id"], won=False)


def test_a_lost_dispute_keeps_the_money_and_takes_only_what_was_not_refunded(
    rehearsed: Rehearsal, stripe: StripeClient, payment: str
) -> None:
    stripe.v1.refunds.create({"payment_intent": payment, "amount": 700})

    opened = rehearsed.world.open_dispute(payment)
    rehearsed.world.close_dispute(opened["id"], won=False)

    assert opened["amount"] == 1800
    told = rehearsed.world.truth().payments[payment]
    assert (told.paid, told.refunded, told.disputed, told.kept) == (2500, 700, 1800, 0)
    with pytest.raises(ApiError, match="cannot be disputed"):
        rehearsed.world.open_dispute(payment)


def test_what_was_not_paid_cannot_be_given_back(rehearsed: Rehearsal, stripe: StripeClient) -> None:
    with pytest.raises(InvalidRequestError, match="No such payment_intent"):
        stripe.v1.refunds.create({"payment_intent": "pi_of_nobody"})
    with pytest.raises(InvalidRequestError, match="charge, payment_intent"):
        stripe.v1.refunds.create({"amount": 100})
