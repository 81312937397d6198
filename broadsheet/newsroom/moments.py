"""Times as a newspaper writes them: in its own language and zone, with the zone named."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_datetime_format


@dataclass(frozen=True)
class Moment:
    """A time for a `<time>` element: `iso` for machines, `written` and `short` for people."""

    iso: str
    written: str
    short: str


# Babel takes its time, and a page with many comments is rendered again and again.
@lru_cache(maxsize=2048)
def moment(at: datetime, *, zone: str, language: str) -> Moment:
    """Write an aware time in the given zone and language, such as "5 May 2026, 09:30 GMT"."""
    local = _in_zone(at, ZoneInfo(zone))
    locale = language.replace("-", "_")
    clock = _clock(local.hour, local.minute, locale)
    return Moment(
        iso=_in_zone(at, UTC).isoformat(timespec="seconds"),
        written=_on(_day(local.date(), "long", locale), f"{clock} {_zone(local, locale)}", locale),
        short=_on(_day(local.date(), "medium", locale), clock, locale),
    )


@lru_cache(maxsize=4096)
def _day(day: date, size: Literal["long", "medium"], locale: str) -> str:
    return str(format_date(day, size, locale=locale))


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, locale: str) -> str:
    return str(format_time(time(hour, minute), "short", locale=locale))


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    """The same time there, or as it stands where that would lie before year 1 or after 9999."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def _on(day: str, clock: str, locale: str) -> str:
    """A day and a time, put together with the comma of the language."""
    pattern = str(get_datetime_format("medium", locale=locale))
    return pattern.replace("{1}", day).replace("{0}", clock)


def _zone(local: datetime, locale: str) -> str:
    """The zone's short name, or its distance from GMT where the language has no name for it."""
    name: str = format_datetime(local, "z", locale=locale)
    if not name.startswith(("+", "-")):
        return name
    if not local.utcoffset():  # at no distance, CLDR leaves out the figures; Babel does not
        return str(Locale.parse(locale).zone_formats["gmt"] % "")
    return str(format_datetime(local, "OOOO", locale=locale))
