"""A bar chart's geometry: values in, places out. Pure; what draws it is a template."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 92, 8, 12, 28
MOST_LABELS = 8
RULES_ABOUT = 4


@dataclass(frozen=True)
class Bar:
    """One bar; `label` is "" where labels would touch each other."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    name: str
    words: str
    label: str


@dataclass(frozen=True)
class Rule:
    """A line across, and the amount that it stands for."""

    y: float
    words: str


@dataclass(frozen=True)
class Chart:
    """All that is drawn, in a box of `width` by `height`."""

    bars: Sequence[Bar]
    rules: Sequence[Rule]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM
    labels_y: int = HEIGHT - 8


def draw_bars(values: Sequence[int], *, names: Sequence[str], write: Callable[[int], str]) -> Chart:
    """A bar for each value, of nothing or more, and rules at round amounts above the highest.

    `write` says an amount in words. The first name of every few is the bar's label.
    """
    step = round_step(max(values, default=0))
    count = max(1, -(-max(values, default=0) // step))
    top = step * count
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    every = max(1, -(-len(values) // MOST_LABELS))
    bars = [
        _bar(number, value, top=top, slot=slot, name=name, words=write(value), every=every)
        for number, (value, name) in enumerate(zip(values, names, strict=True))
    ]
    rules = [Rule(_height_of(step * at, top=top), write(step * at)) for at in range(count + 1)]
    return Chart(bars=bars, rules=rules)


def round_step(most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … of which about four reach the highest value."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power * RULES_ABOUT >= most:
                return digit * power
        power *= 10


def _bar(
    number: int, value: int, *, top: int, slot: float, name: str, words: str, every: int
) -> Bar:
    y = _height_of(value, top=top)
    width = slot * 0.72
    x = LEFT + number * slot + (slot - width) / 2
    return Bar(
        x=round(x, 1),
        y=y,
        width=round(width, 1),
        height=round(HEIGHT - BOTTOM - y, 1),
        middle=round(x + width / 2, 1),
        name=name,
        words=words,
        label=name if number % every == 0 else "",
    )


def _height_of(value: int, *, top: int) -> float:
    floor = HEIGHT - BOTTOM
    return round(floor - value / top * (floor - TOP), 1)
