"""POST /v1/checkout/sessions: its parameters read, refused where Stripe would refuse them."""

from typing import Any

from broadsheet.funding.providers.rehearsal.api.catalogue import check_amount, inline_price
from broadsheet.funding.providers.rehearsal.api.forms import (
    Params,
    metadata,
    need,
    refuse_unknown,
    whole,
)
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import wrong
from broadsheet.funding.providers.rehearsal.shapes.checkout import checkout_session, session_line
from broadsheet.funding.providers.rehearsal.store import Doc

DAY = 86400
HALF_AN_HOUR = 1800
KNOWN = (
    "mode", "line_items", "metadata", "payment_intent_data", "subscription_data", "success_url",
    "cancel_url", "customer", "customer_email", "customer_creation", "client_reference_id",
    "expires_at", "locale", "submit_type", "payment_method_types", "currency",
    "billing_address_collection", "allow_promotion_codes", "adaptive_pricing", "ui_mode",
    "automatic_tax", "excluded_payment_method_types", "payment_method_collection",
)  # fmt: skip


def begin(core: Core, params: Params) -> Doc:
    """A new session, whose page is the rehearsal's own."""
    refuse_unknown(params, *KNOWN)
    mode = _mode(params)
    need(params, "success_url")
    line = _only_line(params)
    price, words = _price(core, line, mode=mode)
    _check_email(params)
    now = core.now()
    asked: dict[str, Any] = {**params, "metadata": metadata(params)}
    session = checkout_session(
        mode=mode,
        amount=price["unit_amount"],
        currency=price["currency"],
        now=now,
        expires_at=_expiry(params, now),
        asked=asked,
    )
    session["url"] = f"{core.pages}{session['id']}/"
    lines = [session_line(price=price, amount=price["unit_amount"], words=words)]
    note = {"price": price["id"], "lines": lines} | _later(params, mode)
    return core.store.add(session, note=note, due=session["expires_at"])


def _mode(params: Params) -> str:
    mode = need(params, "mode")
    other = {"payment": "subscription_data", "subscription": "payment_intent_data"}.get(mode)
    if other is None:
        raise wrong("The rehearsal knows the modes payment and subscription.", param="mode")
    if other in params:
        raise wrong(f"You can not pass `{other}` in `{mode}` mode.", param=other)
    if mode == "subscription" and ("submit_type" in params or "customer_creation" in params):
        raise wrong("submit_type and customer_creation are for `payment` mode.")
    return str(mode)


def _only_line(params: Params) -> Params:
    lines = need(params, "line_items")
    if not isinstance(lines, list) or len(lines) != 1:
        raise wrong("The rehearsal takes one line.", param="line_items")
    refuse_unknown(lines[0], "price", "price_data", "quantity")
    if whole(lines[0], "quantity", 0) != 1:
        raise wrong("The rehearsal takes a quantity of 1.", param="line_items[0][quantity]")
    return dict(lines[0])


def _price(core: Core, line: Params, *, mode: str) -> tuple[Doc, str]:
    if "price" in line:
        price = core.get(line["price"], kind="price", param="line_items[0][price]", status=400)
    else:
        price = inline_price(core, need(line, "price_data"), may_name_product=True)
    if bool(price["recurring"]) != (mode == "subscription"):
        raise wrong("Recurring prices are for `subscription` mode, and it needs one.")
    check_amount(price["unit_amount"], currency=price["currency"])
    return price, core.get(price["product"], kind="product")["name"]


def _check_email(params: Params) -> None:
    email = params.get("customer_email")
    if email is not None and "@" not in email:
        raise wrong(f"Invalid email address: {email}", param="customer_email", code="email_invalid")
    if email is not None and "customer" in params:
        raise wrong("You may only specify one of these parameters: customer, customer_email.")


def _expiry(params: Params, now: int) -> int:
    expires_at = whole(params, "expires_at", now + DAY) or 0
    if not now + HALF_AN_HOUR <= expires_at <= now + DAY:
        raise wrong(
            "The `expires_at` timestamp must be from 30 minutes to 24 hours from now.",
            param="expires_at",
        )
    return expires_at


def _later(params: Params, mode: str) -> Doc:
    """What is kept for the payment or the subscription that is to come."""
    once = params.get("payment_intent_data", {})
    refuse_unknown(once, "metadata", "description", "capture_method")
    if once.get("capture_method") == "manual":
        raise wrong("The rehearsal captures at once.", param="payment_intent_data")
    regular = params.get("subscription_data", {})
    refuse_unknown(regular, "metadata", "description")
    return {
        "words": once.get("description"),
        "capture": once.get("capture_method", "automatic_async"),
        "intent_metadata": metadata(once),
        "subscription_words": regular.get("description"),
        "subscription_metadata": metadata(regular),
    }
