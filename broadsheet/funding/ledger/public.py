"""What the world may see of the ledger, entry by entry, and what anybody can work out from it.

docs/ledger.md explains the export to whoever wants to check it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from broadsheet.funding.ledger.book import GIFTS
from broadsheet.funding.ledger.chain import FIRST, PublicEntry, line_of
from broadsheet.funding.models import Entry, Posting
from broadsheet.lib.money import Money

AT_ONCE = 500

CSV_COLUMNS = (
    "number", "day", "kind", "campaign", "account", "currency", "amount", "amount_minor",
    "given", "given_currency", "rate", "rate_source", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class Sealed:
    """An entry, with the digest before its own, and its own."""

    entry: PublicEntry
    previous: str
    digest: str


@dataclass(frozen=True)
class End:
    """The newest entry of the ledger; number 0 where there is none."""

    number: int
    digest: str


def newest() -> End:
    """Where the ledger ends now. One query."""
    last = Entry.objects.order_by("-number").values_list("number", "digest").first()
    return End(*last) if last else End(0, FIRST)


def sealed_entries(*, up_to: int) -> Iterator[Sealed]:
    """Every entry from the first one on. Two queries for each 500; no more are held at a time."""
    for first in range(1, up_to + 1, AT_ONCE):
        yield from _between(first, min(first + AT_ONCE - 1, up_to))


def as_lines(entries: Iterable[Sealed]) -> Iterator[str]:
    """Each entry as a line of JSON: what was sealed, and its digest at the end of it."""
    for one in entries:
        sealed = line_of(one.entry, previous=one.previous)
        yield f'{sealed[:-1]},"digest":"{one.digest}"}}\n'


def as_csv(entries: Iterable[Sealed]) -> Iterator[str]:
    """Each posting as a row, for spreadsheets, under a row of names."""
    yield _row(CSV_COLUMNS)
    for one in entries:
        for posting in one.entry.postings:
            yield _row(_columns(one, posting))


def raised_by_campaign(entries: Iterable[Sealed]) -> dict[str, Money]:
    """What each campaign has raised, as anybody works it out from the export."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for one in entries:
        for account, campaign, currency, amount in one.entry.postings:
            if account == GIFTS and campaign:
                sums[campaign, currency] -= amount
    return {campaign: Money(total, currency) for (campaign, currency), total in sums.items()}


def _between(first: int, last: int) -> Iterator[Sealed]:
    postings: dict[int, list[tuple[str, str, str, int]]] = defaultdict(list)
    lines = Posting.objects.filter(entry_id__gte=first, entry_id__lte=last)
    for number, account, slug, currency, amount in lines.order_by("entry_id", "pk").values_list(
        "entry_id", "account", "campaign__slug", "currency", "amount_minor"
    ):
        postings[number].append((account, slug or "", currency, amount))
    rows = Entry.objects.filter(number__range=(first, last)).order_by("number")
    for row in rows.select_related("campaign"):
        public = PublicEntry(
            number=row.number,
            day=row.day.isoformat(),
            kind=row.kind,
            campaign=row.campaign.slug if row.campaign else "",
            given_minor=row.given_minor,
            given_currency=row.given_currency,
            rate=row.rate,
            rate_source=row.rate_source,
            postings=tuple(postings[row.number]),
        )
        yield Sealed(public, previous=row.previous, digest=row.digest)


def _columns(one: Sealed, posting: tuple[str, str, str, int]) -> tuple[object, ...]:
    entry = one.entry
    account, campaign, currency, amount = posting
    given = Money(entry.given_minor, entry.given_currency)
    return (
        entry.number,
        entry.day,
        entry.kind,
        campaign or entry.campaign,
        account,
        currency,
        f"{Money(amount, currency).amount:f}",
        amount,
        f"{given.amount:f}" if entry.given_currency else "",
        entry.given_currency,
        entry.rate,
        entry.rate_source,
        one.digest,
    )


def _row(columns: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow(columns)
    return line.getvalue()
