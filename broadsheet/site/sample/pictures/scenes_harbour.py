"""On the quays: the band in the fog, the budget in bollards, the whole harbour."""

from __future__ import annotations

import itertools

from .figures import gull, house, person
from .marks import foam, glitter, grooves
from .press import NAVY, OCHRE, SLATE, VERMILION
from .shapes import Point, arc, curve, lerp, placed, swell
from .sheet import Sheet


def fog_band() -> Sheet:
    """Players one behind another on a pier, each paler than the last."""
    sheet = Sheet("fog-band", (SLATE, OCHRE))
    sheet.flood(
        key=sheet.down((0, 0.34), (330, 0.12), (520, 0.0)), tint=sheet.down((0, 0.0), (900, 0.0))
    )
    _pier(sheet)
    ranks = (
        (500, 612, 210, 0.3, 0.5),
        (690, 640, 250, 0.42, 0.6),
        (300, 690, 320, 0.6, 0.8),
        (880, 720, 370, 0.75, 1.0),
    )
    for x, y, tall, key, brass in ranks:
        person(sheet, x, y, tall, "play", hat=True, key=key, tint=0.0)
        _horn(sheet, x + tall * 0.1, y - tall * 0.86, tall * 0.75, -12, brass)
        sheet.soften(key=sheet.down((y - tall * 0.5, 0.0), (y, 0.34), (y + 60, 0.0)))
    for y, left, right in (
        (560, 60, 620),
        (604, 380, 1120),
        (662, -40, 420),
        (706, 560, 1010),
        (748, 20, 700),
    ):
        sheet.gouge([(left, y), ((left + right) / 2, y - 8), (right, y + 4)], 18, key=0.0, tint=0.0)
    _tuba_player(sheet)
    return sheet


def _pier(sheet: Sheet) -> None:
    """Planks to a vanishing point, a rail and two lamps going off into white."""
    far = (470.0, 560.0)
    sheet.polygon(
        [(far[0] - 90, 560), (far[0] + 60, 560), (1700, 920), (-260, 920)],
        key=sheet.down((560, 0.0), (900, 0.62)),
    )
    for near in range(-200, 1700, 110):
        sheet.gouge(
            [lerp(far, (near, 960), 0.12), lerp(far, (near, 960), 0.5), (near, 960)], 8, key=0.0
        )
    for size, tone in ((0.35, 0.3), (0.6, 0.55), (1.0, 1.0)):
        x, y = lerp((430.0, 560.0), (60.0, 820.0), size)
        sheet.deepen(tint=sheet.halo(x, y - 560 * size, 150 * size, 150 * size, 0.9 * tone))
        sheet.stroke([(x, y), (x, y - 530 * size)], 11 * size, key=tone)
        sheet.polygon(
            placed(
                [(-0.2, -0.2), (0.2, -0.2), (0.14, 0.2), (-0.14, 0.2)],
                x,
                y - 560 * size,
                150 * size,
            ),
            key=0.0,
            tint=tone,
        )
        sheet.polygon(
            placed([(-0.28, -0.2), (0.0, -0.42), (0.28, -0.2)], x, y - 560 * size, 150 * size),
            key=tone,
        )


def _horn(sheet: Sheet, x: float, y: float, length: float, turn: float, brass: float) -> None:
    """A trumpet from the lips at (x, y), ``length`` units to the bell."""
    tube: list[Point] = [
        (0, -0.02),
        (0.6, -0.03),
        (0.82, -0.07),
        (0.94, -0.15),
        (1, -0.2),
        (1, 0.2),
        (0.94, 0.15),
        (0.82, 0.07),
    ]
    tube += [(0.6, 0.03), (0, 0.02)]
    sheet.polygon(placed(tube, x, y, length, turn), key=0.0, tint=brass)
    loop = placed(
        [(0.2, 0.03), (0.14, 0.1), (0.2, 0.16), (0.6, 0.14), (0.66, 0.08), (0.6, 0.02)],
        x,
        y,
        length,
        turn,
    )
    sheet.stroke(curve(loop), length * 0.04, key=0.0, tint=brass)
    for valve in (0.32, 0.4, 0.48):
        ends = placed([(valve, -0.08), (valve, 0.18)], x, y, length, turn)
        sheet.stroke(ends, length * 0.035, key=brass * 0.8, tint=brass)
    mouth = placed([(1.0, 0.0)], x, y, length, turn)[0]
    sheet.disc(*mouth, length * 0.05, length * 0.2, key=brass * 0.9, tint=brass)


def _tuba_player(sheet: Sheet) -> None:
    """The nearest player, nearly solid, wearing the biggest bell in the county."""
    body: list[Point] = [
        (1040, 920),
        (1060, 700),
        (1100, 560),
        (1190, 500),
        (1300, 486),
        (1400, 520),
        (1480, 600),
        (1530, 760),
    ]
    sheet.polygon([*curve([*body, (1550, 930)]), (1040, 930)], key=1.0, tint=0.0)
    sheet.stroke(arc(1270, 640, 205, 250, 200, 470), 78, key=0.0, tint=1.0)
    sheet.stroke(arc(1270, 640, 222, 268, 205, 460), 8, key=1.0)
    sheet.stroke(arc(1270, 640, 180, 226, 210, 440), 5, key=0.0, tint=0.0)
    sheet.blob(
        [(1190, 420), (1196, 340), (1250, 300), (1306, 330), (1316, 420), (1290, 490), (1220, 490)],
        key=1.0,
        tint=0.0,
    )
    sheet.blob(
        [(1168, 352), (1190, 300), (1256, 272), (1320, 300), (1340, 350), (1250, 346)],
        key=1.0,
        tint=0.0,
    )
    sheet.gouge([(1170, 352), (1250, 340), (1338, 350)], 8, key=0.0, tint=1.0)
    stem: list[Point] = [
        (1404, 480),
        (1452, 400),
        (1440, 300),
        (1380, 236),
        (1330, 220),
        (1340, 180),
        (1420, 210),
        (1490, 300),
    ]
    sheet.polygon(curve([*stem, (1500, 420), (1460, 520)], closed=True), key=0.0, tint=1.0)
    sheet.disc(1290, 176, 172, 156, key=0.0, tint=1.0)
    sheet.disc(1290, 176, 172, 156, key=sheet.across((1120, 0.5), (1290, 0.05), (1462, 0.0)))
    sheet.disc(1306, 178, 112, 100, key=sheet.halo(1330, 190, 170, 150, 1.0), tint=1.0)
    sheet.disc(1316, 180, 46, 40, key=1.0)
    for start, end, reach in ((190, 250, 158), (196, 236, 144), (20, 64, 158)):
        sheet.gouge(arc(1290, 176, reach, reach * 0.91, start, end), 9, key=0.0, tint=0.0)


_SPEND = (170, 268, 214, 346, 300, 428, 250, 380, 520)  # units of height, one column each


def town_budget() -> Sheet:
    """Nine bollards on the quay, drawn up like the columns of the accounts."""
    sheet = Sheet("town-budget", (NAVY, VERMILION))
    sheet.flood(key=sheet.down((0, 0.42), (300, 0.1), (460, 0.0)), tint=0.0)
    sheet.disc(356, 300, 118, key=0.0, tint=sheet.down((182, 0.9), (420, 0.35)))
    hills: list[Point] = [
        (-20, 640),
        (160, 590),
        (380, 624),
        (620, 580),
        (860, 630),
        (1150, 596),
        (1640, 636),
    ]
    sheet.polygon([*curve(hills), (1640, 720), (-20, 720)], key=0.22, tint=0.0)
    _quay(sheet)
    tops: list[Point] = []
    for index, height in enumerate(_SPEND):
        x = 176 + index * 156
        _bollard(sheet, x, 724, height, proud=index == len(_SPEND) - 1)
        tops.append((x, 724 - height + 46))
    for (ax, ay), (bx, by) in itertools.pairwise(tops):
        slack = max(ay, by) + 34
        sheet.stroke(
            curve([(ax + 30, ay), ((ax + bx) / 2, slack), (bx - 30, by)], steps=12),
            6,
            key=1.0,
            tint=0.0,
        )
    person(sheet, 1330, 724, 116, "stand", hat=True)
    sheet.stroke([(1312, 724), (1312, 560)], 4, key=1.0, tint=0.0)
    for x, y, span, turn in ((700, 170, 92, -8), (838, 236, 58, 6), (1010, 120, 46, 0)):
        gull(sheet, x, y, span, turn=turn)
    return sheet


def _quay(sheet: Sheet) -> None:
    """Coping stones, a face of cut blocks, and water."""
    sheet.rect(0, 716, 1600, 34, key=0.0, tint=0.0)
    sheet.stroke([(0, 716), (1600, 716)], 5, key=1.0)
    sheet.rect(0, 748, 1600, 76, key=1.0, tint=0.0)
    for row in range(2):
        y = 770 + row * 30
        sheet.gouge([(-20, y), (800, y + 2), (1620, y)], 4, key=0.0)
        for x in range(-40 + row * 60, 1620, 128):
            sheet.gouge([(x, y - 24), (x + 2, y)], 5, key=0.0)
    sheet.rect(0, 822, 1600, 90, key=0.5, tint=0.0)
    for index in range(len(_SPEND)):
        glitter(sheet, 176 + index * 156, 830, 900, (40, 52), 7, key=1.0, tint=0.0, thick=8)
    glitter(sheet, 1424, 830, 900, (40, 52), 7, key=0.0, tint=1.0, thick=9)
    grooves(sheet, swell(832, 8, 200, 0.2), 16, 4, 6)


def _bollard(sheet: Sheet, x: float, foot: float, height: float, *, proud: bool) -> None:
    """One iron column with a mushroom head; the proud one is all second ink."""
    top, half = foot - height, 38
    shade = sheet.across((x - half, 0.0), (x - 6, 0.25), (x + half, 1.0))
    tint = 1.0 if proud else 0.0
    post = [
        (x - half, top + 40),
        (x + half, top + 40),
        (x + half + 6, foot - 12),
        (x + half + 16, foot),
        (x - half - 16, foot),
        (x - half - 6, foot - 12),
    ]
    sheet.polygon(post, key=shade, tint=tint)
    sheet.blob(
        [
            (x - 56, top + 22),
            (x - 40, top + 2),
            (x, top - 8),
            (x + 40, top + 2),
            (x + 56, top + 22),
            (x + 40, top + 40),
            (x - 40, top + 40),
        ],
        key=shade,
        tint=tint,
    )
    sheet.stroke(arc(x, top + 34, 44, 8, 10, 170), 5, key=1.0)
    sheet.stroke(
        [(x - half, top + 42), (x - half - 6, foot - 12), (x - half - 16, foot)], 4, key=1.0
    )
    sheet.stroke(
        [(x + half, top + 42), (x + half + 6, foot - 12), (x + half + 16, foot)], 4, key=1.0
    )
    sheet.stroke(arc(x, top + 18, 55, 27, 170, 370), 4, key=1.0)


def about() -> Sheet:
    """The harbour from the water: town, quay, boats, breakwater, light."""
    sheet = Sheet("about", (NAVY, VERMILION))
    sheet.flood(
        key=sheet.down((0, 0.5), (190, 0.12), (260, 0.0)), tint=sheet.down((300, 0.0), (560, 0.3))
    )
    sheet.disc(1060, 330, 150, key=0.0, tint=1.0)
    hills: list[Point] = [
        (-20, 240),
        (130, 210),
        (330, 262),
        (560, 330),
        (760, 430),
        (920, 470),
        (1120, 450),
        (1380, 486),
        (1640, 470),
    ]
    sheet.polygon(
        [*curve(hills), (1640, 600), (-20, 600)],
        key=sheet.across((0, 0.75), (900, 0.5), (1600, 0.3)),
        tint=0.0,
    )
    _terraces(sheet)
    _breakwater(sheet)
    sheet.rect(0, 596, 1600, 310, key=sheet.down((596, 0.4), (700, 0.92), (740, 1.0)), tint=0.0)
    glitter(sheet, 1060, 604, 890, (110, 190), 40, thick=11)
    for y, phase in ((640, 0.2), (720, 0.6), (810, 0.1)):
        grooves(sheet, swell(y, 10, 300, phase), 14, 4, 6)
    for x, y, size in ((300, 650, 0.8), (640, 690, 1.0), (1330, 760, 1.5)):
        _smack(sheet, x, y, size)
    for x, y, span, turn in (
        (800, 190, 100, -10),
        (690, 250, 60, 8),
        (1300, 150, 74, 4),
        (1250, 240, 40, -6),
    ):
        gull(sheet, x, y, span, turn=turn)
    return sheet


def _terraces(sheet: Sheet) -> None:
    """Rows of gables down the hill to the quay, lighter as they near the water."""
    walls = ((0.0, 0.0), (0.0, 0.45), (0.18, 0.0), (0.0, 0.0), (0.0, 1.0))
    for y, start, end, wide, tall in (
        (400, -30, 420, 62, 66),
        (478, -60, 640, 74, 82),
        (574, -40, 800, 88, 104),
    ):
        x = float(start)
        while x < end:
            width, high = wide * sheet.rng.uniform(0.75, 1.1), tall * sheet.rng.uniform(0.8, 1.25)
            house(
                sheet, x, y, width, high, walls=sheet.rng.choice(walls), rows=2 if tall < 90 else 3
            )
            x += width + 2
    sheet.polygon([(330, 400), (330, 250), (354, 150), (378, 250), (378, 400)], key=1.0, tint=0.0)
    sheet.rect(348, 268, 12, 30, key=0.0, tint=0.0)
    sheet.rect(-10, 572, 880, 30, key=1.0, tint=0.0)
    for x in range(20, 860, 66):
        sheet.polygon(arc(x, 604, 20, 20, 180, 360), key=0.0, tint=0.0)


def _breakwater(sheet: Sheet) -> None:
    sheet.polygon([(1180, 600), (1210, 576), (1640, 566), (1640, 600)], key=1.0, tint=0.0)
    sheet.polygon(
        [(1398, 570), (1408, 350), (1452, 350), (1462, 570)],
        key=sheet.across((1400, 0.0), (1462, 0.8)),
        tint=0.0,
    )
    for top in (400, 480):
        sheet.rect(1402, top, 56, 36, tint=1.0)
    sheet.rect(1394, 338, 72, 12, key=1.0, tint=0.0)
    sheet.rect(1412, 300, 36, 38, key=0.0, tint=1.0)
    sheet.polygon([(1404, 302), (1430, 272), (1456, 302)], key=1.0, tint=0.0)


def _smack(sheet: Sheet, x: float, y: float, size: float) -> None:
    """A two-masted boat on its reflection, ``size`` times 150 units long."""
    hull: list[Point] = [(-80, -18), (-40, -10), (40, -10), (92, -30), (70, 12), (-64, 12)]
    for step in range(6):
        half = 70 * size * (1 - step / 8)
        sheet.gouge(
            [(x - half, y + (18 + step * 11) * size), (x + half, y + (18 + step * 11) * size)],
            8 * size,
            key=1.0,
            tint=0.0,
        )
    sail: list[Point] = [(-6, -150), (46, -100), (62, -34), (-4, -30)]
    sheet.polygon(placed(sail, x, y, size), key=0.0, tint=1.0)
    sheet.polygon(placed([(-14, -132), (-20, -30), (-74, -34)], x, y, size), key=0.0, tint=0.0)
    sheet.polygon(placed(hull, x, y, size), key=1.0, tint=0.0)
    sheet.gouge(placed([(-78, -12), (0, -3), (88, -22)], x, y, size), 6 * size, key=0.0, tint=0.0)
    sheet.stroke(placed([(-10, -166), (-10, -10)], x, y, size), 5 * size, key=1.0, tint=0.0)
    foam(sheet, placed(curve([(-84, 12), (0, 16), (84, 12)], steps=10), x, y, size), 6 * size)
