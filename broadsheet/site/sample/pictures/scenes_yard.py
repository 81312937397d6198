"""The shipyard: a hull on the slip."""

from __future__ import annotations

import math

from .figures import gull, person
from .marks import contours
from .press import NAVY, VERMILION
from .shapes import Point, curve, mirrored, placed
from .sheet import Sheet


def yard_apprentices() -> Sheet:
    """A hull end-on, filling the slip, with the new hands small against it."""
    sheet = Sheet("yard-apprentices", (NAVY, VERMILION))
    sheet.flood(key=sheet.down((0, 0.32), (280, 0.08), (420, 0.0)), tint=0.0)
    _cranes(sheet)
    sheet.rect(0, 770, 1600, 150, key=1.0, tint=0.0)
    for y in (792, 822, 862):
        sheet.gouge([(-20, y), (700, y + 3), (1620, y - 2)], 5, key=0.0)
    _staging(sheet, 140, 520)
    _staging(sheet, 1360, 1580)
    _bow(sheet)
    for x, y, tall, pose, left in (
        (236, 520, 112, "stand", False),
        (404, 390, 106, "play", False),
        (330, 650, 112, "walk", False),
        (1436, 390, 106, "play", True),
        (1500, 520, 110, "stand", True),
    ):
        person(sheet, x, y, tall, pose, left=left, hat=True)
    _weld(sheet, 478, 322)
    for x, tall, left in ((620, 126, False), (1210, 120, True), (1290, 132, True)):
        person(sheet, x, 812, tall, "stand", left=left, hat=True, key=0.0, tint=1.0)
        person(sheet, x + 3, 812, tall, "stand", left=left, hat=True, key=1.0, tint=0.0)
    return sheet


def _bow(sheet: Sheet) -> None:
    """Flare, plates and stem; the underside in red lead."""
    side: list[Point] = [
        (-440, -20),
        (-424, 130),
        (-372, 290),
        (-286, 430),
        (-180, 560),
        (-76, 670),
        (-12, 740),
    ]
    left, right = placed(curve(side), 930, 50), placed(mirrored(curve(side)), 930, 50)
    sheet.polygon([*left, *right[::-1]], key=1.0, tint=0.0)
    stem = [(930.0, y) for _, y in left]
    sheet.polygon([*stem, *right[::-1]], key=sheet.across((930, 0.3), (1300, 0.95)))
    with sheet.inside([*left, *right[::-1]]):
        sheet.polygon(
            [
                (300, 500),
                *curve([(400, 500), (700, 548), (930, 590), (1160, 548), (1500, 500)]),
                (1500, 900),
                (300, 900),
            ],
            tint=1.0,
        )
        sheet.polygon(
            [(300, 500), *curve([(400, 500), (700, 548), (930, 590)]), (930, 900), (300, 900)],
            key=0.4,
        )
        sheet.polygon(
            [(930, 590), *curve([(930, 590), (1160, 548), (1500, 500)]), (1500, 900), (930, 900)],
            key=0.0,
        )
        sheet.stroke(
            curve([(400, 500), (700, 548), (930, 590), (1160, 548), (1500, 500)]),
            8,
            key=0.0,
            tint=0.0,
        )
        for drop in (110, 210, 310, 405):
            strake = [
                (380, drop + 10),
                (700, drop + 42),
                (930, drop + 74),
                (1160, drop + 42),
                (1480, drop + 10),
            ]
            sheet.gouge(curve(strake)[:17], 5, key=0.0)
            sheet.gouge(curve(strake)[16:], 5, key=1.0)
    contours(sheet, stem[4::8], [(x + 30, y) for x, y in left[4::8]], 7, 6, gap=0.5)
    sheet.stroke([(930, 30), (930, 792)], 9, key=0.0, tint=0.0)
    for x in (740, 1120):
        sheet.disc(x, 250, 30, 36, key=0.0, tint=0.0)
        sheet.disc(x + 3, 252, 22, 27, key=1.0)
    sheet.polygon([(470, 36), (1390, 36), (1372, 12), (488, 12)], key=0.0, tint=0.0)
    sheet.polygon([(862, 780), (998, 780), (1030, 836), (830, 836)], key=1.0, tint=0.0)
    sheet.stroke([(834, 780), (1026, 780)], 8, key=0.0, tint=1.0)


def _staging(sheet: Sheet, left: float, right: float) -> None:
    """Poles, planks and braces."""
    for x in range(int(left), int(right) + 1, 74):
        sheet.stroke([(x, 110), (x, 790)], 7, key=1.0, tint=0.0)
    for y in (260, 390, 520, 650):
        sheet.rect(left - 30, y, right - left + 60, 10, key=1.0, tint=0.0)
        sheet.stroke([(left - 20, y - 52), (right + 20, y - 52)], 4, key=1.0)
        sheet.stroke([(left, y + 130), (left + 148, y)], 4, key=1.0)


def _cranes(sheet: Sheet) -> None:
    for x, y, size in ((150, 780, 1.0), (1500, 780, 1.25)):
        mast = [(x, y), (x, y - 560 * size)]
        sheet.stroke(mast, 16 * size, key=0.5)
        sheet.stroke(
            [
                (x - 120 * size, y - 500 * size),
                (x, y - 560 * size),
                (x + 330 * size, y - 640 * size),
            ],
            13 * size,
            key=0.5,
        )
        sheet.stroke(
            [(x + 300 * size, y - 632 * size), (x + 300 * size, y - 470 * size)], 5, key=1.0
        )
    gull(sheet, 330, 90, 60)


def _weld(sheet: Sheet, x: float, y: float) -> None:
    """A spark bright enough to knock out everything round it."""
    sheet.deepen(tint=sheet.halo(x, y, 150, 150, 0.9))
    for step in range(22):
        angle, reach = step * 0.2856 * math.pi, sheet.rng.uniform(26, 82)
        sheet.gouge(
            [(x, y), (x + math.cos(angle) * reach, y + math.sin(angle) * reach)],
            6,
            key=0.0,
            tint=0.0,
        )
    sheet.disc(x, y, 15, key=0.0, tint=0.0)
