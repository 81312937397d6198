"""The library on a Sunday."""

from __future__ import annotations

from .press import NAVY, OCHRE
from .shapes import Point, arc, curve
from .sheet import Sheet


def sunday_library() -> Sheet:
    """Three windows as tall as the room, and the whole town reading."""
    sheet = Sheet("sunday-library", (NAVY, OCHRE))
    sheet.flood(key=1.0, tint=0.0)
    for x in (250, 640, 1030):
        _tall_window(sheet, x, 216)
    _shelves(sheet)
    sheet.rect(0, 640, 1600, 270, key=0.86, tint=0.5)
    for x in (250, 640, 1030):
        sheet.polygon(
            [(x, 640), (x + 216, 640), (x + 60, 920), (x - 260, 920)],
            key=0.08,
            tint=sheet.down((640, 1.0), (900, 0.5)),
        )
    for index, x in enumerate((285, 440, 675, 830, 1062)):
        _reader(sheet, x, 676, 1.0 + 0.06 * (index % 3), left=index % 2 == 1)
    sheet.polygon([(70, 676), (1260, 676), (1330, 716), (0, 716)], key=0.0, tint=0.0)
    sheet.rect(0, 716, 1330, 16, key=1.0, tint=0.0)
    for x in (150, 548, 950):
        _lamp(sheet, x, 690)
    for x in (60, 650, 1240):
        sheet.polygon([(x, 730), (x + 34, 730), (x + 26, 920), (x + 8, 920)], key=1.0, tint=0.0)
    _newspaper_reader(sheet)
    return sheet


def _tall_window(sheet: Sheet, x: float, wide: float) -> None:
    """A round-headed window of many panes, a bare tree beyond."""
    shape = [*arc(x + wide / 2, 140, wide / 2, wide / 2, 180, 360), (x + wide, 560), (x, 560)]
    sheet.polygon(shape, key=0.0, tint=sheet.down((60, 0.0), (560, 0.85)))
    with sheet.inside(shape):
        trunk = x + wide * 0.6
        sheet.polygon(
            [(trunk - 12, 570), (trunk - 6, 300), (trunk + 8, 300), (trunk + 16, 570)], key=0.4
        )
        for _ in range(26):
            y, reach = sheet.rng.uniform(160, 420), sheet.rng.uniform(-130, 130)
            sheet.gouge(
                [(trunk, y + 60), (trunk + reach * 0.6, y), (trunk + reach, y - 50)], 7, key=0.4
            )
        for column in (0.25, 0.5, 0.75):
            sheet.stroke([(x + wide * column, 20), (x + wide * column, 560)], 6, key=1.0)
        for y in range(140, 560, 70):
            sheet.stroke([(x, y), (x + wide, y)], 6, key=1.0)
    sheet.stroke(
        [
            (x + wide + 10, 566),
            (x + wide + 10, 140),
            *arc(x + wide / 2, 140, wide / 2 + 10, wide / 2 + 10, 0, -180),
            (x - 10, 566),
        ],
        4,
        key=0.0,
    )
    sheet.rect(x - 22, 562, wide + 44, 12, key=0.0, tint=0.0)


def _shelves(sheet: Sheet) -> None:
    """Books up the side wall, cut as bare, tinted and solid spines."""
    for left, right in ((-20, 170), (1330, 1620)):
        for top in range(-40, 640, 112):
            x = float(left)
            while x < right - 20:
                wide, tall = sheet.rng.uniform(9, 24), sheet.rng.uniform(62, 92)
                key, tint = sheet.rng.choice(
                    ((0.0, 0.0), (0.0, 1.0), (0.5, 0.0), (1.0, 0.0), (0.5, 1.0))
                )
                sheet.rect(x, top + 100 - tall, wide, tall, key=key, tint=tint)
                x += wide + 3
            sheet.rect(left, top + 100, right - left, 7, key=0.0, tint=0.0)


def _reader(sheet: Sheet, x: float, y: float, size: float, *, left: bool) -> None:
    """Head and shoulders bent over a book, behind the table."""
    way = -1.0 if left else 1.0
    torso: list[Point] = [
        (-64, 6),
        (-60, -60),
        (-36, -98),
        (4, -112),
        (38, -92),
        (56, -50),
        (74, 6),
    ]
    sheet.polygon(
        [(x + px * way * size, y + py * size) for px, py in curve(torso)], key=1.0, tint=0.0
    )
    sheet.disc(x + 26 * way * size, y - 132 * size, 29 * size, 34 * size, key=1.0, tint=0.0)
    sheet.disc(x + 12 * way * size, y - 142 * size, 28 * size, 30 * size, key=1.0, tint=0.0)
    rim = [(x + px * way * size, y + py * size) for px, py in ((-60, -50), (-40, -94), (-10, -112))]
    sheet.gouge(rim, 6, key=0.0, tint=0.6)
    book: list[Point] = [(40, 4), (30, -46), (76, -54), (82, -50), (126, -58), (120, 0)]
    sheet.polygon([(x + px * way * size, y + py * size) for px, py in book], key=0.0, tint=0.0)
    sheet.stroke(
        [(x + px * way * size, y + py * size) for px, py in ((78, 2), (79, -50))], 4, key=1.0
    )


def _lamp(sheet: Sheet, x: float, y: float) -> None:
    sheet.stroke([(x, y), (x, y - 70)], 7, key=1.0, tint=0.0)
    sheet.disc(x, y, 30, 7, key=1.0, tint=0.0)
    sheet.polygon(
        [(x - 54, y - 66), (x - 36, y - 98), (x + 36, y - 98), (x + 54, y - 66)], key=0.0, tint=1.0
    )
    sheet.stroke([(x - 54, y - 66), (x + 54, y - 66)], 5, key=1.0)


def _newspaper_reader(sheet: Sheet) -> None:
    """Nearest of all: somebody's back, and the paper held open."""
    sheet.polygon([(1010, 620), (1258, 660), (1262, 884), (1030, 850)], key=0.0, tint=0.0)
    sheet.polygon([(1258, 660), (1500, 612), (1490, 846), (1262, 884)], key=0.16, tint=0.0)
    sheet.stroke(
        [(1010, 620), (1258, 660), (1500, 612), (1490, 846), (1262, 884), (1030, 850), (1010, 620)],
        4,
        key=1.0,
    )
    sheet.stroke([(1258, 660), (1262, 884)], 4, key=1.0)
    sheet.polygon([(1032, 644), (1236, 677), (1237, 702), (1034, 668)], key=1.0)
    sheet.polygon([(1038, 690), (1130, 705), (1133, 780), (1042, 766)], tint=1.0, key=0.3)
    for row in range(9):
        drop = row * 15
        sheet.stroke([(1146, 714 + drop), (1238, 728 + drop)], 4, key=0.9)
        for a, b in ((1280, 1370), (1388, 1476)):
            sheet.stroke(
                [(a, 690 + drop - (a - 1280) * 0.2), (b, 690 + drop - (b - 1280) * 0.2)], 4, key=0.9
            )
    back: list[Point] = [
        (1120, 930),
        (1150, 850),
        (1230, 810),
        (1330, 806),
        (1410, 842),
        (1450, 930),
    ]
    sheet.polygon(curve(back), key=1.0, tint=0.0)
    sheet.blob(
        [(1222, 770), (1228, 700), (1280, 672), (1332, 698), (1340, 766), (1310, 828), (1252, 828)],
        key=1.0,
        tint=0.0,
    )
    sheet.gouge([(1150, 862), (1190, 828), (1244, 812)], 8, key=0.0, tint=1.0)
    sheet.gouge([(1230, 740), (1240, 704), (1272, 682)], 7, key=0.0, tint=1.0)
