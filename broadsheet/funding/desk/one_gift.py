"""One gift with all that happened to it, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.asked import MANUAL
from broadsheet.funding.desk.gift_rows import rhythm_words, way_words, who_gave
from broadsheet.funding.models import (
    TAKEN_BACK,
    Entry,
    Gift,
    GiftChange,
    GiftState,
    MessageState,
    NameShown,
    Receipt,
    Reversal,
    ReversalState,
)


@dataclass(frozen=True)
class Fact:
    """One line of what is known."""

    label: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class EntryLine:
    """An entry of the ledger: what it was, and what it moved."""

    number: int
    kind: str
    at: datetime
    postings: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ReversalLine:
    kind: str
    state: str
    amount: str
    why: str
    by: object
    at: datetime


@dataclass(frozen=True)
class OneGift:
    """A gift as its page shows it."""

    gift: Gift
    who: str
    facts: Sequence[Fact]
    entries: Sequence[EntryLine]
    reversals: Sequence[ReversalLine]
    changes: Sequence[GiftChange]
    receipt: Receipt | None
    left_minor: int
    left: str

    @property
    def is_refundable(self) -> bool:
        return self.gift.state == GiftState.SETTLED and self.left_minor > 0

    @property
    def is_manual(self) -> bool:
        return self.gift.provider in MANUAL

    @property
    def can_show_message(self) -> bool:
        return bool(self.gift.message) and self.gift.message_state != MessageState.SHOWN

    @property
    def can_take_off_message(self) -> bool:
        return bool(self.gift.message) and self.gift.message_state != MessageState.TAKEN_OFF


def one_gift(gift_id: int) -> OneGift | None:
    """The gift and what happened to it. Five queries."""
    rows = Gift.objects.select_related("campaign", "donor", "regular", "receipt__series")
    gift = rows.filter(pk=gift_id).first()
    if gift is None:
        return None
    reversals = list(gift.reversals.select_related("asked_by").order_by("id"))
    left = left_of(gift, reversals)
    return OneGift(
        gift=gift,
        who=who_gave(gift),
        facts=_facts(gift),
        entries=[
            _entry(row) for row in gift.entries.order_by("number").prefetch_related("postings")
        ],
        reversals=[_reversal(row, gift=gift) for row in reversals],
        changes=list(gift.changes.select_related("by").order_by("-id")),
        receipt=getattr(gift, "receipt", None),
        left_minor=left,
        left=written(left, gift.currency),
    )


def left_of(gift: Gift, reversals: Sequence[Reversal]) -> int:
    """Of what was charged, what has neither gone back nor is asked to, in the smallest unit."""
    gone = (*TAKEN_BACK, ReversalState.ASKED)
    return gift.charged.amount_minor - sum(
        row.amount_minor for row in reversals if row.state in gone
    )


def _facts(gift: Gift) -> list[Fact]:
    facts = [
        Fact(_("Given"), written(gift.amount_minor, gift.currency), rhythm_words(gift.regular)),
        *_money_facts(gift),
        Fact(_("Campaign"), gift.campaign.title if gift.campaign else _("None")),
        Fact(_("Way"), way_words(gift.provider), gift.payment or gift.checkout),
        *_donor_facts(gift),
    ]
    return [fact for fact in facts if fact.words]


def _money_facts(gift: Gift) -> list[Fact]:
    facts = []
    if gift.cover_minor:
        note = _("never counted")
        facts.append(Fact(_("Covers the fee"), written(gift.cover_minor, gift.currency), note))
    if gift.counted_minor is not None:
        rate = ""
        if gift.counted_currency != gift.currency:
            said = {"rate": gift.rate, "source": gift.rate_source}
            rate = _("at %(rate)s, by %(source)s") % said
        counted = written(gift.counted_minor, gift.counted_currency)
        facts.append(Fact(_("Counts as"), counted, rate))
    if gift.received_minor is not None:
        received = written(gift.received_minor, gift.received_currency)
        facts.append(Fact(_("Booked"), received, _fee_words(gift)))
    return facts


def _fee_words(gift: Gift) -> str:
    if gift.provider in MANUAL:
        return ""
    if gift.fee_minor is None:
        return _("the fee is not known yet")
    return _("less a fee of %(fee)s") % {"fee": written(gift.fee_minor, gift.received_currency)}


def _donor_facts(gift: Gift) -> list[Fact]:
    shown = {
        NameShown.ANONYMOUS: _("Nobody: no name is kept"),
        NameShown.HIDDEN: _("The newsroom alone"),
        NameShown.SHOWN: _("Everybody, on the wall of thanks"),
    }
    amount = _("the amount may be shown") if gift.shows_amount else _("the amount is not shown")
    address = gift.donor.address if gift.donor else ""
    return [
        Fact(_("Name"), gift.name),
        Fact(_("E-mail"), address),
        Fact(_("Who may know the name"), shown[NameShown(gift.name_shown)], amount),
    ]


def _entry(entry: Entry) -> EntryLine:
    return EntryLine(
        number=entry.number,
        kind=str(entry.get_kind_display()),
        at=entry.written_at,
        postings=[
            (row.account, written(row.amount_minor, row.currency))
            for row in sorted(entry.postings.all(), key=lambda row: row.pk)
        ],
    )


def _reversal(row: Reversal, *, gift: Gift) -> ReversalLine:
    return ReversalLine(
        kind=str(row.get_kind_display()),
        state=str(row.get_state_display()),
        amount=written(row.amount_minor, gift.currency),
        why=row.why,
        by=row.asked_by,
        at=row.created_at,
    )
