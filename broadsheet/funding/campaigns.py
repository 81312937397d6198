"""Opening campaigns and noting the gifts to them."""

from datetime import datetime

from django.db import transaction

from broadsheet.delivery.keys import CAMPAIGNS, campaign_key, touch
from broadsheet.funding.models import Campaign, Gift, GiftState
from broadsheet.lib.money import Money


@transaction.atomic
def open_campaign(
    *, title: str, story: str, goal: Money, ticks_minor: list[int], starts_at: datetime
) -> Campaign:
    """Begin to collect for something.

    :raises ValidationError: for ticks that do not rise, or a goal of nothing.
    """
    campaign = Campaign(
        title=title,
        story=story,
        currency=goal.currency,
        goal_minor=goal.amount_minor,
        ticks_minor=ticks_minor,
        starts_at=starts_at,
    )
    campaign.full_clean()
    campaign.save()
    touch(CAMPAIGNS)
    return campaign


@transaction.atomic
def note_gift(campaign: Campaign, *, amount: Money, state: GiftState, given_at: datetime) -> Gift:
    """Write down a gift; a settled one moves the meter."""
    gift = Gift.objects.create(
        campaign=campaign,
        amount_minor=amount.amount_minor,
        currency=amount.currency,
        state=state,
        given_at=given_at,
    )
    touch(campaign_key(campaign.pk))
    return gift
