"""What the funding puts into every page."""

from django.utils import timezone

from broadsheet.delivery.keys import CAMPAIGNS, campaign_key
from broadsheet.funding.meter.queries import running_meter
from broadsheet.lib.slots import Filling, Question
from broadsheet.newsroom.models import Article


def meter_slot(question: Question) -> Filling:
    """The scale of the campaign that runs: on a story's page of the story's own, if it has one."""
    story_id = question.subject.pk if isinstance(question.subject, Article) else None
    meter = running_meter(newsroom=question.newsroom, now=timezone.now(), article_id=story_id or 0)
    keys = (campaign_key(meter.campaign_id),) if meter else ()
    return Filling(values={"meter": meter}, keys=(CAMPAIGNS, *keys))
