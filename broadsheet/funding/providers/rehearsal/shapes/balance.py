"""BalanceTransaction, Payout and Event, field by field."""

from broadsheet.funding.providers.rehearsal.shapes.base import API_VERSION, Doc, new_id


def balance_transaction(
    *,
    amount: int,
    fee: int,
    currency: str,
    kind: str,
    category: str,
    source: str | None,
    now: int,
    available_on: int,
    rate: float | None = None,
    words: str | None = None,
) -> Doc:
    return {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": available_on,
        "balance_type": "payments",
        "created": now,
        "currency": currency,
        "description": words,
        "exchange_rate": rate,
        "fee": fee,
        "fee_details": _fee_details(fee, currency=currency, category=category),
        "net": amount - fee,
        "reporting_category": category,
        "source": source,
        "status": "pending" if available_on > now else "available",
        "type": kind,
    }


def payout(*, amount: int, currency: str, now: int, arrives: int) -> Doc:
    return {
        "id": new_id("po"),
        "object": "payout",
        "amount": amount,
        "application_fee": None,
        "application_fee_amount": None,
        "arrival_date": arrives,
        "automatic": True,
        "balance_transaction": None,
        "created": now,
        "currency": currency,
        "description": "STRIPE PAYOUT",
        "destination": "ba_rehearsal",
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "original_payout": None,
        "payout_method": None,
        "reconciliation_status": "in_progress",
        "reversed_by": None,
        "source_type": "card",
        "statement_descriptor": None,
        "status": "in_transit",
        "trace_id": {"status": "pending", "value": None},
        "type": "bank_account",
    }


def event(kind: str, doc: Doc, *, now: int) -> Doc:
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": doc},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }


def _fee_details(fee: int, *, currency: str, category: str) -> list[Doc]:
    if not fee:
        return []
    words = "Dispute fee" if category.startswith("dispute") else "Stripe processing fees"
    detail = {"amount": fee, "application": None, "currency": currency, "description": words}
    return [{**detail, "type": "stripe_fee"}]
