"""Times as a newspaper writes them: in its own language and zone, with the zone named."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time


@dataclass(frozen=True)
class Moment:
    """A time for a `<time>` element: `iso` for machines, `written` and `short` for people."""

    iso: str
    written: str
    short: str


def moment(at: datetime, *, zone: str, language: str) -> Moment:
    """Write an aware time in the given zone and language, such as "5 May 2026, 09:30 GMT"."""
    local = at.astimezone(ZoneInfo(zone))
    locale = language.replace("-", "_")
    time = format_time(local, "short", locale=locale)
    return Moment(
        iso=at.astimezone(UTC).isoformat(timespec="seconds"),
        written=f"{format_date(local, 'long', locale=locale)}, {time} {_zone(local, locale)}",
        short=f"{format_date(local, 'medium', locale=locale)}, {time}",
    )


def _zone(local: datetime, locale: str) -> str:
    """The zone's short name, or its distance from GMT where the language has no name for it."""
    name: str = format_datetime(local, "z", locale=locale)
    if name.startswith(("+", "-")):
        return str(format_datetime(local, "OOOO", locale=locale))
    return name
