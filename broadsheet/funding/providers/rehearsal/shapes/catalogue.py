"""Product, Price and Customer, field by field."""

from copy import deepcopy

from broadsheet.funding.providers.rehearsal.shapes.base import Doc, new_id

# What is the same in each of them.
_CUSTOMER: Doc = {
    "object": "customer",
    "address": None,
    "balance": 0,
    "currency": None,
    "default_source": None,
    "delinquent": False,
    "description": None,
    "discount": None,
    "invoice_settings": {
        "custom_fields": None,
        "default_payment_method": None,
        "footer": None,
        "rendering_options": None,
    },
    "livemode": False,
    "next_invoice_sequence": 1,
    "phone": None,
    "preferred_locales": [],
    "shipping": None,
    "tax_exempt": "none",
    "test_clock": None,
}


def product(*, name: str, now: int, metadata: Doc, words: str | None = None) -> Doc:
    return {
        "id": new_id("prod", length=14),
        "object": "product",
        "active": True,
        "created": now,
        "default_price": None,
        "description": words,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": metadata,
        "name": name,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now,
        "url": None,
    }


def price(*, product: str, amount: int, currency: str, now: int, interval: str | None) -> Doc:
    return {
        "id": new_id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": product,
        "recurring": _recurring(interval) if interval else None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring" if interval else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def customer(*, email: str | None, name: str | None, now: int, metadata: Doc) -> Doc:
    reference = new_id("cus", length=14)
    return deepcopy(_CUSTOMER) | {
        "id": reference,
        "created": now,
        "email": email,
        "invoice_prefix": reference[-8:].upper(),
        "metadata": metadata,
        "name": name,
    }


def _recurring(interval: str) -> Doc:
    return {
        "interval": interval,
        "interval_count": 1,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
