"""What the funding puts into every page."""

from typing import Any

from django.utils import timezone

from broadsheet.delivery.keys import CAMPAIGNS, campaign_key
from broadsheet.funding.meter.queries import Meter, running
from broadsheet.lib.slots import Filling, Question
from broadsheet.newsroom.models import Article


def meter_slot(question: Question) -> Filling:
    """The scale of the campaign that runs: on a story's page of the story's own, if it has one."""
    story_id = question.subject.pk if isinstance(question.subject, Article) else None
    now = timezone.now()
    found = running(newsroom=question.newsroom, now=now, article_id=story_id or 0)
    keys = (campaign_key(found.meter.campaign_id),) if found.meter else ()
    return Filling(values={"meter": found.meter}, keys=(CAMPAIGNS, *keys), until=found.until)


def live_slot(question: Question) -> Filling:
    """What of a story's scale moves with every gift."""
    shown = meter_slot(question)
    meter = shown.values["meter"]
    values = {"meter": _moving(meter) if meter else None}
    return Filling(values=values, keys=shown.keys, until=shown.until)


def _moving(meter: Meter) -> dict[str, Any]:
    return {
        "campaign": meter.slug,
        "raised": meter.raised,
        "raised_minor": meter.raised_minor,
        "label": meter.raised_label,
        "words": meter.in_words,
        "now": meter.scale_now,
        "percent": str(meter.percent),
    }
