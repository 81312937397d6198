"""How the outbox is: what an operator should know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.notices.models import OPEN_STATES, Line, Notice, Sending, SendingState

LATE = timedelta(hours=1)
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class MailHealth:
    """What is wrong: texts are empty and counts are 0 where nothing is."""

    line_reason: str
    newest_failure: str
    failed: int
    oldest_late_at: datetime | None


def mail_health(*, now: datetime) -> MailHealth:
    """The broken line, this week's failed letters, and the oldest that is late. Five queries."""
    broken = Line.objects.filter(failures__gt=0).first()
    failed = Sending.objects.filter(state=SendingState.FAILED, ended_at__gt=now - RECENT)
    newest = failed.order_by("-ended_at", "-id").first()
    return MailHealth(
        line_reason=broken.reason if broken else "",
        newest_failure=newest.reason if newest else "",
        failed=failed.count(),
        oldest_late_at=_oldest_late_at(now=now),
    )


def _oldest_late_at(*, now: datetime) -> datetime | None:
    # When it was due, and not when it was added: what a cap holds back is not late.
    late = now - LATE
    notice = Notice.objects.filter(sending=None, due_at__lt=late).order_by("due_at", "id").first()
    sending = (
        Sending.objects.filter(state__in=OPEN_STATES, gathered_at__lt=late)
        .order_by("gathered_at", "id")
        .first()
    )
    times = [notice.due_at if notice else None, sending.gathered_at if sending else None]
    return min((at for at in times if at is not None), default=None)
