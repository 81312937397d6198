"""What the funding puts into every page."""

from django.utils import timezone

from broadsheet.delivery.keys import CAMPAIGNS, campaign_key
from broadsheet.funding.meter.queries import running_meter
from broadsheet.lib.slots import Filling, Question


def meter_slot(question: Question) -> Filling:
    """The scale of the campaign that runs."""
    meter = running_meter(newsroom=question.newsroom, now=timezone.now())
    keys = (campaign_key(meter.campaign_id),) if meter else ()
    return Filling(values={"meter": meter}, keys=(CAMPAIGNS, *keys))
