"""What a receipt says, in the newsroom's own language: for the letter and for the PDF alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from broadsheet.funding.models import (
    TAKEN_BACK,
    Every,
    Gift,
    Receipt,
    RegularGift,
    Reversal,
    ReversalKind,
)
from broadsheet.lib.money import Money
from broadsheet.newsroom.languages import direction_of, locale_of
from broadsheet.newsroom.models import NewsroomSettings


@dataclass(frozen=True)
class WentBack:
    """Money of the gift that was given back, or that a bank took back."""

    words: str
    amount: str


@dataclass(frozen=True)
class Wording:
    """A receipt, written out. "" stands for what there is none of."""

    number: str
    paper: str
    address: str
    entity: str
    entity_address: str
    name: str
    what_for: str
    every: str
    received_on: str
    issued_on: str
    amount: str
    cover: str
    charged: str
    counted: str
    went_back: Sequence[WentBack]
    tax_words: str
    language: str
    is_rtl: bool

    @property
    def title(self) -> str:
        # After letters that run from the right, the halves of the number would change places.
        number = f"\u2066{self.number}\u2069" if self.is_rtl else self.number
        return _("Receipt %(number)s") % {"number": number}

    @property
    def file_name(self) -> str:
        return f"receipt-{self.number}.pdf"


def receipts() -> QuerySet[Receipt]:
    """Receipts with all that their words are made of, but what went back."""
    return Receipt.objects.select_related(
        "series", "gift__campaign", "gift__donor", "gift__regular"
    ).prefetch_related("gift__reversals")


def word(receipt: Receipt, *, newsroom: NewsroomSettings) -> Wording:
    """Write a receipt out. No query for one of `receipts()`."""
    gift = receipt.gift
    return Wording(
        number=str(receipt),
        paper=newsroom.name,
        address=settings.SITE_ADDRESS,
        entity=receipt.series.entity,
        entity_address=receipt.entity_address,
        name=receipt.name,
        what_for=what_for(gift, newsroom=newsroom),
        every=every_words(gift.regular.every if gift.regular else Every.ONCE),
        received_on=day(gift.settled_at or receipt.issued_at, newsroom=newsroom),
        issued_on=day(receipt.issued_at, newsroom=newsroom),
        amount=newsroom.write_amount(gift.amount),
        cover=newsroom.write_amount(gift.cover) if gift.cover_minor else "",
        charged=newsroom.write_amount(gift.charged),
        counted=_counted(gift, newsroom=newsroom),
        went_back=went_back(gift, newsroom=newsroom),
        tax_words=receipt.tax_words,
        language=newsroom.language,
        is_rtl=direction_of(newsroom.language) == "rtl",
    )


def what_for(gift: Gift | RegularGift, *, newsroom: NewsroomSettings) -> str:
    """What a gift is for: a campaign, or the newsroom as a whole."""
    return gift.campaign.title if gift.campaign else newsroom.name


def every_words(every: str) -> str:
    """How often a gift comes again, "" for one that does not."""
    words = {Every.MONTH: _("every month"), Every.YEAR: _("every year")}
    return words.get(Every(every), "")


def day(at: datetime, *, newsroom: NewsroomSettings) -> str:
    """The day of a moment where the newsroom is, such as "5 May 2026"."""
    local = at.astimezone(ZoneInfo(newsroom.time_zone)).date()
    return str(format_date(local, "long", locale=locale_of(newsroom.language)))


def went_back(gift: Gift, *, newsroom: NewsroomSettings) -> list[WentBack]:
    """What has left us again of what the donor paid, oldest first."""
    gone = [one for one in gift.reversals.all() if one.state in TAKEN_BACK]
    return [_went_back(one, newsroom=newsroom) for one in sorted(gone, key=lambda one: one.pk)]


def _went_back(reversal: Reversal, *, newsroom: NewsroomSettings) -> WentBack:
    on = day(reversal.created_at, newsroom=newsroom)
    words = (
        _("Given back on %(day)s")
        if reversal.kind == ReversalKind.REFUND
        else _("Taken back by the bank on %(day)s")
    )
    money = Money(reversal.amount_minor, reversal.gift.currency)
    return WentBack(words=words % {"day": on}, amount=newsroom.write_amount(money))


def _counted(gift: Gift, *, newsroom: NewsroomSettings) -> str:
    """What a gift in another currency counted as, "" in the campaign's own."""
    if gift.counted_currency in ("", gift.currency):
        return ""
    return newsroom.write_amount(Money(gift.counted_minor or 0, gift.counted_currency))
