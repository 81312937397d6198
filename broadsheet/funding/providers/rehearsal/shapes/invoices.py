"""Invoice, its line and its payment, field by field."""

from copy import deepcopy

from broadsheet.funding.providers.rehearsal.shapes.base import Doc, list_of, new_id

STEPS = ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")

# What is the same in each of them.
_INVOICE: Doc = {
    "object": "invoice",
    "account_country": "US",
    "account_name": "Rehearsal",
    "account_tax_ids": None,
    "amount_overpaid": 0,
    "amount_paid": 0,
    "amount_shipping": 0,
    "application": None,
    "attempt_count": 0,
    "attempted": False,
    "auto_advance": True,
    "automatic_tax": {
        "disabled_reason": None,
        "enabled": False,
        "liability": None,
        "provider": None,
        "status": None,
    },
    "automatically_finalizes_at": None,
    "collection_method": "charge_automatically",
    "custom_fields": None,
    "customer_account": None,
    "customer_address": None,
    "customer_phone": None,
    "customer_shipping": None,
    "customer_tax_exempt": "none",
    "customer_tax_ids": [],
    "default_payment_method": None,
    "default_source": None,
    "default_tax_rates": [],
    "description": None,
    "discounts": [],
    "due_date": None,
    "ending_balance": 0,
    "footer": None,
    "from_invoice": None,
    "hosted_invoice_url": None,
    "invoice_pdf": None,
    "issuer": {"type": "self"},
    "last_finalization_error": None,
    "latest_revision": None,
    "livemode": False,
    "metadata": {},
    "next_payment_attempt": None,
    "on_behalf_of": None,
    "payment_settings": {
        "default_mandate": None,
        "payment_method_options": None,
        "payment_method_types": None,
    },
    "post_payment_credit_notes_amount": 0,
    "pre_payment_credit_notes_amount": 0,
    "receipt_number": None,
    "rendering": None,
    "shipping_cost": None,
    "shipping_details": None,
    "starting_balance": 0,
    "statement_descriptor": None,
    "status": "open",
    "subscription": None,  # where it was until 2025; now it stands under `parent`
    "test_clock": None,
    "total_discount_amounts": [],
    "total_pretax_credit_amounts": [],
    "total_taxes": [],
    "webhooks_delivered_at": None,
}
_INVOICE_LINE: Doc = {
    "object": "line_item",
    "discount_amounts": [],
    "discountable": True,
    "discounts": [],
    "livemode": False,
    "pretax_credit_amounts": [],
    "quantity": 1,
    "quantity_decimal": "1",
    "taxes": [],
}


def invoice(
    subscription: Doc, *, customer: Doc, amount: int, now: int, reason: str, number: str
) -> Doc:
    """An open one: finalized, and not paid yet."""
    reference = new_id("in")
    return deepcopy(_INVOICE) | {
        "id": reference,
        "amount_due": amount,
        "amount_remaining": amount,
        "billing_reason": reason,
        "created": now,
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "effective_at": now,
        "lines": list_of([], url=f"/v1/invoices/{reference}/lines"),
        "number": number,
        "parent": _parent(subscription),
        "period_end": now,
        "period_start": now,
        "status_transitions": dict.fromkeys(STEPS) | {"finalized_at": now},
        "subtotal": amount,
        "subtotal_excluding_tax": amount,
        "total": amount,
        "total_excluding_tax": amount,
    }


def invoice_line(invoice: Doc, *, item: Doc, words: str) -> Doc:
    price = item["price"]
    return deepcopy(_INVOICE_LINE) | {
        "id": new_id("il"),
        "amount": price["unit_amount"],
        "currency": price["currency"],
        "description": words,
        "invoice": invoice["id"],
        "metadata": dict(invoice["parent"]["subscription_details"]["metadata"]),
        "parent": _parent_of_line(item),
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "subscription": item["subscription"],
        "subtotal": price["unit_amount"],
    }


def invoice_payment(invoice: Doc, *, intent: str, now: int) -> Doc:
    return {
        "id": new_id("inpay"),
        "object": "invoice_payment",
        "amount_paid": None,
        "amount_requested": invoice["amount_due"],
        "created": now,
        "currency": invoice["currency"],
        "invoice": invoice["id"],
        "is_default": True,
        "livemode": False,
        "payment": {"payment_intent": intent, "type": "payment_intent"},
        "status": "open",
        "status_transitions": {"canceled_at": None, "paid_at": None},
    }


def _parent(subscription: Doc) -> Doc:
    details = {
        "metadata": dict(subscription["metadata"]),
        "subscription": subscription["id"],
    }
    return {
        "quote_details": None,
        "subscription_details": details,
        "type": "subscription_details",
    }


def _parent_of_line(item: Doc) -> Doc:
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    return {
        "invoice_item_details": None,
        "subscription_item_details": details,
        "type": "subscription_item_details",
    }
