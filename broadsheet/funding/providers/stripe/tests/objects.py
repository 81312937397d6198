"""Objects of Stripe's as its API sends them, as far as the facts read them."""

from typing import Any

Doc = dict[str, Any]

AT = 1_782_000_000
GIFT = "3f0c8a52-6d0b-4c39-9f34-0a7c0d1e2f01"
REGULAR = "3f0c8a52-6d0b-4c39-9f34-0a7c0d1e2f02"
REFUND = "3f0c8a52-6d0b-4c39-9f34-0a7c0d1e2f03"


def line(amount: int, *, currency: str = "usd", fee: int = 0, **more: Any) -> Doc:
    """A balance transaction."""
    return {
        "id": f"txn_{amount}",
        "object": "balance_transaction",
        "amount": amount,
        "currency": currency,
        "fee": fee,
        "net": amount - fee,
        "exchange_rate": None,
        "created": AT + 60,
        "description": None,
        "type": "charge",
    } | more


def charge(amount: int = 2500, **more: Any) -> Doc:
    return {
        "id": "ch_1",
        "object": "charge",
        "amount": amount,
        "currency": "usd",
        "created": AT,
        "disputed": False,
        "balance_transaction": line(amount, fee=103),
        "failure_balance_transaction": None,
        "payment_intent": "pi_1",
    } | more


def intent(amount: int = 2500, *, status: str = "succeeded", **more: Any) -> Doc:
    return {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": amount,
        "amount_received": amount if status == "succeeded" else 0,
        "currency": "usd",
        "created": AT,
        "status": status,
        "cancellation_reason": None,
        "latest_charge": charge(amount) if status == "succeeded" else None,
        "metadata": {"gift": GIFT},
        "livemode": False,
    } | more


def refund(amount: int = 1000, *, status: str = "succeeded", **more: Any) -> Doc:
    return {
        "id": "re_1",
        "object": "refund",
        "amount": amount,
        "currency": "usd",
        "created": AT + 3600,
        "status": status,
        "metadata": {"refund": REFUND},
        "balance_transaction": line(-amount),
        "failure_balance_transaction": None,
    } | more


def dispute(*lines: Doc, status: str = "needs_response", **more: Any) -> Doc:
    return {
        "id": "du_1",
        "object": "dispute",
        "amount": 2500,
        "currency": "usd",
        "created": AT + 7200,
        "status": status,
        "balance_transactions": list(lines),
    } | more


def session(*, status: str = "open", **more: Any) -> Doc:
    return {
        "id": "cs_1",
        "object": "checkout.session",
        "status": status,
        "currency": "usd",
        "metadata": {"gift": GIFT},
        "subscription": None,
    } | more


def invoice(*, status: str = "paid", reason: str = "subscription_cycle", **more: Any) -> Doc:
    return {
        "id": "in_1",
        "object": "invoice",
        "status": status,
        "currency": "usd",
        "billing_reason": reason,
        "hosted_invoice_url": "https://invoice.example/in_1",
        "parent": {
            "type": "subscription_details",
            "subscription_details": {
                "subscription": "sub_1",
                "metadata": {"gift": GIFT, "regular": REGULAR},
            },
        },
    } | more


def subscription(*, status: str = "active", **more: Any) -> Doc:
    return {
        "id": "sub_1",
        "object": "subscription",
        "status": status,
        "currency": "usd",
        "ended_at": None,
        "metadata": {"gift": GIFT, "regular": REGULAR},
        "items": {"data": [{"id": "si_1", "quantity": 1, "price": {"unit_amount": 1500}}]},
        "latest_invoice": invoice(status="open"),
    } | more


def payout(*, status: str = "in_transit", **more: Any) -> Doc:
    return {
        "id": "po_1",
        "object": "payout",
        "amount": 240_000,
        "currency": "usd",
        "status": status,
        "arrival_date": AT,
    } | more
