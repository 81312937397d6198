"""Between the tides: the oyster count, the tide book, the eelgrass moorings."""

from __future__ import annotations

import math

from .figures import bucket, gull, person
from .marks import foam, glitter, grooves
from .press import BLUE, TEAL, VERMILION, YELLOW
from .shapes import Point, arc, curve, placed, swell, tapered
from .sheet import Sheet


def oyster_count() -> Sheet:
    """Counters and their pails on the flats, the shells themselves under our feet."""
    sheet = Sheet("oyster-count", (TEAL, VERMILION))
    sheet.flood(
        key=sheet.down((0, 0.6), (190, 0.2), (300, 0.0)), tint=sheet.down((120, 0.0), (300, 0.4))
    )
    sheet.disc(1180, 286, 92, key=0.0, tint=1.0)
    shore: list[Point] = [(-20, 286), (180, 262), (420, 284), (700, 292), (820, 300), (-20, 304)]
    sheet.polygon(shore, key=1.0, tint=0.0)
    sheet.rect(
        0,
        300,
        1600,
        620,
        key=sheet.down((300, 0.5), (420, 0.08), (480, 0.0), (680, 0.0), (800, 0.5)),
        tint=0.0,
    )
    _channels(sheet)
    glitter(sheet, 1180, 306, 470, (70, 110), 22, thick=7)
    crew: list[tuple[float, float, float, str, bool]] = [
        (900, 392, 96, "stand", False),
        (1010, 400, 100, "stoop", True),
        (560, 436, 140, "stoop", False),
    ]
    crew += [
        (1280, 520, 210, "stoop", True),
        (300, 610, 300, "stoop", False),
        (770, 470, 170, "walk", False),
    ]
    for x, y, tall, pose, left in crew:
        for step in range(5):
            sheet.gouge(
                [
                    (x - tall * 0.16, y + 5 + step * tall * 0.06),
                    (x + tall * 0.2, y + 5 + step * tall * 0.06),
                ],
                tall * 0.035,
                key=1.0,
            )
        bucket(sheet, x + tall * (-0.42 if left else 0.44), y + tall * 0.04, tall * 0.24)
        person(sheet, x, y, tall, pose, left=left, hat=True)
    for x, y, span in ((520, 120, 80), (640, 170, 50), (410, 190, 40)):
        gull(sheet, x, y, span)
    _shell_bank(sheet)
    return sheet


def _channels(sheet: Sheet) -> None:
    """Water lying on the sand in long bare bends that lead the eye out."""
    bends = (
        (
            (1640, 640),
            (1180, 640),
            (900, 590),
            (1120, 540),
            (1060, 480),
            (820, 440),
            (980, 380),
            (900, 330),
        ),
        ((-40, 520), (240, 500), (420, 470), (330, 420), (470, 370), (430, 330)),
    )
    for bend, width in zip(bends, (64, 40), strict=True):
        sheet.polygon(tapered(bend, width, blunt=1.0), key=0.0, tint=0.0)
    for _ in range(130):
        y = 320 + 420 * sheet.rng.random()
        x, reach = sheet.rng.uniform(0, 1600), 12 + (y - 300) * 0.13
        sheet.gouge(
            [(x - reach, y), (x, y - 3), (x + reach, y + 1)],
            1.5 + (y - 300) * 0.012,
            key=sheet.rng.choice((0.0, 1.0)),
        )


def _shell_bank(sheet: Sheet) -> None:
    edge: list[Point] = [(-20, 800), (260, 776), (560, 800), (900, 762), (1240, 788), (1640, 740)]
    sheet.polygon([*curve(edge), (1640, 920), (-20, 920)], key=1.0, tint=0.0)
    spots: list[tuple[float, float, float, float]] = [
        (60, 800, 120, 60),
        (220, 840, 150, -20),
        (420, 812, 130, 100),
        (590, 868, 170, 20),
        (790, 806, 140, -70),
    ]
    spots += [
        (985, 850, 190, 35),
        (1190, 790, 130, -30),
        (1340, 862, 190, 75),
        (1530, 800, 160, -10),
        (80, 900, 150, 10),
    ]
    for index, (x, y, size, turn) in enumerate(spots):
        _oyster(sheet, x, y, size, turn, opened=index in (1, 5, 8))


def _oyster(sheet: Sheet, x: float, y: float, size: float, turn: float, *, opened: bool) -> None:
    """One shell, ``size`` units long: frilled layers outside, or its bare inside."""
    rim: list[Point] = [
        (0, -0.55),
        (0.2, -0.42),
        (0.36, -0.1),
        (0.42, 0.14),
        (0.34, 0.36),
        (0.14, 0.5),
        (-0.1, 0.53),
    ]
    rim += [(-0.32, 0.4), (-0.42, 0.16), (-0.36, -0.14), (-0.18, -0.4)]
    sheet.polygon(placed(curve(rim, closed=True), x, y, size * 1.08, turn), key=0.0, tint=0.0)
    sheet.polygon(placed(curve(rim, closed=True), x, y, size, turn), key=1.0, tint=0.0)
    if opened:
        inner = [(px * 0.82, py * 0.82) for px, py in rim]
        sheet.polygon(
            placed(curve(inner, closed=True), x, y, size, turn),
            key=sheet.halo(x + size * 0.1, y + size * 0.2, size * 0.6, size * 0.6, 0.45),
            tint=0.0,
        )
        sheet.polygon(
            placed(arc(0.08, 0.16, 0.12, 0.1, 0, 360), x, y, size, turn), key=0.0, tint=1.0
        )
        return
    for layer in range(1, 7):
        share = layer / 7
        frill = [
            (px * share + sheet.rng.uniform(-0.02, 0.02), (py + 0.5) * share - 0.5)
            for px, py in rim[2:10]
        ]
        sheet.gouge(
            placed(frill, x, y, size, turn),
            size * 0.04,
            key=0.0,
            tint=0.5 if layer % 3 == 0 else 0.0,
        )


_SPINE = 980.0  # where the ledger's gutter meets the tide staff


def tide_book() -> Sheet:
    """A ledger lies open where the beach should be; the sea comes in over its lines."""
    sheet = Sheet("tide-book", (BLUE, VERMILION))
    sheet.flood(key=sheet.down((0, 0.5), (170, 0.14), (300, 0.0)), tint=0.0)
    sheet.disc(420, 214, 96, key=0.0, tint=sheet.down((118, 1.0), (310, 0.5)))
    for row, (y, height, length) in enumerate(
        ((306, 12, 120), (352, 24, 210), (414, 40, 300), (490, 56, 390))
    ):
        line = swell(y, height, length, row * 0.37 + 0.1)
        sheet.polygon(
            [*line, (1640, 920), (-40, 920)],
            key=sheet.down((y - height, 1.0), (y + 80, 0.62)),
            tint=0.0,
        )
        grooves(sheet, line, 8 + 4 * row, 4, 4 + row * 1.4)
        foam(sheet, line, 4 + 3 * row)
    _staff(sheet)
    _ledger(sheet)
    wash = [
        (x, 640 - 36 * math.sin((x + 120) / 170) - abs(x - _SPINE) * 0.02)
        for x in range(-40, 1660, 12)
    ]
    top = swell(590, 50, 330, 0.3)
    sheet.polygon([*top, *wash[::-1]], key=1.0, tint=0.0)
    grooves(sheet, top, 14, 3, 7)
    foam(sheet, wash, 24)
    foam(sheet, top, 13)
    foam(sheet, [(x, y + 26 + 10 * math.sin(x / 50)) for x, y in wash], 7)
    _staff(sheet, top=470, foot=650)
    foam(sheet, arc(_SPINE, 648, 84, 12, 180, 0), 14)
    return sheet


def _staff(sheet: Sheet, top: float = 60, foot: float = 640) -> None:
    """The gauge board; redrawn in part so that it stands in the near water too."""
    board = [(_SPINE - 40, top), (_SPINE + 40, top), (_SPINE + 40, foot), (_SPINE - 40, foot)]
    sheet.polygon(board, key=0.0, tint=0.0)
    with sheet.inside(board):
        for index in range(17):
            y = 76 + index * 36
            reach = 44 if index % 4 == 0 else 26
            sheet.rect(
                _SPINE - 34,
                y,
                reach,
                18,
                key=0.0 if index % 4 == 0 else 1.0,
                tint=1.0 if index % 4 == 0 else 0.0,
            )
        sheet.rect(_SPINE + 20, top, 20, foot - top, key=1.0, tint=0.0)
    sheet.stroke([board[0], board[1], board[2], board[3], board[0]], 6, key=1.0)


def _ledger(sheet: Sheet) -> None:
    """Two swelling pages, ruled, with the month's tides drawn across them."""

    def page(x: float, row: float) -> Point:
        span = abs(x - _SPINE) / (_SPINE + 60 if x < _SPINE else 700)
        return x, 596 + 26 * row - 80 * math.sin(math.pi * min(1.0, span * 1.05) ** 0.62) * (
            1 + row * 0.04
        )

    xs = [float(x) for x in range(-40, 1660, 20)]
    sheet.polygon(
        [*[page(x, 0) for x in xs], (1660, 920), (-40, 920)],
        key=sheet.halo(_SPINE, 860, 190, 400, 0.75),
        tint=0.0,
    )
    for row in range(1, 16):
        sheet.stroke([page(x, row) for x in xs], 1.5, key=0.85)
    for x in (-0.0, 300.0, 640.0, 1240.0, 1500.0):
        sheet.stroke([page(x, row) for row in (0, 15)], 2, tint=0.8)
    tide = [
        page(x, 7.9 + 2.1 * math.sin(x / 66) * (0.65 + 0.35 * math.sin(x / 310))) for x in xs[::1]
    ]
    sheet.stroke(curve(tide, steps=4), 10, key=0.0, tint=1.0)
    for x, y in tide[3::5]:
        sheet.disc(x, y, 10, key=0.0, tint=0.0)
        sheet.disc(x, y, 7, key=1.0)
    sheet.gouge([(_SPINE, 620), (_SPINE + 4, 760), (_SPINE - 6, 940)], 10, key=1.0)


def eelgrass_moorings() -> Sheet:
    """Under the buoy: a chain that no longer drags, and the meadow round it."""
    sheet = Sheet("eelgrass-moorings", (BLUE, YELLOW))
    sheet.flood(
        key=sheet.down((130, 0.16), (420, 0.5), (760, 0.95)),
        tint=sheet.down((330, 1.0), (880, 0.15)),
    )
    for left, right, low, high in (
        (560, 700, 240, 420),
        (760, 860, 700, 830),
        (950, 1080, 1150, 1320),
        (1170, 1210, 1480, 1600),
        (420, 450, -40, 60),
    ):
        ray = [(left, 120), (right, 120), (high, 800), (low, 800)]
        sheet.polygon(ray, key=sheet.down((130, 0.0), (500, 0.26), (800, 0.9)))
    surface = swell(150, 30, 270, 0.2, peak=0.9)
    sheet.polygon(
        [(-40, -10), (1640, -10), *surface[::-1]], key=sheet.down((0, 0.14), (120, 0.0)), tint=0.0
    )
    foam(sheet, surface, 10)
    grooves(sheet, surface, 14, 3, 6)
    _grass(sheet, 46, 560, (120, 260), 0.62, 15)
    _fish(sheet)
    _mooring(sheet)
    bed: list[Point] = [(-20, 850), (300, 826), (640, 850), (1000, 822), (1300, 846), (1640, 816)]
    sheet.polygon([*curve(bed), (1640, 920), (-20, 920)], key=1.0, tint=0.3)
    _grass(sheet, 38, 690, (200, 400), 1.0, 25)
    return sheet


def _mooring(sheet: Sheet) -> None:
    """A round buoy, half out, and its chain down to a screw in the sand."""
    fall = curve(
        [(1060, 226), (1050, 330), (1010, 470), (930, 610), (850, 720), (800, 840)], steps=7
    )
    for index, (x, y) in enumerate(fall[1:-1], start=1):
        ax, ay = fall[index - 1]
        turn = math.degrees(math.atan2(y - ay, x - ax))
        link = placed(arc(0, 0, 15, 8 if index % 2 else 2, 0, 360, 14), x, y, 1.0, turn)
        sheet.stroke([*link, link[0]], 6, key=0.0, tint=0.0)
    sheet.stroke([(800, 826), (800, 900)], 12, key=0.0, tint=0.0)
    sheet.disc(1060, 140, 94, 92, key=0.0, tint=0.0)
    sheet.disc(1060, 140, 90, 88, key=sheet.across((1010, 0.0), (1090, 0.1), (1150, 0.9)), tint=1.0)
    sheet.polygon(
        [(970, 146), *arc(1060, 146, 92, 22, 180, 0), (1150, 172), *arc(1060, 172, 92, 24, 0, 180)],
        key=1.0,
        tint=0.0,
    )
    sheet.stroke(arc(1060, 44, 18, 18, 150, 390), 9, key=1.0, tint=0.0)
    sheet.gouge(arc(1060, 140, 70, 68, 190, 250), 10, key=0.0, tint=0.0)


def _grass(
    sheet: Sheet, count: int, low: float, reach: tuple[float, float], key: float, width: float
) -> None:
    """Blades leaning with the tide, thick at the foot, each with a bare midrib."""
    for index in range(count):
        x = (index + sheet.rng.random()) / count * 1680 - 40
        thin = 0.45 + 0.55 * min(1.0, abs(x - 830) / 420)  # the meadow parts round the screw
        y, tall = 900.0, (sheet.rng.uniform(*reach) + 900 - low - 120) * thin
        lean = sheet.rng.uniform(20, 120) * thin
        spine = [
            (x, y),
            (x - lean * 0.2, y - tall * 0.4),
            (x + lean * 0.5, y - tall * 0.75),
            (x + lean * 1.4, y - tall),
        ]
        sheet.polygon(
            tapered(spine, width * sheet.rng.uniform(0.7, 1.3), blunt=0.8),
            key=key,
            tint=0.85 if index % 3 else 0.3,
        )
        if key == 1.0 and index % 2:
            sheet.gouge(spine[1:], 3, key=0.0)


def _fish(sheet: Sheet) -> None:
    for x, y, size in (
        (300, 330, 90),
        (410, 380, 74),
        (210, 400, 66),
        (360, 450, 60),
        (500, 320, 56),
        (1330, 480, 54),
        (1410, 520, 44),
    ):
        body: list[Point] = [
            (-0.5, 0),
            (-0.3, -0.14),
            (0, -0.18),
            (0.3, -0.07),
            (0.5, -0.17),
            (0.45, 0),
            (0.5, 0.17),
            (0.3, 0.07),
            (0, 0.17),
            (-0.3, 0.12),
        ]
        sheet.polygon(placed(curve(body, closed=True, steps=4), x, y, size, 6), key=0.0, tint=0.0)
        sheet.gouge(
            placed([(-0.4, -0.08), (0, -0.14), (0.4, -0.03)], x, y, size, 6), size * 0.13, key=1.0
        )
        sheet.disc(x - size * 0.34, y - size * 0.06, size * 0.035, key=1.0)
