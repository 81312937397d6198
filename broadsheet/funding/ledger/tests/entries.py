"""Entries for the tests of the ledger."""

from datetime import UTC, datetime

from django.db import transaction

from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.ledger.book import GIFTS, Draft, Line, write
from broadsheet.funding.models import BANK, Campaign, Entry, EntryKind
from broadsheet.lib.money import Money

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def records_fund(slug: str = "records") -> Campaign:
    return open_campaign(
        title="The records fund",
        slug=slug,
        story="Requests cost money.",
        goal=Money(500_000, "USD"),
        ticks_minor=[0, 500_000],
        starts_at=NOON,
    )


def enter(
    source: str, *, campaign: Campaign | None = None, minor: int = 1000, account: str = BANK
) -> Entry:
    """An entry of a gift, for what the ledger alone is asked."""
    money = Money(minor, "USD")
    draft = Draft(
        kind=EntryKind.GIFT,
        source=source,
        lines=[Line(account, money), Line(GIFTS, Money(-minor, "USD"))],
        campaign=campaign,
        given=money,
        rate="1",
    )
    with transaction.atomic():
        return write(draft, now=NOON)
