"""Refunds and disputes: money that goes back, in part or whole, and sometimes comes again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from broadsheet.funding.ledger.book import COVER, GIFTS, LOSSES, Draft, Line, is_written, write
from broadsheet.funding.models import (
    CAME_AGAIN_KINDS,
    REVERSAL_KINDS,
    TAKEN_BACK,
    EntryKind,
    Gift,
    Reversal,
    ReversalKind,
    ReversalState,
)
from broadsheet.funding.providers.contract import Booked, DisputeFacts, RefundFacts
from broadsheet.funding.settling.arithmetic import negative, share_gone
from broadsheet.funding.settling.settlement import adjust_to, balance_lines, unbooked
from broadsheet.lib.money import Money

# A reversal goes forward only, whatever old facts say.
_RANKS = {
    ReversalState.ASKED: 0,
    ReversalState.PENDING: 1,
    ReversalState.OPEN: 1,
    ReversalState.MADE: 2,
    ReversalState.WON: 4,  # on appeal, even after it was lost
    ReversalState.LOST: 3,
    ReversalState.FAILED: 3,
}
_CAME_AGAIN = (ReversalState.FAILED, ReversalState.WON)
# What an entry is that says that money left us, and one that it came again.
_KINDS = {
    ReversalKind.REFUND: (EntryKind.REFUND, EntryKind.REFUND_FAILED),
    ReversalKind.DISPUTE: (EntryKind.DISPUTE, EntryKind.DISPUTE_WON),
}


def take_in_refund(gift: Gift, facts: RefundFacts, *, now: datetime) -> bool:
    """Bring a refund up to date; whether anything was new. The gift's row is locked."""
    reversal = _reversal_of(gift, facts, kind=ReversalKind.REFUND, now=now)
    return _bring_up_to_date(reversal, facts, booked=facts.booked, now=now)


def take_in_dispute(gift: Gift, facts: DisputeFacts, *, now: datetime) -> bool:
    """Bring a dispute up to date; whether anything was new. The gift's row is locked."""
    reversal = _reversal_of(gift, facts, kind=ReversalKind.DISPUTE, now=now)
    return _bring_up_to_date(reversal, facts, booked=facts.taken, now=now)


def _reversal_of(
    gift: Gift, facts: RefundFacts | DisputeFacts, *, kind: ReversalKind, now: datetime
) -> Reversal:
    """The row of it: by the provider's reference, else by our token, else a new one."""
    rows = Reversal.objects.filter(gift=gift, kind=kind)
    found = rows.filter(reference=facts.reference).first()
    token = facts.token if isinstance(facts, RefundFacts) else ""
    if found is None and token:
        found = rows.filter(token=UUID(token), reference="").first()
        if found is not None:
            _believe(found, facts)
    if found is None:
        found = Reversal(
            gift=gift,
            kind=kind,
            state=ReversalState.ASKED,
            provider=gift.provider,
            amount_minor=facts.amount.amount_minor,
            created_at=now,
        )
    if found.reference != facts.reference:
        found.reference = facts.reference
        found.save()
    found.gift = gift
    return found


def _believe(asked: Reversal, facts: RefundFacts | DisputeFacts) -> None:
    """What the provider made of our wish, though it may have said no to one who asked at once."""
    asked.amount_minor = facts.amount.amount_minor
    asked.state = ReversalState.ASKED


def _bring_up_to_date(
    reversal: Reversal, facts: RefundFacts | DisputeFacts, *, booked: Booked | None, now: datetime
) -> bool:
    """Write the entries that are missing, then the state; whether anything was new."""
    source = f"{reversal.kind}:{reversal.provider}:{reversal.reference}"
    is_new = False
    if facts.state in TAKEN_BACK or booked is not None or is_written(source):
        is_new = _take_back(reversal, facts, booked=booked, source=source, now=now)
    return _advance(reversal, facts.state) or is_new


def _advance(reversal: Reversal, state: ReversalState) -> bool:
    if _RANKS[state] <= _RANKS[ReversalState(reversal.state)]:
        return False
    reversal.state = state
    reversal.save(update_fields=["state"])
    return True


def _take_back(
    reversal: Reversal,
    facts: RefundFacts | DisputeFacts,
    *,
    booked: Booked | None,
    source: str,
    now: datetime,
) -> bool:
    """That money left, and that it came again."""
    left, came = _KINDS[ReversalKind(reversal.kind)]
    gone = booked or estimate(reversal)
    is_new = _enter(reversal, booked, or_else=gone, kind=left, source=source, now=now)
    back = f"{source}:back"
    if facts.state in _CAME_AGAIN or (facts.returned is not None and is_written(back)):
        again = _opposite(gone)
        is_new |= _enter(reversal, facts.returned, or_else=again, kind=came, source=back, now=now)
    return is_new


def _enter(
    reversal: Reversal,
    booked: Booked | None,
    *,
    or_else: Booked,
    kind: EntryKind,
    source: str,
    now: datetime,
) -> bool:
    """Write an entry, or correct it once its booking is known; whether it is new."""
    if is_written(source):
        if booked is not None:
            adjust_to(booked, source=source, gift=reversal.gift, now=now)
        return False
    write_reversal(reversal, booked or or_else, kind=kind, source=source, now=now)
    return True


def write_reversal(
    reversal: Reversal, booked: Booked, *, kind: EntryKind, source: str, now: datetime
) -> None:
    """Write that part of what was charged left us, or came again; `booked` says what moved.

    The meter falls by the part of the gift that is in it, at the gift's own rate; what goes back
    beyond all that was charged is a loss.
    """
    gift = reversal.gift
    is_back = kind in CAME_AGAIN_KINDS
    gone_before = _gone(gift)
    change = -reversal.amount_minor if is_back else reversal.amount_minor
    gone = gone_before + change
    counted = _counted(gift)
    shares = counted.gone(gone, less=gone_before)
    moved = [*balance_lines(gift.provider, booked), *shares]
    draft = Draft(
        kind=kind,
        source=source,
        lines=[*moved, *_beyond(gift, moved)],
        campaign=gift.campaign,
        given=negative(counted.moved(counted.given, gone, gone_before)),
        charged_minor=-change,
        rate=gift.rate,
        rate_source=gift.rate_source,
        gift=gift,
    )
    write(draft, now=now)


def estimate(reversal: Reversal) -> Booked:
    """What the provider will book, as far as the gift tells."""
    gift = reversal.gift
    received = gift.received_minor or 0
    part = received * reversal.amount_minor // gift.charged.amount_minor
    return unbooked(Money(-part, gift.received_currency or gift.currency))


@dataclass(frozen=True)
class _Counted:
    """What a gift counted as, by its entry: its row is but a copy, and can be edited by hand."""

    charged_minor: int
    given: Money
    shares: list[tuple[str, Money]]

    def gone(self, gone: int, *, less: int) -> list[Line]:
        """Of each share what goes: the cover gives what the gift does not, to the last unit."""
        gift = self.moved(self.given, gone, less).amount_minor
        rest = min(gone, self.charged_minor) - min(less, self.charged_minor) - gift
        return [
            Line(
                account,
                Money(rest, share.currency) if account == COVER else self.moved(share, gone, less),
            )
            for account, share in self.shares
        ]

    def moved(self, share: Money, gone: int, less: int) -> Money:
        before = share_gone(share.amount_minor, gone=less, whole=self.charged_minor)
        after = share_gone(share.amount_minor, gone=gone, whole=self.charged_minor)
        return Money(after - before, share.currency)


def _counted(gift: Gift) -> _Counted:
    entry = gift.entries.get(kind=EntryKind.GIFT)
    lines = entry.postings.filter(account__in=(GIFTS, COVER)).order_by("pk")
    return _Counted(
        charged_minor=entry.charged_minor,
        given=Money(entry.given_minor, entry.given_currency),
        shares=[
            (account, Money(-minor, currency))
            for account, minor, currency in lines.values_list("account", "amount_minor", "currency")
        ],
    )


def _gone(gift: Gift) -> int:
    """Of what was charged, what has gone back so far, by the gift's entries."""
    entries = gift.entries.filter(kind__in=REVERSAL_KINDS)
    return -sum(entries.values_list("charged_minor", flat=True))


def _beyond(gift: Gift, lines: list[Line]) -> list[Line]:
    """Where all is in one currency there is nothing to exchange: the rest is lost (or found)."""
    if len({line.money.currency for line in lines}) > 1:
        return []
    rest = -sum(line.money.amount_minor for line in lines)
    return [Line(LOSSES, Money(rest, gift.currency))]


def _opposite(booked: Booked) -> Booked:
    return unbooked(negative(booked.gross))
