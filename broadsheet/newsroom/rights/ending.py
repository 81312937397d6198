"""Licences that end: whom it concerns is told before."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from broadsheet.newsroom.models import CreditedImage, NewsroomSettings
from broadsheet.newsroom.rights.uses import uses_of

MOST_LISTED = 50  # each is looked for in the text of every story


def today_in_newsroom(now: datetime) -> date:
    """Which day it is in the newsroom's own zone. One query."""
    return now.astimezone(_zone()).date()


def pictures_ending(*, today: date, within_days: int = 14) -> list[CreditedImage]:
    """Pictures on public pages whose licence has ended or ends soon, the earliest first.

    Each has its places as `uses`. One query where no licence ends, five at most.
    """
    soon = CreditedImage.objects.filter(licence_ends_on__lte=today + timedelta(days=within_days))
    found = {image.pk: image for image in soon.order_by("licence_ends_on", "pk")[:MOST_LISTED]}
    uses = uses_of(found.keys())
    for image in found.values():
        image.uses = uses.get(image.pk, [])
    return [image for image in found.values() if image.uses]


def _zone() -> ZoneInfo:
    return ZoneInfo(NewsroomSettings.load().time_zone)
