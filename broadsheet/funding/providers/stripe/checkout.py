"""Checkouts: pages of Stripe's on which donors pay, once or again and again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from broadsheet.funding.models import Every
from broadsheet.funding.providers.contract import Checkout, Order
from broadsheet.funding.providers.stripe.amounts import to_stripe
from broadsheet.funding.providers.stripe.line import KeyWasUsed, Line
from broadsheet.funding.providers.stripe.reading import GIFT, REGULAR, Doc, token

# The languages that Stripe's page speaks; any other is chosen by the donor's browser.
# Source: docs.stripe.com/api/checkout/sessions/create, `locale`.
_LANGUAGES = frozenset({
    "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA",
    "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR",
    "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
})  # fmt: skip
# A checkout is begun soon after our row, or by a sweep while keys are remembered; clocks differ.
_BEFORE, _AFTER = timedelta(minutes=5), timedelta(hours=26)


def begin_checkout(line: Line, order: Order) -> Checkout:
    """Begin it, or return the one begun before with the same key.

    An order that was made up again with other words, as after the campaign was renamed, finds
    the checkout of the first one.
    """
    try:
        with line.call() as client:
            options: Any = {"idempotency_key": f"{order.key}-checkout"}
            session = client.v1.checkout.sessions.create(_params(order), options)
            return _checkout(session.to_dict())
    except KeyWasUsed:
        found = find_checkout(line, order)
        if found is None:
            raise
        return found


def find_checkout(line: Line, order: Order) -> Checkout | None:
    """Among all that were begun in those hours, the one that carries our token."""
    first, last = order.created_at - _BEFORE, order.created_at + _AFTER
    within = {"gte": _seconds(first), "lte": _seconds(last)}

    def fetch(client: Any, cursor: Mapping[str, Any]) -> Any:
        return client.v1.checkout.sessions.list({**cursor, "created": within})

    for session in line.pages(fetch, read=lambda doc: doc):
        if token(session, GIFT) == order.gift_token:
            return _checkout(session)
    return None


def _params(order: Order) -> Any:
    """Made of the order alone: with the same key Stripe wants the same words."""
    metadata = {GIFT: order.gift_token}
    if order.regular_token:
        metadata[REGULAR] = order.regular_token
    params = {
        "client_reference_id": order.gift_token,
        "metadata": metadata,
        "line_items": [{"quantity": 1, "price_data": _price(order)}],
        "success_url": order.done_url,
        "cancel_url": order.cancelled_url,
        "locale": _locale(order.language),
        # Else the donor may pay in another currency than the one that was pledged.
        "adaptive_pricing": {"enabled": False},
    }
    if order.email:
        params["customer_email"] = order.email
    return {**params, **(_again(metadata) if order.regular_token else _once(metadata))}


def _once(metadata: Mapping[str, str]) -> dict[str, Any]:
    return {
        "mode": "payment",
        "submit_type": "donate",
        # Captured at once, so that a payment is booked with its fee by the time it is told.
        "payment_intent_data": {"metadata": metadata, "capture_method": "automatic"},
    }


def _again(metadata: Mapping[str, str]) -> dict[str, Any]:
    return {"mode": "subscription", "subscription_data": {"metadata": metadata}}


def _price(order: Order) -> dict[str, Any]:
    price = {
        "currency": order.charged.currency.lower(),
        "unit_amount": to_stripe(order.charged),
        "product_data": {"name": order.title or "–"},
    }
    if order.every is Every.ONCE:
        return price
    return {**price, "recurring": {"interval": str(order.every)}}


def _locale(language: str) -> str:
    base, _, region = language.partition("-")
    if base in ("no", "nn"):
        return "nb"
    exact = f"{base}-{region.upper()}" if region else base
    return next((name for name in (exact, base) if name in _LANGUAGES), "auto")


def _checkout(session: Doc) -> Checkout:
    """Of one that is over Stripe no longer tells the address."""
    return Checkout(reference=session["id"], url=session.get("url") or "")


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
