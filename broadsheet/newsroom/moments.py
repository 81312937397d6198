"""Times as a newspaper writes them: in its own language and zone, with the zone named."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_datetime_format


@dataclass(frozen=True)
class Moment:
    """A time for a `<time>` element: `iso` for machines, `written` and `short` for people."""

    iso: str
    written: str
    short: str


def moment(at: datetime, *, zone: str, language: str) -> Moment:
    """Write an aware time in the given zone and language, such as "5 May 2026, 09:30 GMT"."""
    local = _in_zone(at, ZoneInfo(zone))
    locale = language.replace("-", "_")
    long, medium = (format_date(local, size, locale=locale) for size in ("long", "medium"))
    time = format_time(local, "short", locale=locale)
    return Moment(
        iso=_in_zone(at, UTC).isoformat(timespec="seconds"),
        written=_on(long, f"{time} {_zone(local, locale)}", locale),
        short=_on(medium, time, locale),
    )


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    """The same time there, or as it stands where that would lie before year 1 or after 9999."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at


def _on(day: str, time: str, locale: str) -> str:
    """A day and a time, put together with the comma of the language."""
    pattern = str(get_datetime_format("medium", locale=locale))
    return pattern.replace("{1}", day).replace("{0}", time)


def _zone(local: datetime, locale: str) -> str:
    """The zone's short name, or its distance from GMT where the language has no name for it."""
    name: str = format_datetime(local, "z", locale=locale)
    if not name.startswith(("+", "-")):
        return name
    if not local.utcoffset():  # at no distance, CLDR leaves out the figures; Babel does not
        return str(Locale.parse(locale).zone_formats["gmt"] % "")
    return str(format_datetime(local, "OOOO", locale=locale))
