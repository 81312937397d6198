"""Times as a newspaper writes them: in its own language and zone, with the zone named."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime


@dataclass(frozen=True)
class Moment:
    """A time for a `<time>` element: `iso` for machines, `written` for people."""

    iso: str
    written: str


def moment(at: datetime, *, zone: str, language: str) -> Moment:
    """Write an aware time in the given zone and language, such as "5 May 2026, 09:30 GMT"."""
    local = at.astimezone(ZoneInfo(zone))
    locale = language.replace("-", "_")
    written = format_datetime(local, "d MMMM y, HH:mm z", locale=locale)
    return Moment(iso=at.astimezone(UTC).isoformat(timespec="seconds"), written=written)
