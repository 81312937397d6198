"""Refunds and disputes as Stripe tells them, and money that came and was not there. Pure."""

from collections.abc import Iterator, Sequence

from broadsheet.funding.models import ReversalState
from broadsheet.funding.providers.contract import DisputeFacts, RefundFacts
from broadsheet.funding.providers.stripe.amounts import from_stripe
from broadsheet.funding.providers.stripe.reading import REFUND, Doc, booked, moment, part, token
from broadsheet.lib.money import Money

_REFUND_STATES = {
    "pending": ReversalState.PENDING,
    "requires_action": ReversalState.PENDING,
    "succeeded": ReversalState.MADE,
    "failed": ReversalState.FAILED,
    "canceled": ReversalState.FAILED,
}
# While an appeal is heard, the money is as lost as before it; should it come back, it is won.
_DISPUTE_STATES = {
    "won": ReversalState.WON,
    "prevented": ReversalState.WON,
    "warning_closed": ReversalState.WON,
    "lost": ReversalState.LOST,
    "appeal_needs_response": ReversalState.LOST,
    "appeal_under_review": ReversalState.LOST,
}


def refund_facts(refund: Doc) -> RefundFacts:
    """Of a refund, with its balance transactions."""
    amount = from_stripe(refund["amount"], refund["currency"])
    return RefundFacts(
        reference=refund["id"],
        token=token(refund, REFUND),
        amount=amount,
        state=_REFUND_STATES.get(refund.get("status") or "", ReversalState.PENDING),
        at=moment(refund["created"]),
        booked=booked(part(refund, "balance_transaction"), charged=amount),
        returned=booked(part(refund, "failure_balance_transaction"), charged=amount),
    )


def dispute_facts(disputes: Sequence[Doc], *, charged: Money) -> Iterator[DisputeFacts]:
    """Of every dispute that has moved money: an inquiry, or one that is not booked, has not.

    What is taken, given back and taken again is told as so many disputes: one is over when the
    money came back.
    """
    for dispute in disputes:
        for number, (taken, returned) in enumerate(_rounds(dispute)):
            state = _DISPUTE_STATES.get(dispute["status"], ReversalState.OPEN)
            yield DisputeFacts(
                reference=dispute["id"] if number == 0 else f"{dispute['id']}/{number + 1}",
                amount=_disputed(dispute, charged=charged),
                state=ReversalState.WON if returned else state,
                at=moment(taken["created"]),
                taken=booked(taken, charged=charged),
                returned=booked(returned, charged=charged) if returned else None,
            )


def late_failure(charge: Doc) -> tuple[DisputeFacts, ...]:
    """A payment that was credited, and that the donor's bank then did not pay after all.

    Stripe takes it back without a dispute; to the house it is one that was lost at once.
    """
    taken = part(charge, "failure_balance_transaction")
    if not taken:
        return ()
    amount = from_stripe(charge["amount"], charge["currency"])
    return (
        DisputeFacts(
            reference=charge["id"],
            amount=amount,
            state=ReversalState.LOST,
            at=moment(taken["created"]),
            taken=booked(taken, charged=amount),
        ),
    )


def _rounds(dispute: Doc) -> list[tuple[Doc, Doc | None]]:
    """What was taken each time, and what of it came back. Stripe lists them in any order."""
    rounds: list[tuple[Doc, Doc | None]] = []
    lines = dispute.get("balance_transactions") or []
    for line in sorted(lines, key=lambda line: (line["created"], line["amount"])):
        if line["amount"] < 0:
            rounds.append((line, None))
        elif rounds:
            rounds[-1] = (rounds[-1][0], line)
    return rounds


def _disputed(dispute: Doc, *, charged: Money) -> Money:
    """At most what was charged: banks dispute in their own currency, at the rate of the day."""
    if dispute["currency"].upper() != charged.currency:
        return charged
    amount = from_stripe(dispute["amount"], dispute["currency"])
    return min(amount, charged, key=lambda money: money.amount_minor)
