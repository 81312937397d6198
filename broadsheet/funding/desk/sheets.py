"""The sheets that can be exported: gifts, the ledger's postings, receipts; row by row.

Amounts are plain numbers in whole units, with a point, beside their currency. Columns about donors
are left out, not left empty, where whoever exports may not see donors.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from broadsheet.funding.desk.asked import within
from broadsheet.funding.desk.cells import Cell
from broadsheet.funding.models import TAKEN_BACK, Entry, Gift, Posting, Receipt
from broadsheet.lib.money import Money

AT_ONCE = 500

GIFT_COLUMNS = (
    "gift",
    "begun",
    "settled",
    "state",
    "campaign",
    "how often",
    "provider",
    "payment",
    "amount",
    "covers the fee",
    "currency",
    "counts as",
    "counted currency",
    "rate",
    "rate by",
    "received",
    "fee",
    "received currency",
    "went back",
    "receipt",
)
DONOR_COLUMNS = ("name", "name shown", "e-mail", "message", "message state")
LEDGER_COLUMNS = (
    "entry",
    "day",
    "kind",
    "campaign",
    "given",
    "given currency",
    "rate",
    "rate by",
    "account",
    "amount",
    "currency",
    "digest",
)
RECEIPT_COLUMNS = ("receipt", "entity", "issued", "sent", "gift", "amount", "currency")


@dataclass(frozen=True)
class Wanted:
    """What is to be exported: from and until a day, and whether with what donors told us."""

    since: date | None = None
    until: date | None = None
    with_donors: bool = False


def gift_rows(wanted: Wanted) -> Iterator[Sequence[Cell]]:
    """Every gift by when it was begun, also those that were never paid."""
    yield (*GIFT_COLUMNS, *(DONOR_COLUMNS if wanted.with_donors else ()))
    rows = Gift.objects.filter(within("created_at", since=wanted.since, until=wanted.until))
    read = rows.select_related("campaign", "donor", "regular", "receipt__series")
    read = read.prefetch_related("reversals").order_by("id")
    for gift in read.iterator(chunk_size=AT_ONCE):
        yield (*_gift(gift), *(_donor(gift) if wanted.with_donors else ()))


def ledger_rows(wanted: Wanted) -> Iterator[Sequence[Cell]]:
    """Every posting, in the order of the entries."""
    yield LEDGER_COLUMNS
    rows: QuerySet[Entry] = Entry.objects.filter(_days(wanted)).select_related("campaign")
    read = rows.prefetch_related("postings").order_by("number")
    for entry in read.iterator(chunk_size=AT_ONCE):
        for posting in sorted(entry.postings.all(), key=lambda row: row.pk):
            yield _posting(entry, posting)


def receipt_rows(wanted: Wanted) -> Iterator[Sequence[Cell]]:
    """Every receipt, by entity, year and number."""
    yield (*RECEIPT_COLUMNS, *(("name",) if wanted.with_donors else ()))
    rows = Receipt.objects.filter(within("issued_at", since=wanted.since, until=wanted.until))
    read = rows.select_related("series", "gift")
    read = read.order_by("series__entity", "series__year", "number", "pk")
    for receipt in read.iterator(chunk_size=AT_ONCE):
        yield (*_receipt(receipt), *((receipt.name,) if wanted.with_donors else ()))


SHEETS = {"gifts": gift_rows, "ledger": ledger_rows, "receipts": receipt_rows}


def _gift(gift: Gift) -> tuple[Cell, ...]:
    receipt = getattr(gift, "receipt", None)
    gone = sum(row.amount_minor for row in gift.reversals.all() if row.state in TAKEN_BACK)
    local = timezone.localtime
    return (
        gift.pk,
        local(gift.created_at),
        local(gift.settled_at) if gift.settled_at else None,
        gift.state,
        gift.campaign.slug if gift.campaign else "",
        gift.regular.every if gift.regular else "once",
        gift.provider,
        gift.payment,
        gift.amount.amount,
        gift.cover.amount,
        gift.currency,
        _units(gift.counted_minor, gift.counted_currency),
        gift.counted_currency,
        gift.rate,
        gift.rate_source,
        _units(gift.received_minor, gift.received_currency),
        _units(gift.fee_minor, gift.received_currency),
        gift.received_currency,
        _units(gone, gift.currency),
        str(receipt) if receipt else "",
    )


def _donor(gift: Gift) -> tuple[Cell, ...]:
    address = gift.donor.address if gift.donor else ""
    return (gift.name, gift.name_shown, address, gift.message, gift.message_state)


def _posting(entry: Entry, posting: Posting) -> tuple[Cell, ...]:
    return (
        entry.number,
        entry.day,
        entry.kind,
        entry.campaign.slug if entry.campaign else "",
        _units(entry.given_minor, entry.given_currency) if entry.given_currency else None,
        entry.given_currency,
        entry.rate,
        entry.rate_source,
        posting.account,
        _units(posting.amount_minor, posting.currency),
        posting.currency,
        entry.digest,
    )


def _receipt(receipt: Receipt) -> tuple[Cell, ...]:
    local = timezone.localtime
    return (
        str(receipt),
        receipt.series.entity,
        local(receipt.issued_at),
        local(receipt.posted_at) if receipt.posted_at else None,
        receipt.gift_id,
        receipt.gift.amount.amount,
        receipt.gift.currency,
    )


def _units(minor: int | None, currency: str) -> Decimal | None:
    return Money(minor, currency).amount if minor is not None else None


def _days(wanted: Wanted) -> Q:
    """By the ledger's own day, which is UTC's."""
    since = Q(day__gte=wanted.since) if wanted.since else Q()
    return since & (Q(day__lte=wanted.until) if wanted.until else Q())
