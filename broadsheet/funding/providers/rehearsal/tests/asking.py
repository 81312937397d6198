"""What the tests ask of the API, as a site would."""

from typing import Any

from stripe import StripeClient

from broadsheet.funding.providers.rehearsal.shapes.base import API_VERSION
from broadsheet.funding.providers.rehearsal.testing import Rehearsal

DONE = "http://lantern.example/thanks/{CHECKOUT_SESSION_ID}/"


def params(
    amount: int = 2500, *, currency: str = "usd", interval: str = "", **more: Any
) -> dict[str, Any]:
    """The parameters of a checkout, for once or for every `interval`."""
    price: dict[str, Any] = {
        "currency": currency,
        "unit_amount": amount,
        "product_data": {"name": "A new press"},
    }
    metadata = {"metadata": {"gift": "our own token"}}
    if interval:
        price["recurring"] = {"interval": interval}
    wish: dict[str, Any] = {
        "mode": "subscription" if interval else "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": DONE,
        "cancel_url": "http://lantern.example/support/",
        "customer_email": "ann@lantern.example",
        "subscription_data" if interval else "payment_intent_data": metadata,
        **metadata,
    }
    return wish | more


def begin(stripe: StripeClient, amount: int = 2500, **wishes: Any) -> dict[str, Any]:
    made: Any = stripe.v1.checkout.sessions.create(params(amount, **wishes))
    return dict(made.to_dict())


def client_for(rehearsed: Rehearsal) -> StripeClient:
    return StripeClient(
        rehearsed.key,
        stripe_version=API_VERSION,
        base_addresses={"api": rehearsed.base_url},
        max_network_retries=0,
    )
