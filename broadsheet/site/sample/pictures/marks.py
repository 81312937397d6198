"""Marks shared by several scenes: rain, foam, broken light, carved contours.

Each function takes a sheet first and positions in its design units.
"""

from __future__ import annotations

from collections.abc import Sequence

from .shapes import Point, curve, lerp
from .sheet import Sheet, Tone


def contours(
    sheet: Sheet,
    near: Sequence[Point],
    far: Sequence[Point],
    count: int,
    width: float,
    *,
    key: Tone = 0.0,
    tint: Tone = None,
    gap: float = 0.25,
    start_on: Sequence[Point] = (),
) -> None:
    """Carve ``count`` broken lines that turn one curve gradually into another.

    Both curves need the same number of points.  ``gap`` is the share of each
    line left uncut, so the eye reads a surface and not a fence.  ``start_on``
    is a curve for the lines to spring from in place of their first points.
    """
    for step in range(count):
        t = (step + 0.5) / count
        line = [lerp(a, b, t) for a, b in zip(near, far, strict=True)]
        if start_on:
            line[0] = start_on[int(t * (len(start_on) - 1))]
        line = curve(line, steps=6)
        start = int(sheet.rng.uniform(0, gap / 2) * len(line))
        end = len(line) - int(sheet.rng.uniform(0, gap) * len(line))
        cut = start + int((end - start) * sheet.rng.uniform(0.35, 0.75))
        for piece in (line[start:cut], line[cut + 2 : end]):
            if len(piece) > 3:
                sheet.gouge(piece[:: max(1, len(piece) // 8)], width, key=key, tint=tint)


def rain(
    sheet: Sheet,
    count: int,
    slant: float,
    *,
    length: float = 120,
    key: Tone = 0.0,
    tint: Tone = None,
) -> None:
    """Carve thin slanting strokes all over; ``slant`` is sideways travel per unit of fall."""
    for _ in range(count):
        x, y = sheet.rng.uniform(-100, sheet.size[0] + 200), sheet.rng.uniform(-80, sheet.size[1])
        fall = length * sheet.rng.uniform(0.5, 1.2)
        sheet.gouge(
            [(x, y), (x + slant * fall, y + fall)], sheet.rng.uniform(1.2, 2.6), key=key, tint=tint
        )


def foam(sheet: Sheet, line: Sequence[Point], size: float) -> None:
    """Broken water along a crest: ragged runs of bare paper up to ``size`` thick."""
    at = 0
    while at < len(line) - 3:
        run = sheet.rng.randint(4, 16)
        piece = line[at : at + run]
        thick = size * sheet.rng.uniform(0.5, 1.0)
        if len(piece) > 2:
            sheet.gouge([(x, y + thick * 0.3) for x, y in piece[::2]], thick, key=0.0, tint=0.0)
        for x, y in piece[::4]:
            r = size * sheet.rng.uniform(0.08, 0.24)
            sheet.disc(
                x + sheet.rng.uniform(-9, 9),
                y - sheet.rng.uniform(0, size * 0.6),
                r,
                key=0.0,
                tint=0.0,
            )
        at += max(2, run - sheet.rng.randint(0, 3))


def scallops(sheet: Sheet, line: Sequence[Point], size: float) -> None:
    """Heavy curds of foam along a breaking lip, ``size`` the largest radius."""
    for x, y in line:
        r = size * sheet.rng.uniform(0.35, 1.0)
        sheet.disc(
            x + sheet.rng.uniform(-r, r) * 0.4,
            y + sheet.rng.uniform(-r, r) * 0.3,
            r,
            key=0.0,
            tint=0.0,
        )


def spray(sheet: Sheet, x: float, y: float, reach: float, count: int, *, lean: float = 0.0) -> None:
    """A burst of white water thrown up from (x, y), leaning ``lean`` sideways per unit of rise.

    Fine tapering jets that fan from a broad root, then drops beyond them.
    """
    root = reach * 0.22
    for _ in range(count):
        side = max(-1.0, min(1.0, sheet.rng.gauss(0, 0.45)))
        far = reach * (1 - 0.55 * abs(side)) * sheet.rng.uniform(0.35, 1.0)
        foot = x + side * root
        dx = far * (side * 0.75 + lean)
        path = [(foot, y + 8), (foot + dx * 0.35, y - far * 0.6), (foot + dx, y - far)]
        sheet.gouge(path, reach * sheet.rng.uniform(0.012, 0.036), key=0.0, tint=0.0)
        for _ in range(3):
            t, r = sheet.rng.uniform(0.75, 1.3), sheet.rng.uniform(1, 4.2)
            sheet.disc(
                foot + dx * t + sheet.rng.uniform(-12, 12), y - far * t, r, key=0.0, tint=0.0
            )
    mound = [(x - root * 1.7, y + 14), (x - root * 0.8, y - reach * 0.1), (x, y - reach * 0.2)]
    mound += [(x + root * 0.8, y - reach * 0.1), (x + root * 1.7, y + 14)]
    sheet.polygon(curve(mound), key=0.0, tint=0.0)


def glitter(
    sheet: Sheet,
    x: float,
    top: float,
    bottom: float,
    spread: tuple[float, float],
    count: int,
    *,
    key: Tone = 0.0,
    tint: Tone = 1.0,
    thick: float = 7,
) -> None:
    """A path of light on water: level dashes widening from ``spread[0]`` to ``spread[1]``."""
    for step in range(count):
        t = ((step + sheet.rng.random()) / count) ** 1.3
        y = top + (bottom - top) * t
        reach = spread[0] + (spread[1] - spread[0]) * t
        middle = x + sheet.rng.gauss(0, 0.35) * reach
        half = reach * sheet.rng.uniform(0.15, 0.6)
        bow = thick * sheet.rng.uniform(-0.4, 0.4)
        path = [(middle - half, y), (middle, y + bow), (middle + half, y)]
        sheet.gouge(path, thick * (0.35 + 0.65 * t), key=key, tint=tint)


def stars(sheet: Sheet, count: int, bottom: float) -> None:
    """Pricks of bare paper above ``bottom``."""
    for _ in range(count):
        x, y = sheet.rng.uniform(0, sheet.size[0]), bottom * sheet.rng.random() ** 1.4
        sheet.disc(x, y, sheet.rng.choice((1.0, 1.3, 1.3, 2.2)), key=0.0, tint=0.0)


def grooves(
    sheet: Sheet,
    line: Sequence[Point],
    drop: float,
    rows: int,
    width: float,
    *,
    key: Tone = 0.0,
    tint: Tone = None,
    dash: int = 14,
) -> None:
    """Broken strokes that echo a surface ``line`` beneath it, ``drop`` units apart."""
    for row in range(1, rows + 1):
        at = sheet.rng.randrange(dash)
        while at < len(line) - 4:
            run = sheet.rng.randint(dash // 3, dash)
            piece = [
                (x, y + row * drop + sheet.rng.uniform(-1, 1)) for x, y in line[at : at + run : 2]
            ]
            if len(piece) > 2:
                sheet.gouge(piece, width * (1.15 - row / (rows + 2)), key=key, tint=tint)
            at += run + sheet.rng.randint(dash // 3, dash)
