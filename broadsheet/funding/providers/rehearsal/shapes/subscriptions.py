"""Subscription and its item, field by field."""

from copy import deepcopy

from broadsheet.funding.providers.rehearsal.shapes.base import Doc, list_of, new_id

# What is the same in each of them.
_SUBSCRIPTION: Doc = {
    "object": "subscription",
    "application": None,
    "application_fee_percent": None,
    "automatic_tax": {"disabled_reason": None, "enabled": False, "liability": None},
    "billing_cycle_anchor_config": None,
    "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
    "billing_schedules": [],
    "billing_thresholds": None,
    "cancel_at": None,
    "cancel_at_period_end": False,
    "canceled_at": None,
    "cancellation_details": {"comment": None, "feedback": None, "reason": None},
    "collection_method": "charge_automatically",
    "customer_account": None,
    "days_until_due": None,
    "default_source": None,
    "default_tax_rates": [],
    "discounts": [],
    "ended_at": None,
    "invoice_settings": {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": {"type": "self"},
    },
    "latest_invoice": None,
    "livemode": False,
    "managed_payments": {"enabled": False},
    "next_pending_invoice_item_invoice": None,
    "on_behalf_of": None,
    "pause_collection": None,
    "pending_invoice_item_interval": None,
    "pending_setup_intent": None,
    "pending_update": None,
    "schedule": None,
    "status": "incomplete",
    "test_clock": None,
    "transfer_data": None,
    "trial_end": None,
    "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    "trial_start": None,
}


def subscription(
    *, customer: str, currency: str, now: int, metadata: Doc, words: str | None
) -> Doc:
    return deepcopy(_SUBSCRIPTION) | {
        "id": new_id("sub"),
        "billing_cycle_anchor": now,
        "created": now,
        "currency": currency,
        "customer": customer,
        "default_payment_method": new_id("pm"),
        "description": words,
        "items": list_of([], url="/v1/subscription_items"),
        "metadata": metadata,
        "payment_settings": payment_settings(),
        "start_date": now,
    }


def subscription_item(*, subscription: str, price: Doc, now: int, period_end: int) -> Doc:
    return {
        "id": new_id("si", length=14),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": now,
        "current_period_end": period_end,
        "current_period_start": now,
        "discounts": [],
        "metadata": {},
        "plan": plan(price),
        "price": price,
        "quantity": 1,
        "subscription": subscription,
        "tax_rates": [],
    }


def plan(price: Doc) -> Doc:
    """The older form of a price, which items still carry."""
    recurring = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": "per_unit",
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": False,
        "metadata": {},
        "meter": None,
        "nickname": None,
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def payment_settings() -> Doc:
    return {
        "payment_method_options": None,
        "payment_method_types": None,
        "save_default_payment_method": "off",
    }
