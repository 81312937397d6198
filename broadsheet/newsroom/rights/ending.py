"""Licences that end: whom it concerns is told before, and the pages change on the day after."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from broadsheet.delivery.keys import picture_key, touch
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import CreditedImage, NewsroomSettings
from broadsheet.newsroom.rights.uses import uses_of

MOST_LISTED = 50  # each is looked for in the text of every story
NOTICED_FOR = timedelta(days=14)


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


def touch_ended(*, now: datetime) -> int:
    """Tell the pages that show pictures whose licence has just ended; returns how many pictures.

    Each is told once: a key that was touched after the last day is not touched for it again.
    """
    zone = _zone()
    today = now.astimezone(zone).date()
    ended = CreditedImage.objects.filter(
        licence_ends_on__lt=today, licence_ends_on__gte=today - NOTICED_FOR
    )
    keys = [
        picture_key(pk)
        for pk, ends_on in ended.order_by("pk").values_list("pk", "licence_ends_on")
        if ends_on and not _was_touched(picture_key(pk), since=_end_of(ends_on, zone))
    ]
    if keys:
        with transaction.atomic():
            touch(*keys)
    return len(keys)


def _was_touched(key: str, *, since: datetime) -> bool:
    return Touched.objects.filter(key=key, touched_at__gte=since).exists()


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def _zone() -> ZoneInfo:
    return ZoneInfo(NewsroomSettings.load().time_zone)
