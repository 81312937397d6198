"""What a donor may pay with at the rehearsal, and what becomes of it."""

from dataclasses import dataclass
from enum import StrEnum

DEBIT_SECONDS = 60


class Card(StrEnum):
    WORKS = "works"
    DECLINED = "declined"
    NO_FUNDS = "no_funds"
    DEBIT = "debit"  # takes its time, then succeeds
    DEBIT_FAILS = "debit_fails"  # takes its time, then fails
    WORKS_ONCE = "works_once"  # declined from the next payment of a regular gift on

    @property
    def takes_time(self) -> bool:
        return self in (Card.DEBIT, Card.DEBIT_FAILS)

    @property
    def decline(self) -> "Decline | None":
        """Why it is declined at once, if it is."""
        return DECLINES.get(self)

    @property
    def next_time(self) -> "Card":
        """What it is at the next payment."""
        return Card.NO_FUNDS if self is Card.WORKS_ONCE else self


@dataclass(frozen=True)
class Decline:
    code: str
    decline_code: str
    words: str


DECLINES = {
    Card.DECLINED: Decline("card_declined", "generic_decline", "Your card was declined."),
    Card.NO_FUNDS: Decline(
        "card_declined", "insufficient_funds", "Your card has insufficient funds."
    ),
}
LATE_DECLINE = Decline(
    "payment_intent_payment_attempt_failed", "debit_not_authorized", "The bank returned the debit."
)
