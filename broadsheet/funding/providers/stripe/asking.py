"""What is asked of Stripe after a gift was made: to give money back, to change, to end."""

from typing import Any

from broadsheet.funding.models import RegularState
from broadsheet.funding.providers.contract import Refused
from broadsheet.funding.providers.stripe.amounts import to_stripe
from broadsheet.funding.providers.stripe.facts import charged_each_time, regular_facts
from broadsheet.funding.providers.stripe.line import Line
from broadsheet.funding.providers.stripe.reading import REFUND, reference, token
from broadsheet.lib.money import Money


def refund(line: Line, *, payment: str, amount: Money, refund_token: str) -> None:
    """Ask for a refund once; two calls. Keys are forgotten after a day, refunds are not."""
    with line.call() as client:
        of_payment: Any = {"payment_intent": payment, "limit": 100}
        known = client.v1.refunds.list(of_payment).to_dict()["data"]
        if any(token(doc, REFUND) == refund_token for doc in known):
            return
        wish: Any = {
            "payment_intent": payment,
            "amount": to_stripe(amount),
            "metadata": {REFUND: refund_token},
        }
        client.v1.refunds.create(wish, {"idempotency_key": f"refund-{refund_token}"})


def change_regular(line: Line, subscription_id: str, *, charged: Money, key: str) -> None:
    """Charge another amount from the next payment on; nothing is charged now. Two calls."""
    with line.call() as client:
        subscription = client.v1.subscriptions.retrieve(subscription_id).to_dict()
        if charged_each_time(subscription) == charged:
            return
        item = subscription["items"]["data"][0]
        price = item["price"]
        every = {"interval": price["recurring"]["interval"]}
        change: Any = {
            "items": [
                {
                    "id": item["id"],
                    "quantity": 1,
                    "price_data": {
                        "currency": charged.currency.lower(),
                        "unit_amount": to_stripe(charged),
                        "product": reference(price["product"]),
                        "recurring": every,
                    },
                }
            ],
            "proration_behavior": "none",
        }
        options: Any = {"idempotency_key": f"{key}-amount"}
        client.v1.subscriptions.update(subscription_id, change, options)


def end_regular(line: Line, subscription_id: str) -> None:
    """End it now. To end is the same any number of times, so Stripe takes no key for it.

    Of one that has ended Stripe says that there is none to end: then it is looked at.
    """
    try:
        with line.call() as client:
            client.v1.subscriptions.cancel(subscription_id, {"prorate": False})
    except Refused:
        with line.call() as client:
            found = client.v1.subscriptions.retrieve(subscription_id).to_dict()
            if regular_facts("", found).state is not RegularState.ENDED:
                raise
