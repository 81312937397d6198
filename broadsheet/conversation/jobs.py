"""What the worker does for the conversation."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from broadsheet.delivery.keys import DISCUSSED, touch
from broadsheet.newsroom.models import NewsroomSettings

# Longer than the round's own time, so that no midnight is missed; touching twice is harmless.
LOOK_BACK = timedelta(seconds=120)


@task()
def notice_midnight() -> None:
    """At the newsroom's midnight the comments of the oldest day no longer count."""
    now = timezone.now()
    if has_day_turned(zone=NewsroomSettings.load().time_zone, now=now):
        with transaction.atomic():
            touch(DISCUSSED)


def has_day_turned(*, zone: str, now: datetime) -> bool:
    """Whether a day has just begun in `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() != (now - LOOK_BACK).astimezone(ZoneInfo(zone)).date()
