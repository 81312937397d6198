"""Events of Stripe: believed when signed, fresh and of our mode; and what each is about.

Nothing in an event but its id, its kind and what it is about is read. Source for the signature:
docs.stripe.com/webhooks, "Verify webhook signatures manually".
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from broadsheet.funding.providers.contract import BadEvent, Hint, Subject, SubjectKind
from broadsheet.funding.providers.stripe.reading import Doc, part, reference

HEADER = "Stripe-Signature"
FRESH = timedelta(seconds=300)

# What an event's object is, and under which of its names stands what the event is about.
_ITSELF, _ITS_PAYMENT, _ITS_INVOICE = "id", "payment_intent", "invoice"
_ABOUT = {
    "checkout.session.": (SubjectKind.CHECKOUT, _ITSELF),
    "payment_intent.": (SubjectKind.PAYMENT, _ITSELF),
    "charge.": (SubjectKind.PAYMENT, _ITS_PAYMENT),  # of its refunds and disputes, too
    "refund.": (SubjectKind.PAYMENT, _ITS_PAYMENT),
    "invoice.": (SubjectKind.INVOICE, _ITSELF),
    "invoice_payment.": (SubjectKind.INVOICE, _ITS_INVOICE),
    "customer.subscription.": (SubjectKind.REGULAR, _ITSELF),
    "payout.": (SubjectKind.PAYOUT, _ITSELF),
}
# The kinds that change anything of ours; the rest of those above is of no interest.
KINDS = frozenset(
    {
        "checkout.session.async_payment_failed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
        "checkout.session.expired",
        "payment_intent.canceled",
        "payment_intent.payment_failed",
        "payment_intent.processing",
        "payment_intent.succeeded",
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.dispute.funds_reinstated",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
        "charge.failed",
        "charge.refund.updated",
        "charge.refunded",
        "charge.succeeded",
        "charge.updated",
        "refund.created",
        "refund.failed",
        "refund.updated",
        "invoice.marked_uncollectible",
        "invoice.paid",
        "invoice.payment_action_required",
        "invoice.payment_failed",
        "invoice.payment_succeeded",
        "invoice.voided",
        "invoice_payment.paid",
        "customer.subscription.created",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
        "customer.subscription.updated",
        "payout.canceled",
        "payout.created",
        "payout.failed",
        "payout.paid",
        "payout.reconciliation_completed",
        "payout.updated",
    }
)
# Of a declined card there is a "charge.failed" as well; it is counted once.
_DECLINED = "payment_intent.payment_failed"

_SIGNED_AT = re.compile(r"(?:^|,)t=(\d{1,12})(?=,|$)")
_SIGNATURES = re.compile(r"(?:^|,)v1=([0-9a-f]{64})(?=,|$)")


def read_event(
    body: bytes, headers: Mapping[str, str], *, secret: str, is_live: bool, now: datetime
) -> Hint:
    """:raises BadEvent: unless it is signed with the secret, fresh and of our mode."""
    _verify(body, _signature(headers), secret=secret, now=now)
    event = _read(body)
    if event.get("livemode") is not is_live:
        raise BadEvent("An event of another mode.")
    return hint_of(event)


def hint_of(event: Doc) -> Hint:
    """What an event hints at; one that changes nothing of ours is about nothing."""
    kind = str(event["type"])
    is_ours = kind in KINDS and not event.get("account")  # another account that is connected
    return Hint(
        event=str(event["id"]),
        kind=kind,
        subject=_subject(kind, part(part(event, "data"), "object")) if is_ours else None,
        is_decline=is_ours and kind == _DECLINED,
    )


def _signature(headers: Mapping[str, str]) -> str:
    return next((v for name, v in headers.items() if name.lower() == HEADER.lower()), "")


def _verify(body: bytes, signature: str, *, secret: str, now: datetime) -> None:
    if not secret:
        raise BadEvent("There is no secret to verify events with.")
    signed_at = _SIGNED_AT.search(signature)
    if signed_at is None:
        raise BadEvent("An event that is not signed.")
    written = signed_at[1]
    mac = hmac.new(secret.encode(), b"%s.%s" % (written.encode(), body), hashlib.sha256)
    # While the secret is being changed Stripe signs with the old one and the new one.
    given = _SIGNATURES.findall(signature)
    if not any(hmac.compare_digest(mac.hexdigest(), one) for one in given):
        raise BadEvent("An event that Stripe has not signed.")
    if abs(now.timestamp() - int(written)) > FRESH.total_seconds():
        raise BadEvent("An event that was signed too long ago.")


def _read(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        raise BadEvent("An event that cannot be read.") from None
    if not isinstance(event, dict) or not event.get("id") or not event.get("type"):
        raise BadEvent("An event that is none.")
    return event


def _subject(kind: str, thing: Doc) -> Subject | None:
    about, name = next(about for start, about in _ABOUT.items() if kind.startswith(start))
    # What is charged without a payment intent, as nothing of ours is, goes by the charge.
    named = reference(thing.get(name)) or reference(thing.get("charge"))
    if not named and thing.get("object") == "charge":
        named = reference(thing)
    return Subject(about, named) if named else None
