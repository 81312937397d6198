"""Settling a gift: its entry in the ledger, at its own rate, once."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from broadsheet.funding.ledger.book import COVER, FEES, GIFTS, Draft, Line, is_written, write
from broadsheet.funding.models import EntryKind, Gift, GiftState, Posting
from broadsheet.funding.providers.contract import Booked, PaymentFacts
from broadsheet.funding.settling.arithmetic import counted, negative
from broadsheet.funding.settling.rates import rate_for
from broadsheet.lib.money import Money


def settle(gift: Gift, facts: PaymentFacts, *, now: datetime) -> None:
    """Write the gift's entry and fill in the row, without saving it; its row is locked.

    Where the provider has not booked it yet, it is entered as charged, without a fee, and
    `book_late` writes the difference.
    """
    count_as(gift, booked=facts.booked, now=facts.paid_at or now)
    booked = facts.booked or unbooked(gift.charged)
    gift.received_minor = booked.gross.amount_minor
    gift.received_currency = booked.gross.currency
    gift.fee_minor = booked.fee.amount_minor if facts.booked else None
    gift.settled_at = now
    gift.state = GiftState.SETTLED
    gift.look_at = None
    write_gift(gift, balance_lines(gift.provider, booked), now=now)


def write_gift(gift: Gift, received: Sequence[Line], *, now: datetime) -> None:
    """Write the entry of a gift that is filled in; `received` says what came, and where to."""
    write(
        Draft(
            kind=EntryKind.GIFT,
            source=source_of(gift),
            lines=[*received, *_shares(gift)],
            campaign=gift.campaign,
            given=gift.amount,
            charged_minor=gift.charged.amount_minor,
            rate=gift.rate,
            rate_source=gift.rate_source,
            gift=gift,
        ),
        now=now,
    )


def count_as(gift: Gift, *, booked: Booked | None, now: datetime) -> None:
    """Fix what the gift counts as: in its campaign's currency, or as given without one.

    :raises NoRate: where nobody knows a rate.
    """
    currency = gift.campaign.currency if gift.campaign else gift.currency
    rate, source = rate_for(gift.charged, currency=currency, booked=booked, day=now.date())
    gift.rate, gift.rate_source = f"{rate.normalize():f}", source
    gift.counted_minor = counted(gift.amount, rate=rate, currency=currency).amount_minor
    gift.counted_currency = currency


def balance_lines(provider: str, booked: Booked) -> list[Line]:
    """What a booking did to the balance at the provider, and what the provider kept of it."""
    gross, fee = booked.gross, booked.fee
    return [
        Line(provider, Money(gross.amount_minor - fee.amount_minor, gross.currency)),
        Line(FEES, fee),
    ]


def unbooked(gross: Money) -> Booked:
    """What stands in for a booking that is not known yet."""
    return Booked(reference="", gross=gross, fee=Money(0, gross.currency))


def source_of(gift: Gift) -> str:
    return f"gift:{gift.token}"


def book_late(gift: Gift, booked: Booked | None, *, now: datetime) -> None:
    """Correct the provider's account once the booking of a settled gift is known."""
    if booked is None or gift.fee_minor is not None:
        return
    if adjust_to(booked, source=source_of(gift), gift=gift, now=now):
        gift.received_minor = booked.gross.amount_minor
        gift.received_currency = booked.gross.currency
    gift.fee_minor = booked.fee.amount_minor
    gift.save(update_fields=["received_minor", "received_currency", "fee_minor"])


def adjust_to(booked: Booked, *, source: str, gift: Gift, now: datetime) -> bool:
    """Write the difference between a booking and what was entered for it; whether there is one.

    What the gift counted as stays: it is never valued anew.
    """
    if is_written(f"{source}:booked"):
        return False
    lines = balance_lines(gift.provider, booked)
    entered = _entered(source, accounts=(gift.provider, FEES))
    difference = [*lines, *[Line(line.account, negative(line.money)) for line in entered]]
    if not _moves(difference):
        return False
    write(
        Draft(
            kind=EntryKind.ADJUSTMENT,
            source=f"{source}:booked",
            lines=_merged(difference),
            campaign=gift.campaign,
            gift=gift,
        ),
        now=now,
    )
    return True


def _shares(gift: Gift) -> list[Line]:
    """What the gift counts as, and what covers its fee, as income."""
    return [
        Line(GIFTS, Money(-(gift.counted_minor or 0), gift.counted_currency)),
        Line(COVER, Money(-gift.cover_minor, gift.currency)),
    ]


def _entered(source: str, *, accounts: tuple[str, ...]) -> list[Line]:
    rows = Posting.objects.filter(entry__source=source, account__in=accounts)
    sums = rows.values_list("account", "currency").annotate(Sum("amount_minor"))
    return [Line(account, Money(total, currency)) for account, currency, total in sums.order_by()]


def _merged(lines: list[Line]) -> list[Line]:
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.account, line.money.currency)
        sums[key] = sums.get(key, 0) + line.money.amount_minor
    return [Line(account, Money(total, currency)) for (account, currency), total in sums.items()]


def _moves(lines: list[Line]) -> bool:
    return any(line.money.amount_minor for line in _merged(lines))
