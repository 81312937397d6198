"""Looking at one thing at Stripe: the calls, counted, and the facts made of their answers.

One call for a payment by card; one more each where it was given back or disputed, where it is
one of a regular gift, or where it has not been paid. Stripe expands four levels at most.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from stripe import StripeClient

from broadsheet.funding.providers.contract import (
    Facts,
    PaymentFacts,
    Refused,
    Subject,
    SubjectKind,
)
from broadsheet.funding.providers.stripe.facts import (
    Origin,
    origin_of_invoice,
    origin_of_session,
    payment_facts,
    payout_facts,
    regular_facts,
    unpaid_facts,
)
from broadsheet.funding.providers.stripe.reading import GIFT, Doc, part, reference, token

_INTENT = [
    "latest_charge.balance_transaction",
    "latest_charge.failure_balance_transaction",
    "latest_charge.refunds.data.balance_transaction",
    "latest_charge.refunds.data.failure_balance_transaction",
]
_SESSION = [
    "payment_intent.latest_charge.balance_transaction",
    "payment_intent.latest_charge.failure_balance_transaction",
    "payment_intent.latest_charge.refunds",
    "invoice.payments",
]
_REFUNDS = ["data.balance_transaction", "data.failure_balance_transaction"]


class Look:
    """One look through one client, at things of one mode. Within `line.call()`.

    Answers are taken as they are sent: to make the library's objects of them takes a third of a
    look's time, which is most of an event's.
    """

    def __init__(self, client: StripeClient, *, provider: str, is_live: bool) -> None:
        self._stripe = client
        self._provider = provider
        self._is_live = is_live

    def at(self, subject: Subject) -> Facts:
        """:raises StripeError: for what `line.call()` says in our words."""
        match subject.kind:
            case SubjectKind.CHECKOUT:
                return self._at_checkout(subject.reference)
            case SubjectKind.PAYMENT:
                return self._at_payment(subject.reference)
            case SubjectKind.INVOICE:
                return self._at_invoice(subject.reference)
            case SubjectKind.REGULAR:
                found = self._one("subscriptions", subject.reference, expand=["latest_invoice"])
                return regular_facts(self._provider, found)
            case SubjectKind.PAYOUT:
                return payout_facts(self._provider, self._one("payouts", subject.reference))

    def _at_checkout(self, checkout: str) -> PaymentFacts:
        session = self._one("checkout/sessions", checkout, expand=_SESSION)
        origin = origin_of_session(session)
        intent = part(session, "payment_intent")
        if not intent and part(session, "invoice"):
            intent = self._intent_of(part(session, "invoice"))
        if not intent:
            return unpaid_facts(self._provider, origin=origin, currency=session["currency"])
        return self._whole(intent, origin=origin)

    def _at_payment(self, payment: str) -> PaymentFacts:
        if not payment.startswith("pi_"):  # a charge, as very old ones and some disputes name it
            payment = reference(self._one("charges", payment).get("payment_intent"))
            if not payment:
                raise Refused(_("A charge at Stripe that was not made by us."))
        intent = self._intent(payment)
        return self._whole(intent, origin=self._origin_of(intent))

    def _at_invoice(self, invoice_id: str) -> PaymentFacts:
        invoice = self._one("invoices", invoice_id, expand=["payments"])
        origin = origin_of_invoice(invoice)
        intent = self._intent_of(invoice)
        if not intent:
            return unpaid_facts(self._provider, origin=origin, currency=invoice["currency"])
        return self._whole(intent, origin=origin)

    def _intent_of(self, invoice: Doc) -> Doc:
        """The payment that paid an invoice, else the last that was tried; empty for none."""
        payments = part(invoice, "payments").get("data") or []
        ranked = sorted(payments, key=lambda p: (p["status"] == "paid", p["created"]))
        found = [reference(part(p, "payment").get("payment_intent")) for p in ranked]
        return self._intent(found[-1]) if found and found[-1] else {}

    def _intent(self, payment: str) -> Doc:
        return self._one("payment_intents", payment, expand=_INTENT)

    def _origin_of(self, intent: Doc) -> Origin:
        """The checkout of an unpaid payment tells whether it may still be paid."""
        gift_token = token(intent, GIFT)
        if gift_token and intent["status"] in ("succeeded", "processing"):
            return Origin(gift_token=gift_token)
        if gift_token:
            sessions = self._list("checkout/sessions", payment_intent=intent["id"])
            return origin_of_session(sessions[0]) if sessions else Origin(gift_token=gift_token)
        payments = self._list(
            "invoice_payments",
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
            expand=["data.invoice"],
        )
        return origin_of_invoice(part(payments[0], "invoice")) if payments else Origin()

    def _whole(self, intent: Doc, *, origin: Origin) -> PaymentFacts:
        charge = part(intent, "latest_charge")
        return payment_facts(
            self._provider,
            intent,
            origin=origin,
            refunds=self._refunds(intent["id"], charge),
            disputes=self._list("disputes", payment_intent=intent["id"])
            if charge.get("disputed")
            else (),
        )

    def _refunds(self, payment: str, charge: Doc) -> Sequence[Doc]:
        """Those that came with the charge, or all anew where they came in part."""
        refunds = part(charge, "refunds")
        known: list[Doc] = refunds.get("data") or []
        is_whole = not any(isinstance(r.get("balance_transaction"), str) for r in known)
        if is_whole and not refunds.get("has_more"):
            return known
        return self._list("refunds", payment_intent=payment, expand=_REFUNDS)

    def _one(self, shelf: str, thing: str, *, expand: Sequence[str] = ()) -> Doc:
        """:raises Refused: for money of a test where real money is meant, or the reverse."""
        path = f"/v1/{shelf}/{quote(thing, safe='')}"
        doc: Doc = self._stripe.raw_request("get", path, expand=list(expand)).data
        if doc["livemode"] is not self._is_live:
            raise Refused(_("Stripe has answered with something of another mode."))
        return doc

    def _list(self, shelf: str, **wish: Any) -> list[Doc]:
        """The first hundred, newest first; more of one payment there are not."""
        return list(self._stripe.raw_request("get", f"/v1/{shelf}", limit=100, **wish).data["data"])
