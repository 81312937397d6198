"""What Stripe's objects say, as the house's facts. Pure: plain mappings in, facts out.

The objects are those of the API's version in `line.API_VERSION`, with what `looking` expands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.funding.models import PayoutState, RegularState
from broadsheet.funding.providers.contract import (
    PaymentFacts,
    PaymentState,
    PayoutFacts,
    RegularFacts,
)
from broadsheet.funding.providers.stripe.amounts import from_stripe
from broadsheet.funding.providers.stripe.reading import (
    GIFT,
    REGULAR,
    Doc,
    booked,
    moment,
    part,
    reference,
    token,
)
from broadsheet.funding.providers.stripe.reversals import (
    dispute_facts,
    late_failure,
    refund_facts,
)
from broadsheet.lib.money import Money

_REGULAR_STATES = {
    "incomplete": RegularState.PENDING,
    "trialing": RegularState.ACTIVE,
    "active": RegularState.ACTIVE,
    "past_due": RegularState.OVERDUE,
    "unpaid": RegularState.OVERDUE,
    "paused": RegularState.OVERDUE,
    "canceled": RegularState.ENDED,
    "incomplete_expired": RegularState.ENDED,
}
_PAYOUT_STATES = {
    "paid": PayoutState.PAID,
    "failed": PayoutState.FAILED,
    "canceled": PayoutState.FAILED,
}
# A payment intent that Stripe gave up because nobody paid, not because it failed.
_LEFT = ("abandoned", "automatic", "expired")


@dataclass(frozen=True)
class Origin:
    """Where a payment comes from: its checkout, or a regular gift; and how that stands.

    `standing` is the status of the checkout's session, or of the invoice; "" where unknown.
    """

    checkout: str = ""
    gift_token: str = ""
    regular: str = ""
    regular_token: str = ""
    standing: str = ""


def origin_of_session(session: Doc) -> Origin:
    return Origin(
        checkout=session["id"],
        gift_token=token(session, GIFT),
        regular=reference(session.get("subscription")),
        regular_token=token(session, REGULAR),
        standing=session.get("status") or "",
    )


def origin_of_invoice(invoice: Doc) -> Origin:
    """Of a regular gift's payments only the first one is the gift that was pledged."""
    source = (invoice.get("parent") or {}).get("subscription_details") or {}
    is_first = invoice.get("billing_reason") == "subscription_create"
    return Origin(
        gift_token=token(source, GIFT) if is_first else "",
        regular=reference(source.get("subscription")),
        regular_token=token(source, REGULAR),
        standing=invoice.get("status") or "",
    )


def payment_facts(
    provider: str,
    intent: Doc,
    *,
    origin: Origin,
    refunds: Sequence[Doc] = (),
    disputes: Sequence[Doc] = (),
) -> PaymentFacts:
    """All of one payment; `intent` with its charge and that one's balance transaction."""
    charge = part(intent, "latest_charge")
    failed_late = late_failure(charge)
    state = PaymentState.PAID if failed_late else payment_state(intent, standing=origin.standing)
    is_paid = state is PaymentState.PAID
    charged = from_stripe(_taken(intent, charge), intent["currency"])
    booking = part(charge, "balance_transaction")
    return PaymentFacts(
        provider=provider,
        state=state,
        paid=charged if is_paid else Money(0, charged.currency),
        checkout=origin.checkout,
        payment=intent["id"],
        gift_token=origin.gift_token,
        regular=origin.regular,
        regular_token=origin.regular_token,
        paid_at=moment((booking or charge or intent)["created"]) if is_paid else None,
        booked=booked(booking, charged=charged) if is_paid else None,
        refunds=tuple(refund_facts(refund) for refund in refunds),
        disputes=(*failed_late, *dispute_facts(disputes, charged=charged)),
    )


def unpaid_facts(provider: str, *, origin: Origin, currency: str) -> PaymentFacts:
    """Of a checkout or an invoice for which no payment has been tried."""
    states = {
        "expired": PaymentState.EXPIRED,
        "paid": PaymentState.EXPIRED,  # settled elsewhere: no money of it is at Stripe
        "void": PaymentState.FAILED,
        "uncollectible": PaymentState.FAILED,
        "complete": PaymentState.PROCESSING,
    }
    return PaymentFacts(
        provider=provider,
        state=states.get(origin.standing, PaymentState.OPEN),
        paid=from_stripe(0, currency),
        checkout=origin.checkout,
        gift_token=origin.gift_token,
        regular=origin.regular,
        regular_token=origin.regular_token,
    )


def payment_state(intent: Doc, *, standing: str) -> PaymentState:
    """How a payment stands: one that was declined is open for as long as its origin is."""
    match intent["status"]:
        case "succeeded":
            return PaymentState.PAID
        case "processing" | "requires_capture":
            return PaymentState.PROCESSING
        case "canceled":
            is_left = standing == "expired" or intent.get("cancellation_reason") in _LEFT
            return PaymentState.EXPIRED if is_left else PaymentState.FAILED
    if standing == "expired":
        return PaymentState.EXPIRED
    # The donor has gone through the checkout and the bank said no, days later perhaps.
    is_over = standing in ("complete", "void", "uncollectible")
    return PaymentState.FAILED if is_over else PaymentState.OPEN


def regular_facts(provider: str, subscription: Doc) -> RegularFacts:
    """Of a regular gift; `subscription` with its latest invoice."""
    state = _REGULAR_STATES.get(subscription["status"], RegularState.OVERDUE)
    invoice = part(subscription, "latest_invoice")
    can_be_made_up = state is RegularState.OVERDUE and invoice.get("status") == "open"
    return RegularFacts(
        provider=provider,
        reference=subscription["id"],
        token=token(subscription, REGULAR),
        state=state,
        charged=charged_each_time(subscription),
        ended_at=moment(subscription["ended_at"]) if subscription.get("ended_at") else None,
        pay_url=(invoice.get("hosted_invoice_url") or "") if can_be_made_up else "",
    )


def charged_each_time(subscription: Doc) -> Money:
    item = subscription["items"]["data"][0]
    amount = item["price"]["unit_amount"] * (item.get("quantity") or 1)
    return from_stripe(amount, subscription["currency"])


def payout_facts(provider: str, payout: Doc) -> PayoutFacts:
    return PayoutFacts(
        provider=provider,
        reference=payout["id"],
        amount=from_stripe(payout["amount"], payout["currency"]),
        state=_PAYOUT_STATES.get(payout["status"], PayoutState.UNDER_WAY),
        arrives_on=moment(payout["arrival_date"]).date(),
    )


def _taken(intent: Doc, charge: Doc) -> int:
    """Of a payment that failed late, Stripe no longer says that anything was received."""
    return int(intent.get("amount_received") or charge.get("amount") or intent["amount"])
