"""The Checkout Session, field by field."""

from copy import deepcopy
from typing import Any

from broadsheet.funding.providers.rehearsal.shapes.base import Doc, new_id, no_address, no_tax

CUSTOM_TEXTS = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")

# What is the same in each of them.
_CHECKOUT_SESSION: Doc = {
    "object": "checkout.session",
    "adaptive_pricing": {"enabled": False},
    "after_expiration": None,
    "allow_promotion_codes": None,
    "automatic_tax": no_tax(),
    "billing_address_collection": None,
    "client_secret": None,
    "collected_information": None,
    "consent": None,
    "consent_collection": None,
    "currency_conversion": None,
    "custom_fields": [],
    "custom_text": dict.fromkeys(CUSTOM_TEXTS),
    "customer_account": None,
    "customer_details": None,
    "discounts": [],
    "integration_identifier": None,
    "invoice": None,
    "livemode": False,
    "managed_payments": {"enabled": False},
    "origin_context": None,
    "payment_intent": None,
    "payment_link": None,
    "payment_method_configuration_details": None,
    "payment_method_options": {},
    "payment_status": "unpaid",
    "permissions": None,
    "phone_number_collection": {"enabled": False},
    "recovered_from": None,
    "saved_payment_method_options": None,
    "setup_intent": None,
    "shipping_address_collection": None,
    "shipping_cost": None,
    "shipping_options": [],
    "status": "open",
    "subscription": None,
    "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    "ui_mode": None,
    "url": None,
    "wallet_options": None,
}


def checkout_session(
    *, mode: str, amount: int, currency: str, now: int, expires_at: int, asked: dict[str, Any]
) -> Doc:
    """`asked` are the parameters of the request that are told again as they came."""
    is_regular = mode == "subscription"
    return deepcopy(_CHECKOUT_SESSION) | {
        "id": new_id("cs_test", length=58),
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": asked.get("cancel_url"),
        "client_reference_id": asked.get("client_reference_id"),
        "created": now,
        "currency": currency,
        "customer": asked.get("customer"),
        "customer_creation": None if is_regular else asked.get("customer_creation", "if_required"),
        "customer_email": asked.get("customer_email"),
        "expires_at": expires_at,
        "invoice_creation": None if is_regular else _no_invoice(),
        "locale": asked.get("locale"),
        "metadata": asked.get("metadata", {}),
        "mode": mode,
        "payment_method_collection": "always" if is_regular else "if_required",
        "payment_method_types": asked.get("payment_method_types", ["card", "us_bank_account"]),
        "submit_type": asked.get("submit_type"),
        "success_url": asked.get("success_url"),
    }


def customer_details(email: str | None) -> Doc:
    return {
        "address": no_address(),
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def session_line(*, price: Doc, amount: int, words: str) -> Doc:
    """A line of a session, which has another shape than an invoice's."""
    return {
        "id": new_id("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": words,
        "metadata": {},
        "price": price,
        "quantity": 1,
    }


def _no_invoice() -> Doc:
    names = ("account_tax_ids", "custom_fields", "description", "footer", "issuer")
    wishes: Doc = {**dict.fromkeys(names), "metadata": {}, "rendering_options": None}
    return {"enabled": False, "invoice_data": wishes}
