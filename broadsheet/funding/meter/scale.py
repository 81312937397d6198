"""The meter: how far a campaign has come, as a ruled scale. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from broadsheet.lib.money import Money


@dataclass(frozen=True)
class Reading:
    """Where the scale ends, and where bar and ticks stand in percent of its length."""

    end: Money
    raised_percent: Decimal
    tick_percents: tuple[Decimal, ...]
    is_past_goal: bool


def read_meter(*, raised: Money, goal: Money, ticks: Sequence[Money]) -> Reading:
    """Lay the amounts out on a scale that ends at the goal or the last tick, whichever is more.

    The bar never reaches an amount that has not been raised: percents are rounded down.
    """
    end = max([goal, *ticks], key=lambda money: money.amount_minor)
    return Reading(
        end=end,
        raised_percent=_percent(min(raised.amount_minor, end.amount_minor), end.amount_minor),
        tick_percents=tuple(_percent(tick.amount_minor, end.amount_minor) for tick in ticks),
        is_past_goal=raised.amount_minor > goal.amount_minor,
    )


def _percent(part: int, whole: int) -> Decimal:
    percent = Decimal(max(part, 0) * 100) / Decimal(whole)
    return percent.quantize(Decimal("0.1"), rounding=ROUND_DOWN)
