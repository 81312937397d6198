"""How the total of a campaign is made up, as the ledger has it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from broadsheet.funding.ledger.book import COVER, FEES, GIFTS
from broadsheet.funding.ledger.public import End, newest
from broadsheet.funding.models import (
    DISPUTE_KINDS,
    REFUND_KINDS,
    REVERSAL_KINDS,
    Campaign,
    Entry,
    EntryKind,
    Gift,
    GiftState,
    Posting,
)
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings

# So many gifts in other currencies are listed; the rest stand in the export.
LISTED = 50
_NAMED = REVERSAL_KINDS | {EntryKind.GIFT}


@dataclass(frozen=True)
class Part:
    """One line of the sum; `number` is how many entries it is of."""

    words: str
    amount: str
    number: int


@dataclass(frozen=True)
class Exchanged:
    """A gift, or what went back of one, in another currency than the campaign's."""

    day: str
    kind: str
    given: str
    rate: str
    rate_source: str
    counted: str


@dataclass(frozen=True)
class MadeUp:
    """Where a campaign's total comes from, and what does not count into it."""

    parts: Sequence[Part]
    raised: str
    gifts: int
    on_its_way: Sequence[str]
    exchanged: Sequence[Exchanged]
    exchanged_more: int
    cover: Sequence[str]
    fees: Sequence[str]
    end: End


def how_made_up(campaign: Campaign, *, newsroom: NewsroomSettings) -> MadeUp:
    """What stands behind the total of a campaign that was read with `with_raised`. Six queries."""
    raised = Money(campaign.raised_minor, campaign.currency)  # type: ignore[attr-defined]  # annotated
    sums = _sums_by_kind(campaign)
    exchanged, number_exchanged = _exchanged(campaign, newsroom=newsroom)
    apart = _apart(campaign, newsroom=newsroom)
    return MadeUp(
        parts=_parts(sums, campaign, newsroom=newsroom),
        raised=newsroom.write_amount(raised),
        gifts=sums.get(EntryKind.GIFT, (0, 0))[1],
        on_its_way=_on_its_way(campaign, newsroom=newsroom),
        exchanged=exchanged,
        exchanged_more=max(0, number_exchanged - LISTED),
        cover=apart[COVER],
        fees=apart[FEES],
        end=newest(),
    )


def _sums_by_kind(campaign: Campaign) -> dict[str, tuple[int, int]]:
    """What each kind of entry put into the campaign, and in how many entries."""
    lines = Posting.objects.filter(account=GIFTS, campaign=campaign).order_by()
    rows = lines.values_list("kind").annotate(total=-Sum("amount_minor"), number=Count("pk"))
    return {kind: (total, number) for kind, total, number in rows}


def _parts(
    sums: dict[str, tuple[int, int]], campaign: Campaign, *, newsroom: NewsroomSettings
) -> list[Part]:
    """Settled, refunded, disputed, always; what is none of them only where there is such."""
    groups: list[tuple[str, Collection[str]]] = [
        (_("Settled gifts"), [EntryKind.GIFT]),
        (_("Given back"), REFUND_KINDS),
        (_("Disputed by donors at their banks"), DISPUTE_KINDS),
        (_("Corrected"), [kind for kind in sums if kind not in _NAMED]),
    ]
    return [
        Part(
            words,
            newsroom.write_amount(
                Money(sum(sums.get(kind, (0, 0))[0] for kind in kinds), campaign.currency)
            ),
            sum(sums.get(kind, (0, 0))[1] for kind in kinds),
        )
        for words, kinds in groups
        if kinds
    ]


def _on_its_way(campaign: Campaign, *, newsroom: NewsroomSettings) -> list[str]:
    """What donors have sent and banks have not confirmed, in each currency."""
    rows = Gift.objects.filter(campaign=campaign, state=GiftState.PROCESSING).order_by()
    sums = rows.values_list("currency").annotate(Sum("amount_minor")).order_by("currency")
    return [newsroom.write_amount(Money(total, currency)) for currency, total in sums]


def _exchanged(campaign: Campaign, *, newsroom: NewsroomSettings) -> tuple[list[Exchanged], int]:
    """The newest entries in other currencies, and how many there are in all."""
    others = Entry.objects.filter(campaign=campaign).exclude(
        given_currency__in=(campaign.currency, "")
    )
    # A subquery, so that only what is listed is summed up.
    lines = Posting.objects.filter(entry=OuterRef("pk"), account=GIFTS).order_by().values("entry")
    counted = lines.annotate(total=-Sum("amount_minor")).values("total")
    rows = others.annotate(counted=Coalesce(Subquery(counted), 0)).order_by("-number")
    listed = [_exchange(row, campaign, newsroom=newsroom) for row in rows[:LISTED]]
    return listed, len(listed) if len(listed) < LISTED else others.count()


def _exchange(row: Any, campaign: Campaign, *, newsroom: NewsroomSettings) -> Exchanged:
    return Exchanged(
        day=_written(row.day, newsroom=newsroom),
        kind=_kind(row.kind),
        given=newsroom.write_amount(Money(row.given_minor, row.given_currency)),
        rate=_figure(row.rate, newsroom=newsroom),
        rate_source=_source(row.rate_source, newsroom=newsroom),
        counted=newsroom.write_amount(Money(row.counted, campaign.currency)),
    )


def _kind(kind: str) -> str:
    """An entry's kind as readers call it."""
    words = {
        EntryKind.GIFT: _("Gift"),
        EntryKind.REFUND: _("Refund"),
        EntryKind.REFUND_FAILED: _("Refund that came back"),
        EntryKind.DISPUTE: _("Dispute"),
        EntryKind.DISPUTE_WON: _("Dispute won"),
    }
    return words.get(EntryKind(kind), _("Correction"))


def _written(day: date, *, newsroom: NewsroomSettings) -> str:
    return str(format_date(day, "medium", locale=newsroom.language.replace("-", "_")))


def _figure(rate: str, *, newsroom: NewsroomSettings) -> str:
    locale = newsroom.language.replace("-", "_")
    return str(format_decimal(Decimal(rate), format="#,##0.##########", locale=locale))


def _source(source: str, *, newsroom: NewsroomSettings) -> str:
    """Who said the rate, in words; "ECB 2026-05-04" is the central bank's of that day."""
    bank, _space, day = source.partition(" ")
    if bank == "ECB":
        written = _written(date.fromisoformat(day), newsroom=newsroom)
        return _("European Central Bank, %(day)s") % {"day": written}
    return {"provider": _("the payment provider"), "newsroom": _("the newsroom")}.get(
        source, source
    )


def _apart(campaign: Campaign, *, newsroom: NewsroomSettings) -> dict[str, list[str]]:
    """What stands beside the gifts and never counts: covered fees, and what providers kept."""
    sums: dict[str, list[str]] = {COVER: [], FEES: []}
    for account, currency, total in _beside(campaign):
        minor = -total if account == COVER else total
        sums[account].append(newsroom.write_amount(Money(minor, currency)))
    return sums


def _beside(campaign: Campaign) -> QuerySet[Posting, Any]:
    of_it = Q(entry__campaign=campaign) | Q(entry__campaign=None, entry__gift__campaign=campaign)
    lines = Posting.objects.filter(of_it, account__in=(COVER, FEES)).order_by()
    sums = lines.values_list("account", "currency").annotate(total=Sum("amount_minor"))
    return sums.exclude(total=0).order_by("account", F("currency"))
