"""Plain geometry: curves, tapers, swells and ways to move an outline about.

Everything here takes and returns lists of (x, y) in design units and knows
nothing about ink.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> list[Point]:
    """A smooth line through every point (Catmull-Rom), ``steps`` pieces per span."""
    count = len(points)
    if count < 3:
        return list(points)
    line: list[Point] = []
    for index in range(count if closed else count - 1):
        span = [_neighbour(points, index + shift, closed) for shift in (-1, 0, 1, 2)]
        line.extend(_bend(span, step / steps) for step in range(steps))
    if not closed:
        line.append(points[-1])
    return line


def _neighbour(points: Sequence[Point], index: int, closed: bool) -> Point:
    if closed:
        return points[index % len(points)]
    return points[min(max(index, 0), len(points) - 1)]


def _bend(span: Sequence[Point], t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )

    (ax, ay), (bx, by), (cx, cy), (dx, dy) = span
    return axis(ax, bx, cx, dx), axis(ay, by, cy, dy)


def tapered(points: Sequence[Point], width: float, *, blunt: float = 0.0) -> list[Point]:
    """Outline of a stroke ``width`` wide in the middle and pointed at both ends.

    ``blunt`` (0..1) keeps the first end that share of full width, for a blade
    of grass or a branch that starts thick.
    """
    line = curve(points, steps=6) if len(points) > 2 else _subdivided(points, 8)
    left: list[Point] = []
    right: list[Point] = []
    last = len(line) - 1
    for index, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(index - 1, 0)], line[min(index + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        t = index / last
        swell = max(math.sin(math.pi * t) ** 0.75 if 0 < t < 1 else 0.0, blunt * (1 - t))
        nx, ny = -(by - ay) / length * width / 2 * swell, (bx - ax) / length * width / 2 * swell
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def _subdivided(points: Sequence[Point], parts: int) -> list[Point]:
    (ax, ay), (bx, by) = points[0], points[-1]
    return [(ax + (bx - ax) * i / parts, ay + (by - ay) * i / parts) for i in range(parts + 1)]


def placed(
    points: Iterable[Point], x: float, y: float, scale: float = 1.0, turn: float = 0.0
) -> list[Point]:
    """Scale, turn (degrees clockwise) and move an outline; a negative ``scale`` is not a mirror."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return [
        (x + scale * (px * cos - py * sin), y + scale * (px * sin + py * cos)) for px, py in points
    ]


def mirrored(points: Iterable[Point]) -> list[Point]:
    """The same outline facing the other way about x = 0."""
    return [(-x, y) for x, y in points]


def swell(
    y: float, height: float, length: float, phase: float, *, peak: float = 1.4, width: float = 1600
) -> list[Point]:
    """A sea surface from edge to edge: rounded troughs, sharp crests.

    ``height`` is trough to crest, ``length`` crest to crest, ``phase`` in crests.
    """
    line: list[Point] = []
    x = -20.0
    while x <= width + 20:
        turn = x / length + phase
        rise = (1 - abs(math.sin(math.pi * turn))) ** peak
        slow = 0.7 + 0.3 * math.sin(turn * 1.7 + phase * 5)
        line.append((x, y - height * rise * slow))
        x += 8
    return line


def jittered(points: Iterable[Point], rng: random.Random, amount: float) -> list[Point]:
    """Points knocked up to ``amount`` units each way, for an edge cut by hand."""
    return [(x + rng.uniform(-amount, amount), y + rng.uniform(-amount, amount)) for x, y in points]


def lerp(a: Point, b: Point, t: float) -> Point:
    """The point a share ``t`` of the way from a to b."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def arc(
    x: float, y: float, rx: float, ry: float, start: float, end: float, parts: int = 24
) -> list[Point]:
    """Points along an ellipse from ``start`` to ``end`` degrees (0 is right, 90 is down)."""
    angles = [math.radians(start + (end - start) * i / parts) for i in range(parts + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]
