"""Opening campaigns, and changing what may be changed of them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import CAMPAIGNS, campaign_key, touch
from broadsheet.funding.ledger.book import lock
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


@transaction.atomic
def change_campaign(campaign: Campaign) -> None:
    """Write a changed campaign down.

    :raises ValidationError: for what `open_campaign` refuses as well, and for another name or
        currency once the ledger has an entry of it.
    """
    lock()  # no entry is written between the question and the change
    before = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    fixed = (before.slug, before.currency)
    if (campaign.slug, campaign.currency) != fixed and has_entries(campaign):
        raise ValidationError(_("Its name and currency stand in the ledger and cannot change."))
    campaign.full_clean()
    campaign.save()
    touch(CAMPAIGNS, campaign_key(campaign.pk))


@transaction.atomic
def end_campaign(campaign: Campaign, *, now: datetime) -> bool:
    """End a campaign that runs; False for one that does not."""
    row = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if not row.is_running(now=now) or row.starts_at == now:
        return False
    row.ends_at = now
    row.save(update_fields=["ends_at"])
    touch(CAMPAIGNS, campaign_key(row.pk))
    return True


def has_entries(campaign: Campaign) -> bool:
    """Whether the ledger names it. One query."""
    return campaign.entries.exists()
