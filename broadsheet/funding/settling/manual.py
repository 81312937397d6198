"""Gifts that came by bank transfer or in cash, entered by the staff with who and why."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from broadsheet.funding.donors.addresses import donor_of
from broadsheet.funding.ledger.book import Line
from broadsheet.funding.models import (
    BANK,
    CASH,
    Campaign,
    Gift,
    GiftChange,
    GiftState,
    NameShown,
)
from broadsheet.funding.settling.arithmetic import counted
from broadsheet.funding.settling.rates import rate_for
from broadsheet.funding.settling.settlement import write_gift
from broadsheet.funding.settling.taking_in import touch_gift
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

STAFF = "newsroom"


@dataclass(frozen=True)
class HandedOver:
    """A gift as the staff saw it arrive. `rate` is theirs where they know a better one."""

    amount: Money
    way: str  # BANK or CASH
    campaign: Campaign | None
    arrived_on: date
    why: str
    email: str = ""
    name: str = ""
    name_shown: NameShown = NameShown.ANONYMOUS
    shows_amount: bool = False
    message: str = ""
    rate: Decimal | None = None


@transaction.atomic
def enter_gift(given: HandedOver, *, by: User | None, now: datetime) -> Gift:
    """Enter a gift that has arrived: it is settled with being written.

    :raises NoRate: where nobody knows a rate into the campaign's currency, and none is given.
    :raises ValueError: for a way that is neither bank nor cash.
    """
    if given.way not in (BANK, CASH):
        raise ValueError(given.way)
    gift = _settled(given, now=now)
    gift.save()
    write_gift(gift, [Line(gift.provider, gift.amount)], now=now)
    what = f"entered: {given.way}, arrived {given.arrived_on.isoformat()}"
    GiftChange.objects.create(gift=gift, at=now, by=by, what=what, why=given.why)
    touch_gift(gift)
    return gift


def _settled(given: HandedOver, *, now: datetime) -> Gift:
    """Its row, not saved yet."""
    currency = given.campaign.currency if given.campaign else given.amount.currency
    rate, source = _rate_of(given, currency=currency)
    return Gift(
        campaign=given.campaign,
        donor=donor_of(given.email, now=now) if given.email else None,
        provider=given.way,
        amount_minor=given.amount.amount_minor,
        currency=given.amount.currency,
        name="" if given.name_shown == NameShown.ANONYMOUS else given.name,
        name_shown=given.name_shown,
        shows_amount=given.shows_amount,
        message=given.message,
        state=GiftState.SETTLED,
        created_at=now,
        settled_at=now,
        rate=f"{rate.normalize():f}",
        rate_source=source,
        counted_minor=counted(given.amount, rate=rate, currency=currency).amount_minor,
        counted_currency=currency,
        received_minor=given.amount.amount_minor,
        received_currency=given.amount.currency,
        fee_minor=0,
    )


def _rate_of(given: HandedOver, *, currency: str) -> tuple[Decimal, str]:
    """The staff's own where they know one; and whose it is."""
    if given.rate is not None:
        return given.rate, STAFF
    return rate_for(given.amount, currency=currency, booked=None, day=given.arrived_on)
