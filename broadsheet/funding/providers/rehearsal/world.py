"""The world: what donors, banks and Stripe do by themselves, and what is true of it."""

from datetime import timedelta

from broadsheet.funding.providers.rehearsal import (
    balance,
    charging,
    giving_back,
    invoicing,
    regular,
    sessions,
    truth,
)
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.core import Core
from broadsheet.funding.providers.rehearsal.errors import ApiError
from broadsheet.funding.providers.rehearsal.store import Doc

PAYOUT_EVERY = timedelta(days=1)


class World(Core):
    """Each verb is one change of the file, and tells its events in it.

    All take ids, return documents as the API has them, and raise ApiError for what cannot be.
    """

    def pay(self, session: str, *, card: Card = Card.WORKS) -> Doc:
        """A donor pays a checkout; it stays open where the card is declined."""
        return sessions.pay(self, session, card=card)

    def expire(self, session: str) -> Doc:
        return sessions.expire(self, session)

    def answer_debit(self, payment: str, *, succeeds: bool) -> Doc:
        """The bank answers about a payment intent that is processing."""
        with self.store.change():
            intent = self.get(payment, kind="payment_intent")
            if intent["status"] != "processing":
                raise ApiError(f"This PaymentIntent is {intent['status']}, not processing.")
            intent = charging.finish(self, intent, succeeds=succeeds)
            note = self.store.note_of(payment)
            if note.get("invoice"):
                invoice = self.get(note["invoice"], kind="invoice")
                invoicing.answered(self, invoice, succeeds=succeeds)
            if note.get("session"):
                sessions.tell_outcome(self, note["session"], succeeds=succeeds)
            return intent

    def renew(self, subscription: str, *, succeeds: bool | None = None) -> Doc:
        """The next payment of a subscription, or an open one again."""
        return regular.renew(self, subscription, succeeds=succeeds)

    def pay_invoice(self, invoice: str, *, card: Card = Card.WORKS) -> Doc:
        return invoicing.pay(self, invoice, card=card)

    def end_subscription(self, subscription: str, *, reason: str = "payment_failed") -> Doc:
        return regular.end(self, subscription, reason=reason)

    def refund(self, payment: str, *, amount: int | None = None) -> Doc:
        """As somebody does it in Stripe's dashboard, without our knowing."""
        with self.store.change():
            charge = giving_back.paid_charge(self, payment)
            return giving_back.refund(self, charge, amount=amount, metadata={}, reason=None)

    def settle_refund(self, refund: str) -> Doc:
        return giving_back.settle_refund(self, refund)

    def fail_refund(self, refund: str) -> Doc:
        return giving_back.fail_refund(self, refund)

    def open_dispute(self, payment: str, *, amount: int | None = None) -> Doc:
        return giving_back.open_dispute(self, payment, amount=amount)

    def close_dispute(self, dispute: str, *, won: bool) -> Doc:
        return giving_back.close_dispute(self, dispute, won=won)

    def make_payout(self) -> Doc | None:
        """Pay out what is available; None where that is nothing."""
        return balance.make_payout(self)

    def finish_payout(self, payout: str) -> Doc:
        return balance.finish_payout(self, payout)

    def fail_payout(self, payout: str) -> Doc:
        return balance.fail_payout(self, payout)

    def charge_account_fee(self, *, amount: int, words: str = "Monthly fee") -> Doc:
        """Stripe takes a fee that belongs to no payment."""
        return balance.book_account_fee(self, amount=amount, words=words)

    def book_late(self, is_so: bool = True) -> None:
        """Whether a charge's line of the balance comes later than its success."""
        self.store.set("books_late", is_so)

    def let_refunds_wait(self, is_so: bool = True) -> None:
        """Whether refunds are pending at first."""
        self.store.set("refunds_wait", is_so)

    def truth(self) -> truth.Truth:
        return truth.truth(self)

    def come_round(self) -> int:
        """Do all that time has brought by now; returns how many things that were."""
        return sum(self._act(doc) for doc in self.store.due(self.now())) + self._daily_payout()

    def _act(self, due: Doc) -> int:
        try:
            with self.store.change():
                self._meet(self.store.get(due["id"]) or due)
        except ApiError:  # something else has overtaken it
            self.store.become_due(due["id"], None)
        return 1

    def _meet(self, doc: Doc) -> None:
        match doc["object"]:
            case "checkout.session":
                sessions.expire(self, doc["id"])
            case "payment_intent":
                card = self.store.note_of(doc["id"])["card"]
                self.answer_debit(doc["id"], succeeds=card == Card.DEBIT)
            case "charge":
                charging.book_late(self, doc)
            case "refund":
                self.settle_refund(doc["id"])
            case "payout":
                self.finish_payout(doc["id"])
            case "subscription":
                self._turn(doc)
            case "invoice":
                self.renew(doc["parent"]["subscription_details"]["subscription"])

    def _turn(self, subscription: Doc) -> None:
        if subscription["cancel_at_period_end"]:
            self.end_subscription(subscription["id"], reason="cancellation_requested")
        elif self._has_open_invoice(subscription):
            # Its invoice is tried again by itself; the period waits for it.
            self.store.become_due(subscription["id"], self.now() + 3600)
        else:
            self.renew(subscription["id"])

    def _has_open_invoice(self, subscription: Doc) -> bool:
        return bool(self.get(subscription["latest_invoice"], kind="invoice")["status"] == "open")

    def _daily_payout(self) -> int:
        today = self.at().date().isoformat()
        if self.store.setting("paid_out_on") == today:
            return 0
        self.store.set("paid_out_on", today)
        return 1 if self.make_payout() else 0
