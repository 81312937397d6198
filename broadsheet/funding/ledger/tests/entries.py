"""Entries for the tests of the ledger."""

from datetime import UTC, datetime

from django.db import transaction

from broadsheet.funding.ledger.book import GIFTS, Draft, Line, write
from broadsheet.funding.models import BANK, Campaign, Entry, EntryKind
from broadsheet.funding.tests import campaigns
from broadsheet.lib.money import Money

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def records_fund(slug: str = "records") -> Campaign:
    return campaigns.records_fund(now=NOON, slug=slug)


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
