"""How the funding is: what an operator should know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadsheet.funding.models import Alarm, ProviderEvent, UnmatchedLine
from broadsheet.funding.providers.registry import active

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class FundingHealth:
    """What is wrong: texts are empty and counts are 0 where nothing is."""

    why_closed: str
    alarm_since: datetime | None
    declined: int
    settled: int
    waiting_events: int
    waiting_because: str
    unmatched_lines: int


def funding_health(*, now: datetime) -> FundingHealth:
    """The provider's own word, and what waits for somebody. Four queries, no outgoing call."""
    alarm = Alarm.objects.filter(ended_at=None).first()
    late = ProviderEvent.objects.filter(done_at=None, received_at__lt=now - LATE)
    oldest = late.order_by("received_at", "pk").first()
    return FundingHealth(
        why_closed=str(active().why_closed()),
        alarm_since=alarm.began_at if alarm else None,
        declined=alarm.declined if alarm else 0,
        settled=alarm.settled if alarm else 0,
        waiting_events=late.count(),
        waiting_because=oldest.error if oldest else "",
        unmatched_lines=UnmatchedLine.objects.filter(placed_at=None).count(),
    )
