"""Under a roof: the net loft and the fish auction."""

from __future__ import annotations

import math

from .figures import person
from .press import NAVY, OCHRE, VERMILION
from .shapes import Point, arc, curve, lerp
from .sheet import Sheet


def net_loft() -> Sheet:
    """Nets hung from the rafters, three windows, one person mending."""
    sheet = Sheet("net-loft", (NAVY, OCHRE))
    far = (800.0, 470.0)
    sheet.flood(key=1.0)
    for x in range(-600, 2300, 100):
        sheet.gouge([lerp(far, (x, -240), 0.42), lerp(far, (x, -240), 0.7), (x, -240)], 7, key=0.0)
    _gable_wall(sheet)
    _floor(sheet, far)
    for depth in (0.46, 0.64, 0.92):
        _truss(sheet, far, depth)
    _net(
        sheet,
        [(470, 250), (640, 300), (820, 250)],
        [(500, 470), (640, 560), (800, 430)],
        15,
        ink=1.0,
    )
    _net(
        sheet, [(-20, 40), (220, 130), (500, 70)], [(-20, 760), (200, 800), (400, 560)], 16, ink=0.0
    )
    _net(
        sheet,
        [(1130, 110), (1380, 170), (1640, 30)],
        [(1230, 520), (1420, 760), (1640, 690)],
        16,
        ink=0.0,
    )
    person(sheet, 884, 716, 272, "play", left=True)
    return sheet


def _gable_wall(sheet: Sheet) -> None:
    """The end wall: boards, three tall windows and a round one in the peak."""
    wall: list[Point] = [(480, 640), (480, 300), (800, 120), (1120, 300), (1120, 640)]
    sheet.polygon(wall, key=0.78, tint=0.25)
    for x in (540, 716, 892):
        sheet.rect(x, 316, 150, 236, key=0.0, tint=sheet.down((316, 0.0), (552, 0.75)))
        for bar in (0.333, 0.667):
            sheet.stroke([(x + 150 * bar, 316), (x + 150 * bar, 552)], 5, key=1.0)
        for y in (375, 434, 493):
            sheet.stroke([(x, y), (x + 150, y)], 5, key=1.0)
        sheet.rect(x - 10, 552, 170, 12, key=1.0, tint=0.0)
    sheet.disc(800, 226, 44, key=0.0, tint=0.4)
    sheet.stroke([(756, 226), (844, 226)], 5, key=1.0)
    sheet.stroke([(800, 182), (800, 270)], 5, key=1.0)


def _floor(sheet: Sheet, far: Point) -> None:
    sheet.polygon([(480, 640), (1120, 640), (1900, 920), (-300, 920)], key=0.9, tint=0.5)
    for left in (540, 716, 892):
        pool = [
            lerp(far, (left + dx, 640), t)
            for dx, t in ((10, 1.15), (140, 1.15), (190, 2.1), (-40, 2.1))
        ]
        sheet.polygon([(x - (y - 640) * 0.5, y) for x, y in pool], key=0.06, tint=0.75)
    for x in range(-1500, 3200, 190):
        edge = lerp(far, (x, 920), 0.378)
        sheet.stroke([edge, (x, 920)], 4, key=1.0)


def _truss(sheet: Sheet, far: Point, depth: float) -> None:
    """One A-frame; ``depth`` 0 is the vanishing point and 1 is overhead."""
    peak, left, right = (
        lerp(far, point, depth * 2.1) for point in ((800, 300), (420, 500), (1180, 500))
    )
    tie = [lerp(left, peak, 0.42), lerp(right, peak, 0.42)]
    for line in ([left, peak, right], tie, [lerp(tie[0], tie[1], 0.5), peak]):
        sheet.stroke([(x, y - 110 * depth) for x, y in line], 34 * depth, key=0.0, tint=0.0)
        sheet.stroke(
            [(x, y - 110 * depth + 3) for x, y in line], 34 * depth - 7, key=1.0, tint=0.35
        )


def _net(sheet: Sheet, rail: list[Point], hem: list[Point], cells: int, *, ink: float) -> None:
    """A hung net between a head rope and a hem: diamond mesh, folds and floats."""
    top, foot = curve(rail, steps=24), curve(hem, steps=24)

    def at(u: float, v: float) -> Point:
        u = min(max(u, 0.0), 1.0)
        index = round(u * (len(top) - 1))
        fold = 16 * math.sin(u * 15) * v
        x, y = lerp(top[index], foot[index], v)
        return x + fold, y + fold * 0.4

    outline = (
        [at(u / 48, 0) for u in range(49)]
        + [at(1, v / 10) for v in range(11)]
        + [at(u / 48, 1) for u in range(48, -1, -1)]
    )
    with sheet.inside(outline):
        if ink == 0.0:
            sheet.flood(key=1.0, tint=0.0)
        for cell in range(-cells, cells * 2):
            for way in (1, -1):
                line = [
                    at((cell + way * v * cells * 0.14 * 6) / cells, v)
                    for v in (i / 14 for i in range(15))
                ]
                sheet.stroke(line, 2.6, key=ink, tint=0.0)
    sheet.stroke(top, 9, key=0.0, tint=1.0)
    for x, y in top[4::8]:
        sheet.disc(x, y + 4, 19, 14, key=1.0, tint=0.0)
        sheet.disc(x, y + 4, 16, 11, key=0.0, tint=1.0)
    sheet.stroke([at(u / 48, 1) for u in range(49)], 6, key=ink, tint=0.0)


def fish_auction() -> Sheet:
    """Boxes to the vanishing point, the clock running down, buyers along the rail."""
    sheet = Sheet("fish-auction", (NAVY, VERMILION))
    sheet.flood(key=sheet.down((0, 1.0), (250, 0.85), (430, 0.4)), tint=0.0)
    sheet.rect(0, 430, 1600, 490, key=sheet.down((430, 0.1), (900, 0.45)), tint=0.0)
    for x in (330, 800, 1270):
        sheet.polygon(
            [(x - 26, 96), (x + 26, 96), (x + 330, 440), (x - 330, 440)],
            key=sheet.down((96, 0.35), (430, 0.04)),
        )
    _board(sheet)
    _clock(sheet, 440, 198, 126)
    for index, x in enumerate(range(60, 1600, 118)):
        tall = 116 + sheet.rng.uniform(-8, 8)
        person(sheet, x + sheet.rng.uniform(-20, 20), 488, tall, "stand", hat=index % 3 != 1)
    for depth in (3.1, 2.4, 1.83, 1.4, 1.05, 0.79):
        for lane in (-2.2, -1.1, 0.0, 1.1, 2.2):
            _crate(sheet, lane, depth)
    return sheet


def _board(sheet: Sheet) -> None:
    """The price board: three lots in seven-segment figures."""
    sheet.rect(850, 66, 570, 296, key=0.0, tint=0.0)
    sheet.rect(858, 74, 554, 280, key=1.0, tint=0.0)
    for row, text in enumerate(("4180", "3625", "2907")):
        y = 98 + row * 84
        sheet.rect(884, y + 26, 190 - row * 34, 10, key=0.0, tint=0.0)
        sheet.rect(884, y + 6, 120 + row * 22, 10, key=0.0, tint=0.0)
        for place, figure in enumerate(text):
            _figure(sheet, 1140 + place * 66 + (18 if place > 1 else 0), y, 40, 60, figure)
        sheet.rect(1260, y + 54, 9, 9, key=0.0, tint=1.0)


def _figure(sheet: Sheet, x: float, y: float, wide: float, tall: float, figure: str) -> None:
    a, b, c, d, e, f = (
        (x, y),
        (x + wide, y),
        (x, y + tall / 2),
        (x + wide, y + tall / 2),
        (x, y + tall),
        (x + wide, y + tall),
    )
    bars = {
        "t": (a, b),
        "m": (c, d),
        "l": (e, f),
        "A": (a, c),
        "B": (b, d),
        "C": (c, e),
        "D": (d, f),
    }
    shapes = {
        "0": "tlABCD",
        "1": "BD",
        "2": "tmlBC",
        "3": "tmlBD",
        "4": "mABD",
        "5": "tmlAD",
        "6": "tmlACD",
        "7": "tBD",
        "8": "tmlABCD",
        "9": "tmlABD",
    }
    for bar in shapes[figure]:
        start, end = bars[bar]
        sheet.stroke([lerp(start, end, 0.1), lerp(start, end, 0.9)], 9, key=0.0, tint=1.0)


def _clock(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.disc(x, y, r + 12, key=1.0, tint=0.0)
    sheet.disc(x, y, r, key=0.0, tint=0.0)
    for tick in range(40):
        angle = math.radians(tick * 9)
        near = r - (30 if tick % 5 == 0 else 16)
        ends = [(x + math.cos(angle) * d, y + math.sin(angle) * d) for d in (near, r - 8)]
        sheet.stroke(ends, 6 if tick % 5 == 0 else 3, key=1.0)
    sheet.polygon([(x, y), *arc(x, y, r - 40, r - 40, -90, 48)], tint=1.0)
    sheet.gouge([(x - 20, y - 22), (x + 74, y + 82)], 12, key=1.0)
    sheet.disc(x, y, 13, key=1.0)


def _crate(sheet: Sheet, lane: float, depth: float) -> None:
    """One box of fish on ice; ``depth`` is its distance, ``lane`` its place across."""

    def floor(across: float, away: float, up: float) -> Point:
        return 800 + 420 * across / away, 330 + (430 - up * 520) / away

    left, right, back = lane - 0.47, lane + 0.47, depth * 1.27
    rim = [
        floor(left, back, 0.16),
        floor(right, back, 0.16),
        floor(right, depth, 0.16),
        floor(left, depth, 0.16),
    ]
    front = [rim[3], rim[2], floor(right, depth, 0.0), floor(left, depth, 0.0)]
    sheet.polygon(front, key=1.0, tint=0.0 if (round(lane * 10) + round(depth * 10)) % 3 else 1.0)
    sheet.gouge([lerp(front[0], front[3], 0.5), lerp(front[1], front[2], 0.5)], 9 / depth, key=0.0)
    sheet.polygon(rim, key=0.0, tint=0.0)
    for row in range(3):
        _laid_fish(sheet, rim, 0.5, 0.2 + row * 0.3, depth, flip=(row + round(lane * 10)) % 2 == 1)
    sheet.stroke([*rim, rim[0]], 9 / depth, key=1.0, tint=0.0)


def _laid_fish(
    sheet: Sheet, rim: list[Point], u: float, v: float, depth: float, *, flip: bool
) -> None:
    """A fish lying across a box; (u, v) is its middle as shares of the rim's width and depth."""
    way = -1 if flip else 1

    def at(along: float, across: float) -> Point:
        side = u + along * way
        return lerp(lerp(rim[0], rim[1], side), lerp(rim[3], rim[2], side), v + across)

    back: list[Point] = [
        (-0.43, 0.02),
        (-0.34, -0.07),
        (-0.16, -0.13),
        (0.06, -0.11),
        (0.28, -0.03),
        (0.43, -0.13),
    ]
    belly: list[Point] = [
        (0.39, 0.01),
        (0.43, 0.14),
        (0.28, 0.03),
        (0.04, 0.11),
        (-0.18, 0.12),
        (-0.34, 0.08),
    ]
    sheet.polygon([at(*point) for point in back + belly], key=1.0, tint=0.0)
    sheet.gouge([at(-0.22, 0.05), at(0.0, 0.035), at(0.24, 0.0)], 7 / depth, key=0.0)
    sheet.gouge([at(-0.27, -0.08), at(-0.235, 0.0), at(-0.27, 0.08)], 5 / depth, key=0.0)
    x, y = at(-0.345, -0.01)
    sheet.disc(x, y, 7 / depth, 5 / depth, key=0.0, tint=1.0)
