"""Checking the ledger against itself and against all that is copied from it.

Each check yields a sentence for every difference, and nothing when all agrees. They read only.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils.translation import override

from broadsheet.funding.ledger import guards
from broadsheet.funding.ledger.book import GIFTS
from broadsheet.funding.ledger.chain import BrokenChain, check_chain
from broadsheet.funding.ledger.public import newest, raised_by_campaign, sealed_entries
from broadsheet.funding.meter.queries import meter_of, running_meter, with_raised
from broadsheet.funding.models import (
    REVERSAL_KINDS,
    TAKEN_BACK,
    Campaign,
    Entry,
    EntryKind,
    Gift,
    GiftState,
    Ledger,
    Posting,
    ReceiptSeries,
    Reversal,
)
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings

Check = Callable[[datetime], Iterator[str]]


def differences_within(*, now: datetime) -> Iterator[str]:
    """All that does not agree within our own database."""
    for check in (_triggers, _nature, _balances, _chain, _meter, _gifts, _gone_back, _receipts):
        yield from check(now)


def _triggers(now: datetime) -> Iterator[str]:
    for name in guards.missing(connection):
        yield f"The database's trigger {name} is missing: it no longer guards the ledger."


def _nature(now: datetime) -> Iterator[str]:
    """A sample's ledger is the rehearsal's, and no other."""
    is_sample = NewsroomSettings.objects.filter(is_sample=True).exists()
    for ledger in Ledger.objects.exclude(is_rehearsal=is_sample):
        of = "the rehearsal" if ledger.is_rehearsal else "real money"
        if Entry.objects.exists():
            yield f"The ledger is one of {of}, and this site is not."


def _balances(now: datetime) -> Iterator[str]:
    sums = (
        Posting.objects.order_by()
        .values("entry_id", "currency")
        .annotate(total=Sum("amount_minor"))
    )
    for row in sums.exclude(total=0).order_by("entry_id", "currency"):
        yield f"Entry {row['entry_id']} is out of balance by {row['total']} {row['currency']}."
    few = Entry.objects.annotate(lines=Count("postings")).filter(lines__lt=2)
    for number in few.order_by("number").values_list("number", flat=True):
        yield f"Entry {number} has fewer than two postings."
    stray = ~Exists(Entry.objects.filter(number=OuterRef("entry_id")))
    for number in Posting.objects.filter(stray).order_by("pk").values_list("entry_id", flat=True):
        yield f"A posting belongs to entry {number}, which is not there."


def _chain(now: datetime) -> Iterator[str]:
    sealed = ((one.entry, one.previous, one.digest) for one in _whole())
    try:
        check_chain(sealed)
    except BrokenChain as broken:
        yield f"The chain breaks. {broken}"


def _meter(now: datetime) -> Iterator[str]:
    """What the export adds up to, what the query says, and what the pages show."""
    exported = raised_by_campaign(_whole())
    newsroom = NewsroomSettings.load()
    running = running_meter(newsroom=newsroom, now=now)
    for campaign in with_raised(Campaign.objects.order_by("pk")):
        raised = exported.get(campaign.slug, Money(0, campaign.currency))
        asked: int = campaign.raised_minor  # type: ignore[attr-defined]  # annotated
        if asked != raised.amount_minor:
            yield (
                f"The meter of “{campaign.slug}” is at {asked}; "
                f"its ledger adds up to {raised.amount_minor}."
            )
        yield from _shown(campaign, raised, running, newsroom=newsroom, now=now)


def _shown(
    campaign: Campaign, raised: Money, running: Any, *, newsroom: NewsroomSettings, now: datetime
) -> Iterator[str]:
    with override(newsroom.language):
        said = newsroom.write_amount(raised)
        shown = [meter_of(campaign, newsroom=newsroom, now=now)]
    if running is not None and running.campaign_id == campaign.pk:
        shown.append(running)
    for meter in shown:
        if meter.raised != said:
            yield f"Pages show {meter.raised} for “{campaign.slug}”; the ledger has {said}."


def _gifts(now: datetime) -> Iterator[str]:
    """Every settled gift has one entry, which says what its row says; no other gift has one."""
    of_a_gift = Q(account=GIFTS)
    entries = Entry.objects.filter(kind=EntryKind.GIFT)
    for number in (
        entries.exclude(gift__state=GiftState.SETTLED)
        .order_by("number")
        .values_list("number", flat=True)
    ):
        yield f"Entry {number} is of a gift that has not settled."
    counted = Posting.objects.filter(of_a_gift, kind=EntryKind.GIFT)
    sums = dict(
        counted.order_by().values_list("entry__gift_id").annotate(total=-Sum("amount_minor"))
    )
    written = {row["gift_id"]: row for row in entries.values(*_COPIED).iterator()}
    for gift in _settled().iterator():
        entry = written.get(gift.pk)
        if entry is None:
            yield f"Gift {gift.pk} has settled and stands in no entry."
            continue
        yield from _copies(gift, entry, counted=sums.get(gift.pk, 0))
    yield from _received()


_COPIED = (
    "gift_id",
    "number",
    "campaign_id",
    "given_minor",
    "given_currency",
    "charged_minor",
    "rate",
    "rate_source",
)


def _copies(gift: Gift, entry: dict[str, Any], *, counted: int) -> Iterator[str]:
    pairs = {
        "campaign": (gift.campaign_id, entry["campaign_id"]),
        "amount": (gift.amount_minor, entry["given_minor"]),
        "currency": (gift.currency, entry["given_currency"]),
        "charge": (gift.charged.amount_minor, entry["charged_minor"]),
        "rate": (gift.rate, entry["rate"]),
        "source of the rate": (gift.rate_source, entry["rate_source"]),
        "counted amount": (gift.counted_minor, counted),
    }
    for what, (ours, theirs) in pairs.items():
        if ours != theirs:
            yield (
                f"Gift {gift.pk}: its row has the {what} {ours}, "
                f"entry {entry['number']} has {theirs}."
            )


def _received() -> Iterator[str]:
    """What came in for a gift, less the fee, is what its provider's account was given."""
    of_it = Q(entry__gift=OuterRef("pk"), account=OuterRef("provider")) & Q(
        kind__in=(EntryKind.GIFT, EntryKind.ADJUSTMENT)
    )
    on_account = Posting.objects.filter(of_it).filter(_OF_THE_GIFT).order_by().values("account")
    booked = on_account.annotate(total=Sum("amount_minor")).values("total")
    rows = (
        _settled()
        .annotate(booked=booked)
        .values_list("pk", "received_minor", "fee_minor", "booked")
    )
    for pk, received, fee, on_the_account in rows.iterator():
        if (received or 0) - (fee or 0) != (on_the_account or 0):
            yield (
                f"Gift {pk}: its row has {received} less a fee of {fee or 0}, "
                f"the provider's account {on_the_account}."
            )


# Of the gift itself: what corrects a refund's booking is an adjustment too.
_OF_THE_GIFT = Q(entry__source__startswith="gift:")


def _gone_back(now: datetime) -> Iterator[str]:
    """What the entries say went back of a gift is what its refunds and disputes say."""
    entered = _by_gift(Entry.objects.filter(kind__in=REVERSAL_KINDS), "charged_minor")
    rows = _by_gift(Reversal.objects.filter(state__in=TAKEN_BACK), "amount_minor")
    for gift in sorted(entered.keys() | rows.keys()):
        if -entered.get(gift, 0) != rows.get(gift, 0):
            yield (
                f"Gift {gift}: {rows.get(gift, 0)} went back by its refunds and disputes, "
                f"{-entered.get(gift, 0)} by the ledger."
            )


def _by_gift(rows: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(rows.order_by().values_list("gift_id").annotate(Sum(column)))


def _receipts(now: datetime) -> Iterator[str]:
    numbered = ReceiptSeries.objects.annotate(
        number=Count("receipts"), first=Min("receipts__number"), last=Max("receipts__number")
    )
    gaps = numbered.exclude(last_number=0, number=0).exclude(
        number=F("last_number"), first=1, last=F("last_number")
    )
    for series in gaps.order_by("pk"):
        yield f"The receipts of {series} have a gap: {series.number} of {series.last_number}."


def _settled() -> QuerySet[Gift]:
    return Gift.objects.filter(state=GiftState.SETTLED).order_by("pk")


def _whole() -> Iterator[Any]:
    return sealed_entries(up_to=newest().number)
