"""The line to the mail server: while it is broken no letter tries it, but for one now and then."""

import logging
from datetime import datetime, timedelta

from broadsheet.notices.models import Line

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)


def is_paused(*, now: datetime) -> bool:
    return Line.objects.filter(paused_until__gt=now).exists()


def note_failure(*, reason: str, now: datetime) -> None:
    """Pause for 5 s, 10 s, 20 s, at most a quarter of an hour, after failures in a row."""
    line, _ = Line.objects.get_or_create(id=1)
    if not line.failures:
        line.failing_since = now
        logger.error("The mail server cannot be used; trying again until it can: %s", reason)
    line.paused_until = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(line.failures, 10))
    line.failures += 1
    line.reason = reason
    line.save()


def note_success() -> None:
    """The server has taken a letter, or looked at one."""
    broken = Line.objects.filter(failures__gt=0)
    # Read first: each letter would wait for the one who may write, mostly for nothing.
    if broken.exists() and broken.update(
        failures=0, paused_until=None, failing_since=None, reason=""
    ):
        logger.warning("The mail server takes letters again.")
