"""Writing entries into the ledger: the only place that does."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from broadsheet.funding.ledger.chain import FIRST, PublicEntry, digest_of
from broadsheet.funding.models import Campaign, Entry, EntryKind, Gift, Ledger, Posting
from broadsheet.lib.events import require_transaction
from broadsheet.lib.money import Money
from broadsheet.lib.prepared import Prepared, insert, insert_all

GIFTS, COVER, FEES, LOSSES, EXCHANGE = "gifts", "cover", "fees", "losses", "exchange"


@dataclass(frozen=True)
class Line:
    """One posting to be: debits positive. Of an account `gifts` the campaign is the entry's."""

    account: str
    money: Money


@dataclass(frozen=True)
class Draft:
    """An entry to be. Where a currency does not sum to nothing, `exchange` takes the rest.

    `source` names what it is written for; of each source there is one entry.
    """

    kind: EntryKind
    source: str
    lines: Sequence[Line]
    campaign: Campaign | None = None
    given: Money | None = None
    charged_minor: int = 0
    rate: str = ""
    rate_source: str = ""
    gift: Gift | None = field(default=None, repr=False)


def write(draft: Draft, *, now: datetime) -> Entry:
    """Write one entry; holds the ledger's lock until the transaction ends. Four queries.

    :raises IntegrityError: for a source that has its entry already; ask `is_written` before.
    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction("write into the ledger")
    lock()
    last = _LAST.rows()
    number, previous = (last[0][0] + 1, last[0][1]) if last else (1, FIRST)
    postings = _postings(draft, number=number)
    insert_all(postings)
    entry = _entry(draft, number=number, previous=previous, now=now)
    slug = draft.campaign.slug if draft.campaign else ""
    entry.digest = digest_of(public_entry(entry, postings, slug=slug), previous=previous)
    insert(entry)
    return entry


def lock() -> None:
    """Wait for whoever else is writing entries. SQLite's writers wait for each other anyway."""
    if not _LEDGER.rows(pk=1):
        with suppress(IntegrityError), transaction.atomic():  # somebody else was faster
            Ledger.objects.bulk_create([Ledger(pk=1)], ignore_conflicts=True)
        Ledger.objects.select_for_update(no_key=True).get(pk=1)


def is_written(source: str) -> bool:
    """Whether there is an entry for it. One query."""
    return bool(_OF_SOURCE.rows(source=source))


def public_entry(entry: Entry, postings: Sequence[Posting], *, slug: str) -> PublicEntry:
    """What the world may know of an entry; `slug` is its campaign's, "" without one."""
    return PublicEntry(
        number=entry.number,
        day=entry.day.isoformat(),
        kind=str(entry.kind),
        campaign=slug,
        given_minor=entry.given_minor,
        given_currency=entry.given_currency,
        rate=entry.rate,
        rate_source=entry.rate_source,
        postings=tuple(
            (p.account, slug if p.campaign_id else "", p.currency, p.amount_minor) for p in postings
        ),
    )


def _entry(draft: Draft, *, number: int, previous: str, now: datetime) -> Entry:
    """Its row, without the digest that seals it."""
    return Entry(
        number=number,
        day=now.astimezone(UTC).date(),
        kind=draft.kind,
        campaign=draft.campaign,
        given_minor=draft.given.amount_minor if draft.given else 0,
        given_currency=draft.given.currency if draft.given else "",
        rate=draft.rate,
        rate_source=draft.rate_source,
        previous=previous,
        source=draft.source,
        gift=draft.gift,
        charged_minor=draft.charged_minor,
        written_at=now,
    )


def _postings(draft: Draft, *, number: int) -> list[Posting]:
    return [
        Posting(
            entry_id=number,
            kind=draft.kind,
            account=line.account,
            campaign=draft.campaign if line.account == GIFTS else None,
            currency=line.money.currency,
            amount_minor=line.money.amount_minor,
        )
        for line in _balanced(draft.lines)
    ]


def _balanced(lines: Sequence[Line]) -> list[Line]:
    """The lines that move money, and what `exchange` takes or gives in each currency.

    Of an amount too small to move anything, such as a yen that goes back in dollars, there stands
    one unit exchanged to and fro: an entry has postings, and it must be known that it was.
    """
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.money.currency] += line.money.amount_minor
    rest = [Line(EXCHANGE, Money(-total, currency)) for currency, total in sums.items()]
    moved = [line for line in [*lines, *rest] if line.money.amount_minor]
    return moved or [Line(EXCHANGE, Money(unit, lines[-1].money.currency)) for unit in (1, -1)]


_LEDGER = Prepared(
    lambda pk: Ledger.objects.select_for_update(no_key=True).filter(pk=pk).order_by(), pk=1
)
_LAST = Prepared(lambda: Entry.objects.order_by("-number").values_list("number", "digest")[:1])
_OF_SOURCE = Prepared(
    lambda source: Entry.objects.filter(source=source).order_by().values_list("number"),
    source="\x01",
)
