"""Gifts over time: what was settled, day by day or week by week, in one currency."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.chart import Chart, draw_bars
from broadsheet.funding.models import Gift, GiftState

# name: (how it is said, days of one bar, bars)
PERIODS: dict[str, tuple[Promise, int, int]] = {
    "month": (gettext_lazy("30 days"), 1, 30),
    "quarter": (gettext_lazy("13 weeks"), 7, 13),
    "year": (gettext_lazy("52 weeks"), 7, 52),
}
USUAL = "month"


@dataclass(frozen=True)
class Choice:
    """Another period or currency, as a link."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class Stretch:
    """One bar's time in words, and what was given in it."""

    name: str
    amount: str
    gifts: int


@dataclass(frozen=True)
class OverTime:
    """The chart, the same figures as a table, and what else could be looked at."""

    chart: Chart
    stretches: Sequence[Stretch]
    total: str
    gifts: int
    periods: Sequence[Choice]
    currencies: Sequence[Choice]
    is_weekly: bool


@dataclass(frozen=True)
class _Day:
    currency: str
    minor: int
    gifts: int


def over_time(query: Mapping[str, str], *, now: datetime) -> OverTime:
    """What the address asks for, until now. One query."""
    period = query.get("period", "") if query.get("period") in PERIODS else USUAL
    _words, length, bars = PERIODS[period]
    today = timezone.localdate(now)
    first = today - timedelta(days=length * bars - 1)
    days = _days(first)
    codes = _most_given(days)
    asked = query.get("currency", "")
    currency = asked if asked in codes else (codes[0] if codes else "")
    starts = [first + timedelta(days=length * number) for number in range(bars)]
    sums = [_sum(days, start, length=length, currency=currency) for start in starts]
    amounts = [minor for minor, _gifts in sums]
    names = [_name(start) for start in starts]
    return OverTime(
        chart=draw_bars(amounts, names=names, write=lambda minor: _write(minor, currency)),
        stretches=[
            Stretch(_full_name(start, length), _write(minor, currency), gifts)
            for start, (minor, gifts) in zip(starts, sums, strict=True)
        ],
        total=_write(sum(amounts), currency),
        gifts=sum(gifts for _minor, gifts in sums),
        periods=[
            Choice(str(words), _query(name, currency), is_current=name == period)
            for name, (words, _length, _bars) in PERIODS.items()
        ],
        currencies=[Choice(code, _query(period, code), code == currency) for code in codes],
        is_weekly=length > 1,
    )


def _days(first: date) -> dict[date, list[_Day]]:
    since = timezone.make_aware(datetime.combine(first, time()))
    rows = Gift.objects.filter(state=GiftState.SETTLED, settled_at__gte=since).order_by()
    grouped = rows.annotate(day=TruncDate("settled_at")).values_list("day", "counted_currency")
    days: dict[date, list[_Day]] = defaultdict(list)
    for day, currency, minor, gifts in grouped.annotate(Sum("counted_minor"), Count("id")):
        days[day].append(_Day(currency, minor, gifts))
    return days


def _most_given(days: Mapping[date, Sequence[_Day]]) -> list[str]:
    """The currencies, that with the most gifts first."""
    counts: dict[str, int] = defaultdict(int)
    for found in days.values():
        for one in found:
            counts[one.currency] += one.gifts
    return sorted(counts, key=lambda code: (-counts[code], code))


def _sum(
    days: Mapping[date, Sequence[_Day]], start: date, *, length: int, currency: str
) -> tuple[int, int]:
    wanted = [start + timedelta(days=number) for number in range(length)]
    found = [one for day in wanted for one in days.get(day, ()) if one.currency == currency]
    return sum(one.minor for one in found), sum(one.gifts for one in found)


def _name(start: date) -> str:
    return date_format(start, "j M")


def _full_name(start: date, length: int) -> str:
    if length == 1:
        return date_format(start, "DATE_FORMAT")
    last = date_format(start + timedelta(days=length - 1), "SHORT_DATE_FORMAT")
    said = {"first": date_format(start, "SHORT_DATE_FORMAT"), "last": last}
    return _("%(first)s to %(last)s") % said


def _write(minor: int, currency: str) -> str:
    return written(minor, currency) if currency else str(minor)


def _query(period: str, currency: str) -> str:
    return urlencode({"period": period, "currency": currency} if currency else {"period": period})
