"""A campaign to give to."""

from datetime import datetime

from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.models import Campaign
from broadsheet.lib.money import Money


def records_fund(*, now: datetime, currency: str = "USD") -> Campaign:
    return open_campaign(
        title="The records fund",
        slug=f"records-{currency.lower()}",
        story="Requests cost money.",
        goal=Money(500_000, currency),
        ticks_minor=[0, 250_000, 500_000],
        starts_at=now,
    )
