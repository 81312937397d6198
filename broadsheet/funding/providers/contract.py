"""What a provider of payments is to the rest of the house: values in, facts out.

A provider never decides what a gift is worth or whether it counts. It begins checkouts, says
what an event is about, and tells the whole truth about one thing at a time. Everything else
(our row first, one effect for any number of events, the ledger) is done once, for all of them,
in `settling/`. How to write another one: docs/providers.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from broadsheet.funding.models import Every, PayoutState, RegularState, ReversalState
from broadsheet.lib.money import Money


class ProviderError(Exception):
    """The provider did not do what it was asked; its text is for the staff, never for readers."""


class Unreachable(ProviderError):
    """No answer, or one that says nothing: what was asked may have happened or not. Ask again."""


class Refused(ProviderError):
    """A clear no: asking again in the same words is in vain."""


class NotFound(Refused):
    """There is no such thing."""


class BadEvent(Exception):
    """An event that must not be believed: not signed by the provider, too old, of another mode."""


class SubjectKind(StrEnum):
    """What an event may be about."""

    CHECKOUT = "checkout"
    PAYMENT = "payment"
    INVOICE = "invoice"  # one payment of a regular gift
    REGULAR = "regular"
    PAYOUT = "payout"


@dataclass(frozen=True)
class Subject:
    """One thing of the provider's, by the provider's own reference."""

    kind: SubjectKind
    reference: str


@dataclass(frozen=True)
class Hint:
    """A verified event: something has happened to `subject`. What it was, only a look tells.

    `subject` is None for an event that is none of ours. `kind` is the provider's word for it.
    """

    event: str
    kind: str
    subject: Subject | None
    is_decline: bool = False


@dataclass(frozen=True)
class Order:
    """A checkout to begin. `key` is derived from our row: the same order twice is one checkout.

    `charged` is what the donor pays, the covered fee included. `gift_token` and
    `regular_token` ("" for a gift that is given once) must come back with every fact.
    """

    key: str
    gift_token: str
    regular_token: str
    charged: Money
    every: Every
    title: str
    email: str
    language: str
    done_url: str
    cancelled_url: str
    created_at: datetime


@dataclass(frozen=True)
class Checkout:
    """A page of the provider's on which the donor pays."""

    reference: str
    url: str


class PaymentState(StrEnum):
    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"  # for good; a declined card that may be tried again is still open
    EXPIRED = "expired"


@dataclass(frozen=True)
class Booked:
    """What a payment, refund or dispute did to the balance at the provider.

    `gross` in the balance's currency, negative where money left; `fee` in the same, positive
    where the provider kept it. What the balance changed by is `gross` less `fee`. `rate` is
    what one unit charged became in the balance's currency, "" where it is the same currency.
    """

    reference: str
    gross: Money
    fee: Money
    rate: str = ""


@dataclass(frozen=True)
class RefundFacts:
    """`token` is our own where we asked for it. `amount` is of what was charged, positive."""

    reference: str
    token: str
    amount: Money
    state: ReversalState  # PENDING, MADE or FAILED
    at: datetime
    booked: Booked | None = None
    returned: Booked | None = None  # when it failed, and the money came back to us


@dataclass(frozen=True)
class DisputeFacts:
    """`amount` is of what was charged, positive; `taken` when it opens, `returned` when won.

    A mere inquiry, which takes no money, is none. One that was lost may still be won.
    """

    reference: str
    amount: Money
    state: ReversalState  # OPEN, WON or LOST
    at: datetime
    taken: Booked | None = None
    returned: Booked | None = None


@dataclass(frozen=True)
class PaymentFacts:
    """All that is true of one payment at the moment of looking.

    `gift_token` is "" for the later payments of a regular gift; `regular` is the provider's
    reference of it. `paid` is what was taken, in the currency that was charged, and nothing
    unless the state is PAID. A payment may be PAID for a while before it is `booked`.
    """

    provider: str
    state: PaymentState
    paid: Money
    checkout: str = ""
    payment: str = ""
    gift_token: str = ""
    regular: str = ""
    regular_token: str = ""
    paid_at: datetime | None = None
    booked: Booked | None = None
    refunds: tuple[RefundFacts, ...] = ()
    disputes: tuple[DisputeFacts, ...] = ()


@dataclass(frozen=True)
class RegularFacts:
    """All that is true of a regular gift. `pay_url` is where a failed payment can be made up."""

    provider: str
    reference: str
    token: str
    state: RegularState
    charged: Money
    ended_at: datetime | None = None
    pay_url: str = ""


@dataclass(frozen=True)
class PayoutFacts:
    provider: str
    reference: str
    amount: Money
    state: PayoutState
    arrives_on: date


Facts = PaymentFacts | RegularFacts | PayoutFacts


@dataclass(frozen=True)
class BalanceLine:
    """One line of the provider's balance: `net` is what it changed it by.

    `subject` is the reference of the payment, refund, dispute or payout it belongs to, "" for
    what belongs to none, as a monthly fee.
    """

    reference: str
    kind: str
    subject: str
    net: Money
    words: str
    at: datetime


class Provider(Protocol):
    """One folder each. Every call may raise Unreachable or Refused, and takes at most 10 s.

    What lists (`…_since`, `lines_of_payout`, `find_checkout`) takes that for each page.
    """

    name: str
    """Its folder's, the account's in the ledger, and the last part of its events' address."""

    def why_closed(self) -> str:
        """A sentence for the staff on what is missing, such as a key; "" when all is there."""

    def charge_range(self, currency: str) -> tuple[int, int]:
        """The least and the most that can be charged at once, in the smallest unit."""

    def chargeable(self, money: Money) -> Money:
        """The amount itself, or the next higher one that the provider can charge."""

    def begin_checkout(self, order: Order) -> Checkout:
        """Begin it, or return the one begun before with the same key."""

    def find_checkout(self, order: Order) -> Checkout | None:
        """The one begun for this order, by our token, for when keys may be forgotten."""

    def read_event(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> Hint:
        """:raises BadEvent: unless it is signed, fresh and of our mode. No outgoing call."""

    def look_at(self, subject: Subject) -> Facts:
        """:raises NotFound: when there is no such thing."""

    def hints_since(self, since: datetime) -> Iterator[Hint]:
        """Hints of all events since then, whether they were delivered or not, oldest first."""

    def refund(self, *, payment: str, amount: Money, token: str) -> None:
        """Ask for a refund, once for any number of calls with the same token."""

    def change_regular(self, reference: str, *, charged: Money, key: str) -> None:
        """From the next payment on, charge another amount."""

    def end_regular(self, reference: str, *, key: str) -> None:
        """End it now; one that has ended is no error."""

    def payouts_since(self, since: datetime) -> Iterator[PayoutFacts]:
        """The payouts begun or changed since then, and perhaps others, oldest first."""

    def lines_of_payout(self, reference: str) -> Iterator[BalanceLine]:
        """What a payout is made of, without its own line."""

    def lines_since(self, since: datetime) -> Iterator[BalanceLine]:
        """Every line of the balance since then, oldest first."""
