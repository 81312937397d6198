"""PaymentIntent, Charge and what a charge was paid with, field by field."""

from copy import deepcopy

from broadsheet.funding.providers.rehearsal.shapes.base import Doc, new_id, no_address

CARD = "card"
DEBIT = "us_bank_account"


# What is the same in each of them.
_PAYMENT_INTENT: Doc = {
    "object": "payment_intent",
    "amount_capturable": 0,
    "amount_details": {"tip": {}},
    "amount_received": 0,
    "application": None,
    "application_fee_amount": None,
    "automatic_payment_methods": None,
    "canceled_at": None,
    "cancellation_reason": None,
    "confirmation_method": "automatic",
    "customer_account": None,
    "excluded_payment_method_types": None,
    "last_payment_error": None,
    "latest_charge": None,
    "livemode": False,
    "managed_payments": {"enabled": False},
    "next_action": None,
    "on_behalf_of": None,
    "payment_method": None,
    "payment_method_configuration_details": None,
    "payment_method_options": {},
    "payment_method_types": [CARD, DEBIT],
    "processing": None,
    "receipt_email": None,
    "review": None,
    "setup_future_usage": None,
    "shipping": None,
    "source": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "status": "requires_payment_method",
    "transfer_data": None,
    "transfer_group": None,
}
_CHARGE: Doc = {
    "object": "charge",
    "amount_captured": 0,
    "amount_refunded": 0,
    "application": None,
    "application_fee": None,
    "application_fee_amount": None,
    "balance_transaction": None,
    "calculated_statement_descriptor": "REHEARSAL",
    "captured": False,
    "disputed": False,
    "failure_balance_transaction": None,
    "failure_code": None,
    "failure_message": None,
    "fraud_details": {},
    "livemode": False,
    "on_behalf_of": None,
    "outcome": None,
    "paid": False,
    "receipt_email": None,
    "receipt_number": None,
    "receipt_url": None,
    "refunded": False,
    "refunds": None,
    "review": None,
    "shipping": None,
    "source": None,
    "source_transfer": None,
    "statement_descriptor": None,
    "statement_descriptor_suffix": None,
    "status": "pending",
    "transfer_data": None,
    "transfer_group": None,
}


def payment_intent(
    *, amount: int, currency: str, now: int, customer: str | None, metadata: Doc,
    words: str | None, capture: str,
) -> Doc:  # fmt: skip
    reference = new_id("pi")
    return deepcopy(_PAYMENT_INTENT) | {
        "id": reference,
        "amount": amount,
        "capture_method": capture,
        "client_secret": f"{reference}_{new_id('secret')}",
        "created": now,
        "currency": currency,
        "customer": customer,
        "description": words,
        "metadata": metadata,
    }


def payment_error(*, code: str, decline_code: str, words: str, charge: str) -> Doc:
    return {
        "type": "card_error",
        "charge": charge,
        "code": code,
        "decline_code": decline_code,
        "doc_url": None,
        "message": words,
    }


def charge(intent: Doc, *, now: int, method: str, email: str | None) -> Doc:
    """A charge under way; it becomes paid, or fails."""
    return deepcopy(_CHARGE) | {
        "id": new_id("ch" if method == CARD else "py"),
        "amount": intent["amount"],
        "billing_details": {
            "address": no_address(),
            "email": email,
            "name": None,
            "phone": None,
            "tax_id": None,
        },
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "metadata": dict(intent["metadata"]),
        "payment_intent": intent["id"],
        "payment_method": new_id("pm"),
        "payment_method_details": {"type": method, method: _details(method, intent["amount"])},
    }


def outcome(*, decline_code: str = "") -> Doc:
    return {
        "advice_code": "try_again_later" if decline_code else None,
        "network_advice_code": None,
        "network_decline_code": "05" if decline_code else None,
        "network_status": "declined_by_network" if decline_code else "approved_by_network",
        "reason": decline_code or None,
        "seller_message": "The bank declined it." if decline_code else "Payment complete.",
        "type": "issuer_declined" if decline_code else "authorized",
    }


def _details(method: str, amount: int) -> Doc:
    return _card(amount) if method == CARD else _debit()


def _card(amount: int) -> Doc:
    checks = ("address_line1_check", "address_postal_code_check")
    return {
        "amount_authorized": amount,
        "authorization_code": None,
        "brand": "visa",
        "checks": {**dict.fromkeys(checks), "cvc_check": "pass"},
        "country": "US",
        "exp_month": 8,
        "exp_year": 2034,
        "extended_authorization": {"status": "disabled"},
        "fingerprint": "rehearsalrehears",
        "funding": "credit",
        "incremental_authorization": {"status": "unavailable"},
        "installments": None,
        "last4": "4242",
        "mandate": None,
        "multicapture": {"status": "unavailable"},
        "network": "visa",
        "network_token": {"used": False},
        "network_transaction_id": None,
        "overcapture": {"maximum_amount_capturable": amount, "status": "unavailable"},
        "regulated_status": None,
        "three_d_secure": None,
        "transaction_link_id": None,
        "wallet": None,
    }


def _debit() -> Doc:
    return {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": "REHEARSAL BANK",
        "fingerprint": "rehearsalrehears",
        "last4": "6789",
        "mandate": None,
        "payment_reference": None,
        "routing_number": "110000000",
    }
