"""Payouts: what they gather, and that nothing is paid out twice or left behind."""

from datetime import timedelta
from typing import Any

from stripe import StripeClient

from broadsheet.funding.providers.rehearsal.testing import Rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import begin


def test_a_payout_gathers_what_is_available_and_its_lines_add_up_to_it(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    gift = rehearsed.world.pay(begin(stripe, 10_000)["id"])
    stripe.v1.refunds.create({"payment_intent": gift["payment_intent"], "amount": 500})
    rehearsed.world.charge_account_fee(amount=200)
    assert rehearsed.world.make_payout() is None  # the gift is available in two days

    rehearsed.world.move_clock(timedelta(days=2))
    late = rehearsed.world.pay(begin(stripe, 3000)["id"])
    sent = rehearsed.world.make_payout()

    assert sent is not None
    wish: Any = {"payout": sent["id"], "limit": 100}
    lines = stripe.v1.balance_transactions.list(wish).data
    own = [line for line in lines if line.type == "payout"]
    assert sorted(line.type for line in lines) == ["charge", "payout", "refund", "stripe_fee"]
    assert sum(line.net for line in lines) == 0
    assert own[0].net == -sent["amount"] == -(10_000 - 320 - 500 - 200)
    assert late["payment_intent"] not in [line.source for line in lines]
    assert rehearsed.world.make_payout() is None


def test_a_payout_arrives_the_next_day_and_what_comes_later_goes_with_the_next_one(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    rehearsed.world.pay(begin(stripe, 10_000)["id"])
    rehearsed.world.come_round()
    for _ in range(4):
        rehearsed.move_clock(timedelta(days=1))
    rehearsed.world.pay(begin(stripe, 4000)["id"])
    for _ in range(4):
        rehearsed.move_clock(timedelta(days=1))

    sent = stripe.v1.payouts.list({}).data

    assert [(one.amount, one.status) for one in sent] == [(3854, "paid"), (9680, "paid")]
    assert len({one.id for one in stripe.v1.payouts.list({"status": "paid"}).data}) == 2
    kinds = [event["type"] for event in rehearsed.events() if event["type"].startswith("payout")]
    assert kinds == ["payout.created", "payout.reconciliation_completed", "payout.paid"] * 2


def test_a_payout_that_fails_puts_its_money_into_the_next_one(
    rehearsed: Rehearsal, stripe: StripeClient
) -> None:
    rehearsed.world.pay(begin(stripe, 10_000)["id"])
    rehearsed.world.move_clock(timedelta(days=3))
    first = rehearsed.world.make_payout()
    assert first is not None

    failed = rehearsed.world.fail_payout(first["id"])
    again = rehearsed.world.make_payout()

    assert (failed["status"], failed["failure_code"]) == ("failed", "account_closed")
    assert again is not None
    assert again["amount"] == first["amount"]
