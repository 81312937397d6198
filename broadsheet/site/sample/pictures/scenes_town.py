"""Up in the town: the school roof and the Route Nine bus."""

from __future__ import annotations

from .figures import gull, house, person
from .marks import contours, rain
from .press import NAVY, SLATE, VERMILION
from .shapes import Point, arc, curve, lerp, placed
from .sheet import Sheet


def school_roof() -> Sheet:
    """Rain on the school, a tarpaulin where the slates were, children below."""
    sheet = Sheet("school-roof", (SLATE, VERMILION))
    sheet.flood(key=sheet.down((0, 0.95), (260, 0.5), (470, 0.2)), tint=0.0)
    _school(sheet)
    _tarpaulin(sheet)
    rain(sheet, 150, -0.34, length=120)
    sheet.rect(0, 690, 1600, 230, key=sheet.down((690, 0.3), (900, 0.85)), tint=0.0)
    _playground(sheet)
    crowd = (
        (250, 800, 170, False),
        (420, 782, 140, True),
        (1030, 786, 150, False),
        (1200, 812, 190, True),
    )
    for index, (x, y, tall, left) in enumerate(crowd):
        for step in range(5):
            sheet.gouge([(x - 34, y + 6 + step * 13), (x + 34, y + 6 + step * 13)], 7, key=1.0)
        person(sheet, x, y, tall, "walk", left=left)
        _umbrella(
            sheet,
            x + tall * (-0.04 if left else 0.04),
            y - tall * 0.98,
            tall * 0.46,
            tint=1.0 if index == 2 else 0.0,
        )
    return sheet


def _school(sheet: Sheet) -> None:
    """Two gabled wings and a long slated hall between them."""
    hall: list[Point] = [(430, 470), (520, 262), (1160, 262), (1250, 470)]
    sheet.rect(430, 460, 820, 240, key=0.0, tint=0.0)
    sheet.polygon(hall, key=1.0, tint=0.0)
    for row in range(1, 8):
        y = 262 + row * 26
        sheet.gouge(
            [(430 + (470 - y) * 0.43, y), (840, y + 1), (1250 - (470 - y) * 0.43, y)], 3.5, key=0.0
        )
    for x in range(500, 1200, 116):
        _window(sheet, x, 506, 74, 150)
    for x, wide in ((210, 250), (1200, 250)):
        sheet.rect(x, 410, wide, 290, key=0.0, tint=0.0)
        sheet.rect(x + wide * 0.74, 410, wide * 0.26, 290, key=0.4)
        sheet.polygon([(x - 22, 418), (x + wide / 2, 222), (x + wide + 22, 418)], key=1.0, tint=0.0)
        sheet.polygon([(x + 30, 412), (x + wide / 2, 268), (x + wide - 30, 412)], key=0.0, tint=0.0)
        sheet.disc(x + wide / 2, 362, 30, key=1.0)
        for column in range(2):
            _window(sheet, x + 34 + column * 104, 464, 74, 160)
    sheet.polygon([(596, 266), (604, 176), (664, 176), (672, 266)], key=0.0, tint=0.0)
    sheet.polygon([(586, 180), (634, 104), (682, 180)], key=1.0, tint=0.0)
    sheet.polygon([*arc(634, 222, 18, 24, 180, 360), (656, 244), (612, 244)], key=1.0)
    sheet.stroke([(634, 108), (634, 66)], 4, key=0.0, tint=0.0)
    sheet.rect(190, 690, 1280, 12, key=1.0, tint=0.0)


def _window(sheet: Sheet, x: float, y: float, wide: float, tall: float) -> None:
    sheet.polygon(
        [*arc(x + wide / 2, y + 12, wide / 2, 24, 180, 360), (x + wide, y + tall), (x, y + tall)],
        key=1.0,
        tint=0.0,
    )
    sheet.stroke([(x + wide / 2, y - 12), (x + wide / 2, y + tall)], 4, key=0.0)
    for share in (0.3, 0.65):
        sheet.stroke([(x, y + tall * share), (x + wide, y + tall * share)], 4, key=0.0)


def _tarpaulin(sheet: Sheet) -> None:
    """The one bright thing: sagging, roped and weighted."""
    ridge: list[Point] = [(770, 254), (860, 246), (960, 256), (1080, 248), (1120, 258)]
    hem: list[Point] = [
        (1180, 438),
        (1120, 426),
        (1050, 452),
        (960, 430),
        (880, 458),
        (800, 436),
        (726, 448),
    ]
    cloth = curve(ridge) + curve(hem)
    sheet.polygon([(x + 6, y + 9) for x, y in cloth], key=1.0, tint=0.0)
    sheet.polygon(cloth, key=0.0, tint=1.0)
    with sheet.inside(cloth):
        contours(
            sheet,
            [(776, 250), (762, 340), (734, 450)],
            [(1116, 256), (1140, 340), (1172, 440)],
            12,
            9,
            key=1.0,
            gap=0.5,
        )
        contours(
            sheet,
            [(790, 250), (772, 340), (750, 450)],
            [(1120, 256), (1150, 340), (1176, 440)],
            8,
            7,
            key=0.0,
            tint=0.0,
            gap=0.7,
        )
        sheet.stroke([(740, 350), (960, 362), (1160, 346)], 4, key=1.0)
    for x, y, foot in ((734, 446, 500), (886, 456, 512), (1052, 450, 508), (1172, 436, 498)):
        sheet.stroke([(x, y), (x - 2, foot)], 4, key=1.0)
        sheet.blob(
            [(x - 18, foot), (x + 16, foot - 2), (x + 20, foot + 24), (x - 20, foot + 26)],
            key=1.0,
            tint=0.0,
        )


def _playground(sheet: Sheet) -> None:
    """Hopscotch running out under the puddles."""
    far = (760.0, 560.0)
    for row, (near, back) in enumerate(((2.2, 1.82), (1.82, 1.55), (1.55, 1.36), (1.36, 1.22))):
        span = (-150, 150) if row % 2 else (-75, 75)
        corners = [
            lerp(far, (760 + x, 720), t)
            for x, t in ((span[0], near), (span[1], near), (span[1], back), (span[0], back))
        ]
        sheet.stroke([*corners, corners[0]], 6, key=0.0)
    for x, y, wide in ((560, 850, 150), (1380, 780, 130), (130, 872, 120), (960, 870, 120)):
        sheet.disc(x, y, wide, wide * 0.14, key=0.0, tint=0.0)
        for ring in (0.3, 0.62):
            sheet.stroke(arc(x + 10, y, wide * ring, wide * ring * 0.13, 0, 360), 2.5, key=1.0)


def _umbrella(sheet: Sheet, x: float, y: float, reach: float, *, tint: float) -> None:
    dome = arc(x, y, reach, reach * 0.8, 180, 360)
    hem = [
        p
        for i in range(4)
        for p in arc(x + reach * (0.75 - i * 0.5), y, reach * 0.25, reach * 0.1, 0, -180, 6)
    ]
    sheet.stroke([(x, y - reach * 0.92), (x, y + reach * 0.9)], 4, key=1.0)
    sheet.polygon(dome + hem, key=1.0 - tint, tint=tint)
    for lean in (-0.5, 0.0, 0.5):
        sheet.gouge(
            [
                (x, y - reach * 0.78),
                (x + lean * reach * 0.8, y - reach * 0.5),
                (x + lean * reach, y - 4),
            ],
            3,
            key=tint,
            tint=0.0 if not tint else None,
        )


_SLOPE = -19.0  # degrees of hill
_FOOT: Point = (-40.0, 838.0)  # where the street leaves the left edge


def route_nine() -> Sheet:
    """The bus half way up the steepest street on the network."""
    sheet = Sheet("route-nine", (NAVY, VERMILION))
    sheet.flood(key=sheet.down((0, 0.4), (220, 0.1), (360, 0.0)), tint=0.0)
    sheet.disc(300, 262, 110, key=0.0, tint=sheet.down((152, 0.8), (372, 0.3)))
    _roads_below(sheet)
    _terrace(sheet)
    kerb = [_up(-40, 0), _up(1800, 0)]
    sheet.polygon([*kerb, (1700, 1000), (-60, 1000)], key=0.0, tint=0.0)
    sheet.polygon([_up(-40, 84), _up(1800, 84), (1700, 1100), (-60, 1000)], key=1.0, tint=0.0)
    for drop, wide in ((0, 5), (22, 4)):
        sheet.stroke([_up(-40, drop), _up(1800, drop)], wide, key=1.0)
    sheet.polygon([_up(-40, 24), _up(1800, 24), _up(1800, 84), _up(-40, 84)], key=0.24)
    _bus(sheet)
    _wall(sheet)
    for x, tall, left in ((250, 96, False), (1330, 92, True), (1380, 78, True)):
        foot = _up(x, 20)
        person(sheet, *foot, tall, "walk", left=left)
    return sheet


def _up(along: float, below: float) -> Point:
    """A point ``along`` units up the street and ``below`` units under its back kerb."""
    x, y = placed([(along, 0)], *_FOOT, 1.0, _SLOPE)[0]
    return x, y + below


def _roads_below(sheet: Sheet) -> None:
    """What the street climbs away from: water, masts and a far shore."""
    sheet.rect(0, 520, 900, 400, key=0.3, tint=0.0)
    sheet.polygon(
        curve([(-20, 524), (140, 484), (330, 506), (560, 478), (900, 524)]), key=0.6, tint=0.0
    )
    for x, tall in ((40, 110), (96, 150), (170, 96), (230, 132), (330, 120)):
        sheet.stroke([(x, 650), (x, 650 - tall)], 4, key=1.0)
        sheet.polygon(
            [(x - 40, 640), (x + 44, 634), (x + 32, 660), (x - 30, 660)], key=1.0, tint=0.0
        )
    for y in (560, 590, 620):
        sheet.gouge([(-20, y), (120, y + 2), (300, y)], 5, key=0.0)
    gull(sheet, 480, 190, 84, turn=-8)
    gull(sheet, 590, 130, 52, turn=6)


def _terrace(sheet: Sheet) -> None:
    """Narrow fronts, each a step higher than the last."""
    fronts = (
        ((0.0, 0.0), (1.0, 0.0)),
        ((0.0, 1.0), (1.0, 0.0)),
        ((0.62, 0.0), (0.0, 0.0)),
        ((0.0, 0.0), (1.0, 0.0)),
        ((0.0, 0.42), (1.0, 0.0)),
        ((1.0, 0.0), (0.0, 0.0)),
    )
    along, index = 330.0, 0
    while along < 1780:
        wide = sheet.rng.uniform(104, 138)
        x, foot = _up(along, 40)
        tall = 236 + sheet.rng.uniform(-20, 44)
        walls, panes = fronts[index % len(fronts)]
        house(sheet, x, foot, wide, tall, pitch=0.62, walls=walls, panes=panes, rows=3)
        sheet.stroke([(x, foot), (x, foot - tall)], 4, key=1.0)
        door = x + wide * (0.14 if index % 2 else 0.6)
        sheet.rect(door, foot - 96, wide * 0.26, 96, key=0.0 if walls[0] == 1.0 else 1.0, tint=0.0)
        along, index = along + wide / 0.9455, index + 1


def _bus(sheet: Sheet) -> None:
    """Seen side on and tipped to the hill; the only solid block of second ink in the street."""
    x, y = _up(860, 62)

    def on(points: list[Point]) -> list[Point]:
        return placed(points, x, y, 1.0, _SLOPE)

    shell: list[Point] = [
        (-206, -22),
        (-206, -168),
        (-190, -184),
        (170, -184),
        (200, -166),
        (212, -96),
        (212, -22),
    ]
    sheet.polygon(on([(px + 4, py + 8) for px, py in shell]), key=1.0, tint=0.0)
    sheet.polygon(on(shell), key=0.0, tint=1.0)
    sheet.polygon(on([(-196, -164), (160, -164), (160, -98), (-196, -98)]), key=1.0, tint=0.0)
    for pane in range(6):
        left = -190 + pane * 58
        sheet.polygon(
            on([(left, -158), (left + 50, -158), (left + 50, -104), (left, -104)]),
            key=0.0,
            tint=0.0,
        )
        if pane in (0, 2, 3, 5):
            head = on([(left + 26, -124)])[0]
            sheet.disc(*head, 11, 13, key=1.0)
            sheet.polygon(
                on([(left + 8, -104), (left + 16, -114), (left + 36, -114), (left + 44, -104)]),
                key=1.0,
            )
    sheet.polygon(on([(168, -162), (192, -154), (204, -98), (168, -98)]), key=0.0, tint=0.0)
    sheet.polygon(on([(-206, -78), (212, -78), (212, -66), (-206, -66)]), key=0.0, tint=0.0)
    for wheel in (-128, 132):
        cx, cy = on([(wheel, -20)])[0]
        sheet.disc(cx, cy, 38, key=1.0, tint=0.0)
        sheet.disc(cx, cy, 17, key=0.0, tint=0.0)
    sheet.polygon(on([(120, -212), (176, -212), (176, -186), (120, -186)]), key=1.0, tint=0.0)
    nine = on(arc(148, -202, 7, 6, 0, 360, 12))
    sheet.stroke([*nine, *on([(155, -196), (150, -189)])], 3.5, key=0.0)


def _wall(sheet: Sheet) -> None:
    """The retaining wall we look over, with its rail and lamp."""
    for row in range(9):
        drop = 112 + row * 46
        sheet.gouge([_up(-40, drop), _up(900, drop + 2), _up(1800, drop)], 4, key=0.0)
        for along in range(-40 + (row % 2) * 60, 1800, 124):
            sheet.gouge([_up(along, drop - 40), _up(along, drop)], 4, key=0.0)
    for along in range(0, 1800, 58):
        sheet.stroke([_up(along, 88), _up(along, 28)], 4, key=1.0)
    sheet.stroke([_up(-40, 30), _up(1800, 30)], 6, key=1.0)
    x, y = _up(470, 90)
    sheet.stroke([(x, y), (x, y - 372)], 10, key=1.0, tint=0.0)
    sheet.polygon(
        [(x - 22, y - 372), (x + 22, y - 372), (x + 30, y - 424), (x - 30, y - 424)],
        key=0.0,
        tint=1.0,
    )
    sheet.polygon([(x - 40, y - 422), (x + 40, y - 422), (x, y - 458)], key=1.0, tint=0.0)
