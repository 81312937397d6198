"""What the worker does for the conversation."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from broadsheet.conversation.order.closing import notice_closed
from broadsheet.conversation.people.leaving import leave, take_away_some
from broadsheet.conversation.telling.alerts import is_anything_to_tell, tell
from broadsheet.conversation.telling.subscriptions import prune_unconfirmed
from broadsheet.delivery.keys import DISCUSSED, touch
from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.readers.events import ReaderErased

# Longer than the round's own time, so that no midnight is missed; touching twice is harmless.
LOOK_BACK = timedelta(seconds=120)
# Of a job that takes away what an erased reader wrote: it takes some ten seconds.
BATCHES_A_JOB = 100


@task()
def notice_midnight() -> None:
    """At the newsroom's midnight the comments of the oldest day no longer count."""
    now = timezone.now()
    if has_day_turned(zone=NewsroomSettings.load().time_zone, now=now):
        with transaction.atomic():
            touch(DISCUSSED)


@task()
def notice_closings() -> None:
    """Conversations that close after some days do so at a moment of their own."""
    notice_closed(now=timezone.now())


@task()
def tell_subscribers() -> None:
    """See whether a comment has become public, and if so have its subscribers told.

    What comes round shares one thread; thousands of notices are a job of the queue.
    """
    if is_anything_to_tell():
        enqueue_once(write_notices, unique_key="conversation.tell")


@task()
def write_notices() -> None:
    """Write a notice for everybody who asked, as many as fit into a job."""
    tell(now=timezone.now())


@task()
def forget_unconfirmed() -> None:
    """Delete the addresses that nobody has confirmed."""
    prune_unconfirmed(now=timezone.now())


@task()
def take_away(nameless_id: str) -> None:
    """Take away what an erased reader wrote and voted, a few at a time."""
    for _ in range(BATCHES_A_JOB):
        if not take_away_some(UUID(nameless_id)):
            return
    take_away.enqueue(nameless_id)


def erase_from_conversation(event: ReaderErased) -> None:
    """Blank what an erased reader wrote at once, and order what takes longer."""
    nameless_id = leave(event)
    if nameless_id is not None:
        take_away.enqueue(str(nameless_id))


def has_day_turned(*, zone: str, now: datetime) -> bool:
    """Whether a day has just begun in `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() != (now - LOOK_BACK).astimezone(ZoneInfo(zone)).date()
