"""Head-and-shoulders cuts of the newsroom: types, not likenesses.

Every portrait is 800 by 800 and built in the same order: a ground, shoulders,
neck and head, then hair and whatever the person is known by.  Light always
falls from the left, so the right of each face is cut in the key ink.
"""

from __future__ import annotations

from .bust import blank, bust, features, strands
from .press import NAVY, OCHRE, SEA_GREEN, SOOT, TEAL, VERMILION, YELLOW
from .shapes import Point, arc, curve, placed
from .sheet import Sheet


def ines_calloway() -> Sheet:
    """A cropped bob, a high collar, a low sun behind."""
    sheet = blank("portrait-ines-calloway", (NAVY, VERMILION))
    sheet.flood(key=sheet.down((0, 0.0), (800, 0.16)), tint=0.0)
    sheet.disc(400, 380, 322, tint=1.0)
    back: list[Point] = [
        (400, 110),
        (520, 138),
        (584, 240),
        (590, 380),
        (566, 482),
        (500, 520),
        (300, 520),
        (236, 482),
        (212, 380),
        (216, 240),
        (282, 138),
    ]
    sheet.blob(back, key=1.0, tint=0.0)
    bust(sheet, (1.0, 0.0), (0.0, 0.0), (1.0, 0.0))
    features(sheet)
    fringe: list[Point] = [
        (256, 330),
        (258, 220),
        (320, 146),
        (420, 128),
        (520, 170),
        (552, 300),
        (540, 340),
        (510, 268),
        (430, 226),
        (360, 262),
        (300, 268),
        (284, 320),
    ]
    sheet.blob(fringe, key=1.0, tint=0.0)
    strands(
        sheet,
        back,
        [(420, 120), (330, 160), (240, 300), (236, 470)],
        [(430, 120), (410, 160), (300, 240), (280, 300)],
        6,
        9,
    )
    strands(
        sheet,
        back,
        [(420, 120), (510, 170), (566, 300), (562, 470)],
        [(420, 120), (450, 170), (520, 240), (536, 320)],
        5,
        8,
        1.0,
    )
    sheet.polygon([(300, 560), (396, 668), (330, 760), (236, 610)], key=0.0, tint=0.0)
    sheet.polygon([(500, 560), (404, 668), (470, 760), (564, 610)], key=0.35, tint=0.0)
    sheet.stroke([(300, 560), (396, 668), (500, 560)], 6, key=1.0)
    for x in (120, 180, 620, 680):
        sheet.gouge(
            [(x + (400 - x) * 0.12, 660), (x, 740), (x - (400 - x) * 0.06, 820)], 10, key=0.0
        )
    return sheet


def tobias_renn() -> Sheet:
    """A flat cap, a beard and a fisherman's jersey."""
    sheet = blank("portrait-tobias-renn", (TEAL, OCHRE))
    sheet.flood(key=0.0, tint=sheet.down((0, 0.75), (800, 0.2)))
    bust(sheet, (0.55, 0.0), (0.0, 0.0), (1.0, 0.0))
    features(sheet)
    beard: list[Point] = [
        (280, 370),
        (306, 398),
        (340, 408),
        (376, 396),
        (400, 408),
        (424, 396),
        (462, 408),
        (496, 398),
        (522, 370),
        (520, 460),
        (478, 540),
        (400, 580),
        (322, 540),
        (280, 460),
    ]
    sheet.blob(beard, key=1.0, tint=0.0)
    sheet.gouge([(364, 440), (400, 432), (438, 440)], 11, key=0.0, tint=0.0)
    strands(
        sheet,
        beard,
        [(300, 420), (310, 490), (372, 570)],
        [(500, 420), (490, 490), (430, 570)],
        13,
        7,
    )
    cap: list[Point] = [
        (248, 268),
        (252, 190),
        (330, 126),
        (450, 116),
        (548, 166),
        (566, 250),
        (470, 240),
        (380, 246),
        (300, 268),
    ]
    sheet.blob(cap, key=1.0, tint=0.0)
    sheet.blob(
        [(216, 290), (262, 250), (360, 236), (430, 248), (380, 276), (290, 290)], key=1.0, tint=0.0
    )
    sheet.gouge([(226, 286), (300, 262), (420, 250)], 6, key=0.0, tint=1.0)
    strands(
        sheet,
        cap,
        [(300, 150), (270, 200), (262, 256)],
        [(520, 150), (540, 200), (552, 244)],
        9,
        6,
        1.0,
    )
    sheet.polygon(
        [(318, 560), (400, 590), (482, 560), (496, 630), (400, 668), (304, 630)], key=1.0, tint=0.0
    )
    for row in range(6):
        sheet.stroke(
            curve(
                [
                    (90 - row * 8, 690 + row * 30),
                    (250, 650 + row * 30),
                    (400, 690 + row * 28),
                    (550, 650 + row * 30),
                    (710 + row * 8, 690 + row * 30),
                ]
            ),
            8,
            key=0.0 if row % 2 else 1.0,
            tint=0.0,
        )
    return sheet


def samira_haddad_lunn() -> Sheet:
    """Round glasses, hair wound up, a pencil through it."""
    sheet = blank("portrait-samira-haddad-lunn", (SOOT, SEA_GREEN))
    sheet.flood(key=0.0, tint=0.0)
    for index in range(9):
        sheet.rect(0, index * 90, 800, 46, tint=0.55)
    sheet.disc(420, 128, 92, 84, key=1.0, tint=0.0)
    sheet.stroke([(300, 196), (560, 64)], 15, key=0.0, tint=0.0)
    sheet.stroke([(304, 194), (552, 68)], 9, key=0.0, tint=1.0)
    sheet.disc(430, 128, 74, 68, key=1.0, tint=0.0)
    bust(sheet, (0.0, 1.0), (0.0, 0.18), (1.0, 0.0))
    features(sheet)
    hair: list[Point] = [
        (262, 360),
        (258, 240),
        (310, 164),
        (400, 140),
        (492, 164),
        (544, 240),
        (540, 360),
        (516, 300),
        (492, 236),
        (420, 206),
        (350, 250),
        (300, 262),
        (284, 310),
    ]
    sheet.blob(hair, key=1.0, tint=0.0)
    strands(
        sheet,
        hair,
        [(400, 146), (320, 180), (268, 320)],
        [(410, 146), (390, 180), (330, 250)],
        6,
        7,
    )
    strands(
        sheet,
        hair,
        [(420, 146), (500, 190), (536, 320)],
        [(420, 146), (440, 180), (490, 230)],
        5,
        6,
    )
    for turn in (0, 60, 130):
        sheet.gouge(placed(arc(0, 0, 58, 52, turn, turn + 90), 426, 126), 8, key=0.0)
    for x in (344, 462):
        ring = arc(x, 332, 46, 44, 0, 360)
        sheet.stroke([*ring, ring[1]], 9, key=1.0 if x < 400 else 0.0, tint=0.0)
    sheet.stroke(arc(403, 330, 14, 12, 180, 360), 8, key=1.0)
    sheet.disc(282, 410, 13, 22, key=0.0, tint=1.0)
    sheet.polygon(
        [(326, 590), (400, 656), (474, 590), (520, 604), (400, 740), (280, 604)], key=1.0, tint=0.0
    )
    for x in range(90, 740, 56):
        for y in (720, 776):
            sheet.disc(x + (28 if y > 750 else 0), y, 11, key=0.0, tint=0.0)
    return sheet


def wen_okafor() -> Sheet:
    """Close-cut hair, headphones round the neck, a quilted coat."""
    sheet = blank("portrait-wen-okafor", (NAVY, YELLOW))
    sheet.flood(key=sheet.halo(400, 400, 620, 620, 0.34), tint=1.0)
    hair: list[Point] = [
        (258, 330),
        (236, 240),
        (270, 150),
        (344, 100),
        (456, 100),
        (530, 150),
        (564, 240),
        (542, 330),
        (400, 360),
    ]
    sheet.blob(hair, key=1.0, tint=0.0)
    bust(sheet, (0.0, 0.0), (0.5, 0.62), (1.0, 0.4))
    features(sheet)
    crop: list[Point] = [
        (270, 330),
        (254, 240),
        (290, 160),
        (400, 124),
        (510, 160),
        (546, 240),
        (530, 330),
        (512, 262),
        (470, 222),
        (400, 212),
        (330, 222),
        (288, 262),
    ]
    sheet.blob(crop, key=1.0, tint=0.0)
    for _ in range(110):
        x, y = sheet.rng.gauss(400, 80), sheet.rng.uniform(112, 214)
        if ((x - 400) / 140) ** 2 + ((y - 230) / 118) ** 2 < 1:
            sheet.gouge(arc(x, y, 8, 8, 180, 360, 6), 5, key=0.0, tint=0.0 if x < 400 else 1.0)
    for row in range(8):
        sheet.stroke(
            curve(
                [
                    (70, 700 + row * 34),
                    (240, 640 + row * 34),
                    (400, 690 + row * 34),
                    (560, 640 + row * 34),
                    (730, 700 + row * 34),
                ]
            ),
            5,
            key=1.0,
        )
    sheet.stroke(arc(400, 560, 150, 104, 10, 170), 34, key=1.0, tint=0.0)
    sheet.stroke(arc(400, 556, 150, 104, 20, 160), 7, key=0.0, tint=1.0)
    for x in (246, 554):
        sheet.disc(x, 566, 42, 62, key=1.0, tint=0.0)
        sheet.disc(x - 6, 566, 24, 42, key=0.0, tint=1.0)
    return sheet
