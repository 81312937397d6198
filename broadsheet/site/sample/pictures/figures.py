"""Small silhouettes: people in a few poses, gulls, buckets and houses.

Poses are outlines one unit tall with the feet at (0, 0), facing right.
"""

from __future__ import annotations

from .shapes import Point, arc, curve, mirrored, placed
from .sheet import Sheet, Tone

_STAND: list[Point] = [
    (-0.09, -0.81), (0.0, -0.84), (0.09, -0.81), (0.15, -0.64), (0.15, -0.4), (0.12, -0.34), (0.1, -0.16), (0.12, 0.0),
    (0.02, 0.0), (0.0, -0.28), (-0.03, 0.0), (-0.12, 0.0), (-0.11, -0.34), (-0.15, -0.4), (-0.15, -0.64),
]  # fmt: skip
_WALK: list[Point] = [
    (-0.07, -0.81), (0.02, -0.84), (0.1, -0.8), (0.16, -0.62), (0.21, -0.44), (0.14, -0.42), (0.13, -0.34),
    (0.17, -0.16), (0.25, 0.0), (0.14, 0.01), (0.03, -0.26), (-0.09, -0.12), (-0.17, 0.0), (-0.26, -0.03),
    (-0.15, -0.2), (-0.13, -0.38), (-0.2, -0.5), (-0.15, -0.68),
]  # fmt: skip
_STOOP: list[Point] = [
    (-0.14, 0.0), (-0.13, -0.26), (-0.18, -0.46), (-0.1, -0.62), (0.08, -0.72), (0.22, -0.7), (0.31, -0.6),
    (0.34, -0.4), (0.38, -0.2), (0.31, -0.18), (0.25, -0.42), (0.16, -0.5), (0.04, -0.44), (0.07, -0.22), (0.12, 0.0),
    (0.02, 0.0), (-0.02, -0.24), (-0.04, 0.0),
]  # fmt: skip
_PLAY: list[Point] = [
    (-0.09, -0.81), (0.0, -0.84), (0.09, -0.8), (0.2, -0.7), (0.3, -0.74), (0.31, -0.68), (0.2, -0.6), (0.13, -0.6),
    (0.14, -0.4), (0.1, -0.3), (0.11, 0.0), (0.02, 0.0), (0.0, -0.28), (-0.03, 0.0), (-0.12, 0.0), (-0.11, -0.34),
    (-0.15, -0.6),
]  # fmt: skip
_POSES: dict[str, tuple[list[Point], Point]] = {
    "stand": (_STAND, (0.0, -0.92)),
    "walk": (_WALK, (0.05, -0.92)),
    "stoop": (_STOOP, (0.34, -0.72)),
    "play": (_PLAY, (0.02, -0.92)),
}


def person(
    sheet: Sheet,
    x: float,
    y: float,
    tall: float,
    pose: str = "stand",
    *,
    left: bool = False,
    hat: bool = False,
    key: Tone = 1.0,
    tint: Tone = 0.0,
) -> None:
    """One figure with its feet at (x, y), ``tall`` units high."""
    outline, head = _POSES[pose]
    body = mirrored(outline) if left else outline
    hx = -head[0] if left else head[0]
    sheet.polygon(placed(curve(body, closed=True, steps=4), x, y, tall), key=key, tint=tint)
    sheet.disc(x + hx * tall, y + head[1] * tall, 0.068 * tall, 0.08 * tall, key=key, tint=tint)
    if hat:
        brim = [
            (hx - 0.12, head[1] - 0.02),
            (hx + 0.12, head[1] - 0.04),
            (hx + 0.07, head[1] - 0.12),
            (hx - 0.07, head[1] - 0.11),
        ]
        sheet.polygon(placed(brim, x, y, tall), key=key, tint=tint)


def bucket(
    sheet: Sheet, x: float, y: float, size: float, *, key: Tone = 0.0, tint: Tone = 1.0
) -> None:
    """A pail standing at (x, y), ``size`` units high, with its handle up."""
    sheet.stroke(
        arc(x, y - size, size * 0.42, size * 0.55, 180, 360, 12), max(1.5, size * 0.07), key=1.0
    )
    side = [(-0.45, -1.0), (0.45, -1.0), (0.33, 0.0), (-0.33, 0.0)]
    sheet.polygon(placed(side, x, y, size), key=key, tint=tint)
    sheet.disc(x, y - size, size * 0.45, size * 0.12, key=1.0, tint=tint)


def gull(
    sheet: Sheet,
    x: float,
    y: float,
    span: float,
    *,
    turn: float = 0.0,
    key: Tone = 1.0,
    tint: Tone = 0.0,
) -> None:
    """A gull seen far off, wings ``span`` units tip to tip."""
    wings: list[Point] = [
        (-0.5, 0.02),
        (-0.3, -0.17),
        (-0.12, -0.12),
        (0.0, 0.0),
        (0.12, -0.14),
        (0.32, -0.2),
        (0.5, -0.02),
    ]
    wings += [
        (0.3, -0.1),
        (0.14, -0.02),
        (0.03, 0.09),
        (-0.05, 0.09),
        (-0.13, -0.02),
        (-0.3, -0.08),
    ]
    sheet.polygon(placed(curve(wings, closed=True, steps=4), x, y, span, turn), key=key, tint=tint)


def house(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    pitch: float = 0.5,
    walls: tuple[Tone, Tone] = (0.0, 0.0),
    roof: tuple[Tone, Tone] = (1.0, 0.0),
    panes: tuple[Tone, Tone] = (1.0, 0.0),
    columns: int = 2,
    rows: int = 2,
) -> None:
    """A narrow gabled house standing at (x, y); tone pairs are (key, tint).

    ``pitch`` is the gable's height as a share of ``width``.
    """
    top = y - height
    sheet.rect(x, top, width, height, key=walls[0], tint=walls[1])
    peak = (x + width / 2, top - width * pitch)
    sheet.rect(
        x + width * 0.68,
        peak[1] + width * 0.02,
        width * 0.13,
        width * pitch,
        key=roof[0],
        tint=roof[1],
    )
    sheet.polygon([(x - 3, top + 2), peak, (x + width + 3, top + 2)], key=roof[0], tint=roof[1])
    wide, tall = width / (columns * 2 + 0.6), height / (rows * 1.75 + 0.4)
    for row in range(rows):
        for column in range(columns):
            left = x + width * (column + 0.5) / columns - wide / 2
            sheet.rect(
                left, top + tall * (0.35 + row * 1.6), wide, tall, key=panes[0], tint=panes[1]
            )
