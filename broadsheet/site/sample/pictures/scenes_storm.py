"""Heavy weather: the storm gate seen from the sea."""

from __future__ import annotations

import itertools

from .marks import contours, foam, glitter, grooves, rain, scallops, spray
from .press import NAVY, VERMILION
from .shapes import Point, curve, lerp, swell
from .sheet import Sheet

_GAP = 1010.0  # where the two leaves all but meet


def storm_gate() -> Sheet:
    """Two leaves closing on the last of the light, a breaker in front."""
    sheet = Sheet("storm-gate", (NAVY, VERMILION))
    _sky(sheet)
    _town_through_the_gap(sheet)
    _leaf(sheet, hinge=500, edge=_GAP - 48, key=1.0)
    _leaf(sheet, hinge=1480, edge=_GAP + 48, key=0.1)
    _tower(sheet, 420, 250, 110)
    _tower(sheet, 1456, 262, 104)
    _sea(sheet)
    _breaker(sheet)
    rain(sheet, 70, -0.42, length=150)
    return sheet


def _sky(sheet: Sheet) -> None:
    """A solid bank of cloud overhead, dots only where it thins to the light."""
    sheet.flood(key=sheet.down((100, 0.75), (300, 0.34), (470, 0.1), (600, 0.0)), tint=0.0)
    sheet.deepen(tint=sheet.halo(_GAP, 560, 620, 330, 0.9))
    sheet.soften(key=sheet.halo(_GAP, 540, 520, 300, 0.6))
    bank: list[Point] = [
        (-20, 236),
        (120, 214),
        (240, 176),
        (400, 168),
        (520, 132),
        (690, 150),
        (830, 108),
        (960, 118),
    ]
    bank += [(1120, 86), (1260, 128), (1400, 136), (1500, 176), (1640, 196)]
    sheet.polygon([*curve(bank), (1640, -10), (-20, -10)], key=1.0)
    for lift in (26, 46):
        foam(sheet, [(x, y - lift) for x, y in curve(bank)], 7 - lift / 12)


def _town_through_the_gap(sheet: Sheet) -> None:
    """The harbour behind, small and lit, is what the gate is for."""
    sheet.rect(0, 600, 470, 70, key=1.0, tint=0.0)
    sheet.rect(_GAP - 60, 300, 120, 330, key=0.0, tint=sheet.down((300, 0.55), (520, 1.0)))
    roofs: list[Point] = [
        (940, 680),
        (940, 588),
        (968, 573),
        (982, 586),
        (982, 570),
        (996, 570),
        (996, 530),
    ]
    roofs += [
        (1003, 490),
        (1010, 530),
        (1010, 576),
        (1026, 561),
        (1044, 578),
        (1044, 590),
        (1076, 590),
        (1076, 680),
    ]
    sheet.polygon(roofs, key=1.0)
    for x, y in ((985, 588), (1001, 582), (1024, 586), (972, 598), (1038, 602), (1012, 604)):
        sheet.rect(x, y, 5, 8, key=0.0)


def _leaf(sheet: Sheet, *, hinge: float, edge: float, key: float) -> None:
    """One gate leaf swinging out towards us, so its free edge is the tall one."""
    top, foot = [(hinge, 372.0), (edge, 300.0)], [(hinge, 640.0), (edge, 680.0)]
    sheet.polygon([*top, *foot[::-1]], key=key, tint=0.0)
    rails = [(lerp(top[0], foot[0], t), lerp(top[1], foot[1], t)) for t in (0.1, 0.34, 0.58, 0.82)]
    for (left, right), thick in zip(rails, (5, 4, 4, 4), strict=True):
        sheet.stroke([left, right], thick, key=0.0 if key == 1 else 1.0, tint=0.0)
    _bracing(sheet, rails, 0.0 if key == 1 else 1.0)
    lift = [(x, y - 15) for x, y in top]
    sheet.stroke(lift, 3, key=1.0)
    for step in range(15):
        x, y = lerp(top[0], top[1], step / 14)
        sheet.stroke([(x, y), (x, y - 15)], 2.5, key=1.0)
    sheet.polygon(
        [(edge - 7, 286), (edge + 7, 286), (edge + 7, 690), (edge - 7, 690)], key=1.0, tint=0.0
    )
    sheet.disc(edge, 280, 9, key=0.0, tint=1.0)


def _bracing(sheet: Sheet, rails: list[tuple[Point, Point]], key: float) -> None:
    """Posts and diagonals between the top and bottom rails, spaced for perspective."""
    posts = [(step / 8) ** 0.86 for step in range(9)]
    for a, b in itertools.pairwise(posts):
        for (l1, r1), (l2, r2) in itertools.pairwise(rails):
            sheet.stroke([lerp(l1, r1, a), lerp(l2, r2, b)], 2, key=key, tint=0.0)
            sheet.stroke([lerp(l1, r1, b), lerp(l2, r2, a)], 2, key=key, tint=0.0)
        sheet.stroke([lerp(*rails[0], b), lerp(*rails[-1], b)], 3.5, key=key, tint=0.0)


def _tower(sheet: Sheet, x: float, top: float, width: float) -> None:
    """A concrete pier with a glazed control cabin and a warning lamp."""
    sheet.polygon(
        [(x, top + 80), (x + width, top + 80), (x + width + 14, 690), (x - 14, 690)],
        key=1.0,
        tint=0.0,
    )
    sheet.polygon([(x, top + 80), (x + 30, top + 80), (x + 22, 690), (x - 14, 690)], key=0.5)
    sheet.polygon(
        [(x - 16, top), (x + width + 16, top), (x + width + 6, top + 84), (x - 6, top + 84)],
        key=1.0,
        tint=0.0,
    )
    for pane in range(4):
        sheet.rect(x + 2 + pane * width / 4, top + 22, width / 4 - 7, 30, key=0.0, tint=1.0)
    sheet.rect(x - 24, top - 10, width + 48, 12, key=1.0, tint=0.0)
    sheet.stroke([(x + width * 0.7, top), (x + width * 0.7, top - 96)], 4, key=1.0)
    sheet.disc(x + width * 0.7, top - 98, 8, key=0.0, tint=1.0)


def _sea(sheet: Sheet) -> None:
    rows = ((648, 40, 250, 0.2), (700, 60, 380, 0.7), (765, 84, 470, 0.15), (850, 100, 640, 0.55))
    for index, (y, height, length, phase) in enumerate(rows):
        line = swell(y, height, length, phase)
        body = [*line, (1640, 920), (-40, 920)]
        haze = (0.7, 1.0, 1.0, 1.0)[index]
        sheet.polygon(body, key=sheet.down((y - height, 1.0), (y + 30, haze)), tint=0.0)
        with sheet.inside(body):
            glitter(
                sheet,
                _GAP + 10,
                y - height * 0.7,
                y + 80,
                (60 + 60 * index, 150 + 60 * index),
                16,
                thick=8 + index * 2,
            )
            grooves(sheet, line, 10 + 4 * index, 6, 5 + index)
        foam(sheet, line, 11 + index * 4)
        if index == 0:
            spray(sheet, 690, 676, 390, 58, lean=0.14)


def _breaker(sheet: Sheet) -> None:
    """The near wave: back, lip and hollow, with flow lines between."""
    crest: list[Point] = [
        (-30, 470),
        (60, 400),
        (170, 342),
        (280, 322),
        (372, 346),
        (430, 408),
        (452, 482),
    ]
    hollow: list[Point] = [
        (452, 482),
        (410, 440),
        (352, 446),
        (312, 520),
        (318, 630),
        (390, 745),
        (560, 840),
        (800, 920),
    ]
    back: list[Point] = [
        (60, 400),
        (20, 430),
        (0, 480),
        (-10, 560),
        (0, 660),
        (40, 760),
        (120, 850),
        (240, 930),
    ]
    body = curve(crest) + curve(hollow) + [(-30, 920)]
    sheet.polygon(body, key=1.0, tint=0.0)
    springs = [(x - 8, y + 34) for x, y in curve(crest)[::-1]]
    with sheet.inside(body):
        contours(sheet, hollow[1:], back[1:], 13, 12, gap=0.3, start_on=springs)
    lip = curve(crest, steps=6)
    scallops(sheet, lip, 15)
    for x, y in curve(crest[2:], steps=5)[::2]:
        reach = sheet.rng.uniform(24, 62)
        sheet.gouge(
            [(x - 6, y - 8), (x + reach * 0.3, y + reach * 0.5), (x + reach * 0.1, y + reach)],
            15,
            key=0.0,
            tint=0.0,
        )
    for _ in range(70):
        x, y = sheet.rng.choice(lip)
        sheet.disc(
            x + sheet.rng.gauss(30, 45),
            y - abs(sheet.rng.gauss(10, 40)),
            sheet.rng.uniform(1.5, 6),
            key=0.0,
            tint=0.0,
        )
