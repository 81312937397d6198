"""The chart's geometry."""

import pytest

from broadsheet.funding.desk.chart import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    draw_bars,
    round_step,
)


@pytest.mark.parametrize(
    ("most", "step"),
    [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (20, 5), (21, 10), (89500, 50000), (400, 100)],
)
def test_rules_stand_at_round_amounts(most: int, step: int) -> None:
    assert round_step(most) == step


def test_bars_are_as_high_as_their_amounts_and_stay_in_the_box() -> None:
    values = [0, 500, 1000, 2000]

    chart = draw_bars(values, names=list("abcd"), write=str)

    heights = [bar.height for bar in chart.bars]
    assert heights[0] == 0
    assert heights[2] == pytest.approx(heights[1] * 2, abs=0.2)
    assert heights[3] == HEIGHT - BOTTOM - TOP
    assert chart.bars[0].x > LEFT
    assert chart.bars[-1].x + chart.bars[-1].width < WIDTH - RIGHT
    assert [rule.words for rule in chart.rules] == ["0", "500", "1000", "1500", "2000"]
    assert [bar.words for bar in chart.bars] == ["0", "500", "1000", "2000"]


def test_labels_are_few_enough_not_to_touch() -> None:
    chart = draw_bars([1] * 52, names=[str(n) for n in range(52)], write=str)

    labels = [bar.label for bar in chart.bars if bar.label]
    assert len(chart.bars) == 52
    assert labels[:3] == ["0", "7", "14"]
    assert len(labels) <= 8


def test_nothing_at_all_is_a_chart_too() -> None:
    assert [bar.height for bar in draw_bars([0, 0], names=["a", "b"], write=str).bars] == [0, 0]
    assert draw_bars([], names=[], write=str).bars == []
