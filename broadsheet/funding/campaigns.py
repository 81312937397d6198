"""Opening campaigns, and changing what may be changed of them."""

from datetime import datetime

from django.db import transaction

from broadsheet.delivery.keys import CAMPAIGNS, touch
from broadsheet.funding.models import Campaign
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import Article


@transaction.atomic
def open_campaign(
    *,
    title: str,
    slug: str,
    story: str,
    goal: Money,
    ticks_minor: list[int],
    starts_at: datetime,
    ends_at: datetime | None = None,
    article: Article | None = None,
) -> Campaign:
    """Begin to collect for something.

    :raises ValidationError: for ticks that do not rise, a goal of nothing, a name that is taken.
    """
    campaign = Campaign(
        title=title,
        slug=slug,
        story=story,
        article=article,
        currency=goal.currency,
        goal_minor=goal.amount_minor,
        ticks_minor=ticks_minor,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    campaign.full_clean()
    campaign.save()
    touch(CAMPAIGNS)
    return campaign
