"""A campaign to give to."""

from datetime import datetime

from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.models import Campaign
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import Article


def records_fund(
    *, now: datetime, currency: str = "USD", slug: str = "", article: Article | None = None
) -> Campaign:
    """The slug is `records-usd`, by its currency, where the test says no other."""
    return open_campaign(
        title=f"The {slug or 'records'} fund",
        slug=slug or f"records-{currency.lower()}",
        story="Requests cost money.",
        goal=Money(500_000, currency),
        ticks_minor=[0, 250_000, 500_000],
        starts_at=now,
        article=article,
    )
