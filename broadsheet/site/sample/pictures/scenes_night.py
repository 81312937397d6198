"""After dark: the late ferry, and the light on Gannet Head."""

from __future__ import annotations

from .figures import person
from .marks import foam, glitter, grooves, stars
from .press import BLUE, NAVY, OCHRE, YELLOW
from .shapes import Point, arc, curve, lerp, mirrored, placed, swell
from .sheet import Sheet


def night_ferry() -> Sheet:
    """The last boat in, every window lit, and somebody waiting."""
    sheet = Sheet("night-ferry", (NAVY, OCHRE))
    sheet.flood(
        key=sheet.down((190, 1.0), (400, 0.72), (520, 0.34)),
        tint=sheet.down((380, 0.0), (520, 0.3)),
    )
    stars(sheet, 90, 260)
    sheet.soften(key=sheet.halo(285, 170, 210, 210, 0.55))
    sheet.disc(285, 170, 62, key=0.0, tint=0.0)
    _far_shore(sheet)
    sheet.rect(0, 520, 1600, 400, key=sheet.down((520, 0.72), (590, 1.0)), tint=0.0)
    glitter(sheet, 285, 530, 880, (20, 105), 34, tint=0.0, thick=8)
    _ferry_reflection(sheet)
    _funnel_and_masts(sheet)
    _hull(sheet)
    _decks(sheet)
    _jetty(sheet)
    return sheet


def _far_shore(sheet: Sheet) -> None:
    hills: list[Point] = [
        (-20, 470),
        (120, 440),
        (300, 462),
        (470, 420),
        (640, 446),
        (900, 380),
        (1120, 410),
        (1340, 356),
    ]
    hills += [(1500, 390), (1640, 372)]
    sheet.polygon([*curve(hills), (1640, 524), (-20, 524)], key=1.0, tint=0.0)
    for _ in range(80):
        x, y = sheet.rng.uniform(0, 1600), 514 - abs(sheet.rng.gauss(0, 22))
        sheet.disc(
            x, y, sheet.rng.choice((1.6, 2.0, 2.8)), key=0.0, tint=sheet.rng.choice((0.0, 1.0, 1.0))
        )


def _hull(sheet: Sheet) -> None:
    """Dark plates set off by a bare sheer line and the water thrown at bow and stern."""
    sheer: list[Point] = [(392, 466), (520, 480), (900, 486), (1340, 478)]
    hull = [*curve(sheer), (1352, 500), (1330, 600), (470, 600), (430, 545)]
    sheet.polygon(hull, key=1.0, tint=0.0)
    sheet.polygon([(441, 562), (1338, 562), (1330, 600), (470, 600)], key=0.0, tint=1.0)
    sheet.stroke([(x, y + 4) for x, y in curve(sheer)], 6, key=0.0, tint=0.0)
    for x in range(540, 1300, 38):
        sheet.disc(x, 524, 6.5, key=0.0, tint=1.0)
    wash: list[Point] = [
        (330, 604),
        (420, 590),
        (455, 574),
        (480, 598),
        (700, 606),
        (1000, 602),
        (1330, 598),
        (1480, 608),
    ]
    foam(sheet, curve(wash, steps=10), 16)
    foam(sheet, [(x, y + 12) for x, y in curve(wash, steps=10)], 9)


def _decks(sheet: Sheet) -> None:
    """Three tiers stepping back, each a bare wall with a dark strip of lit windows."""
    tiers = ((432, 486, 490, 1310, 26), (384, 434, 520, 1230, 22), (338, 386, 560, 1110, 20))
    for top, foot, left, right, pane in tiers:
        sheet.polygon(
            [(left - 12, top), (right, top), (right + 8, foot), (left + 4, foot)], key=0.0, tint=0.0
        )
        sheet.rect(left + 14, top + 12, right - left - 30, pane + 6, key=1.0)
        x = left + 20.0
        while x < right - 40:
            sheet.rect(x, top + 15, pane * 0.9, pane, key=0.0, tint=1.0)
            x += pane * 0.9 + (18 if sheet.rng.random() < 0.12 else 5)
        sheet.rect(left - 22, top - 5, right - left + 34, 6, key=1.0, tint=0.0)
    sheet.polygon([(566, 296), (730, 296), (740, 336), (580, 336)], key=0.0, tint=0.0)
    sheet.polygon([(560, 302), (722, 302), (726, 322), (570, 322)], key=1.0, tint=0.0)
    for pane in range(6):
        sheet.rect(577 + pane * 24, 305, 18, 14, key=0.0, tint=1.0)
    for x in (800, 1030):
        sheet.blob(
            [(x, 350), (x + 50, 346), (x + 96, 350), (x + 84, 372), (x + 12, 372)],
            key=0.0,
            tint=1.0,
        )
        sheet.stroke([(x + 2, 351), (x + 94, 351)], 4, key=1.0)
    for x in (1140, 1162, 1206):
        person(sheet, x, 386, 34)


def _funnel_and_masts(sheet: Sheet) -> None:
    plume: list[Point] = [
        (960, 232),
        (1040, 196),
        (1150, 190),
        (1270, 150),
        (1420, 150),
        (1640, 96),
        (1640, 176),
        (1420, 206),
    ]
    plume += [(1260, 216), (1120, 232), (1010, 246)]
    sheet.polygon(curve(plume, closed=True), key=sheet.across((960, 0.35), (1600, 0.85)))
    sheet.polygon([(890, 236), (984, 226), (1006, 334), (884, 334)], key=0.0, tint=1.0)
    sheet.polygon([(889, 252), (987, 242), (985, 226), (890, 236)], key=1.0)
    sheet.polygon([(952, 230), (984, 226), (1006, 334), (968, 334)], key=0.4)
    for x, top in ((660, 178), (1240, 250)):
        sheet.stroke([(x, top), (x + 6, 390)], 6, key=0.0, tint=0.0)
        sheet.soften(key=sheet.halo(x, top, 46, 46, 0.7))
        sheet.disc(x, top, 7, key=0.0, tint=0.0)
    sheet.stroke([(660, 182), (396, 466)], 2, key=0.0, tint=0.0)
    sheet.stroke([(660, 182), (1240, 254)], 2, key=0.0, tint=0.0)


def _ferry_reflection(sheet: Sheet) -> None:
    """Broken bars of window light, long under the tall middle and short at the ends."""
    for x in range(470, 1340, 29):
        reach = (250 - 190 * (abs(x - 850) / 480) ** 1.5) * sheet.rng.uniform(0.7, 1.15)
        glow = sheet.rng.choice((1.0, 1.0, 1.0, 0.0))
        glitter(sheet, x, 612, 640 + reach, (22, 40), int(9 + reach / 17), tint=glow, thick=10)


def _jetty(sheet: Sheet) -> None:
    """The near edge: planks, a bollard with its rope, a figure rimmed by the ship's light."""
    deck: list[Point] = [(960, 920), (1010, 806), (1640, 762), (1640, 920)]
    sheet.polygon(
        deck, key=sheet.down((762, 0.3), (880, 0.9)), tint=sheet.down((762, 0.9), (860, 0.2))
    )
    for share in (0.0, 0.22, 0.5, 0.8):
        sheet.stroke(
            [lerp(deck[1], deck[0], share), lerp(deck[2], deck[3], share)],
            4 + share * 4,
            key=1.0,
            tint=0.0,
        )
    for x, rim in ((1100, 0.0), (1104, 1.0)):
        person(sheet, x, 846 + 3 * rim, 262, hat=True, key=rim, tint=1.0 - rim)
    sheet.polygon([(1410, 812), (1418, 712), (1478, 712), (1486, 812)], key=0.0, tint=1.0)
    sheet.polygon([(1418, 812), (1426, 712), (1478, 712), (1486, 812)], key=1.0, tint=0.0)
    sheet.disc(1446, 704, 50, 17, key=0.0, tint=1.0)
    sheet.disc(1451, 708, 48, 15, key=1.0, tint=0.0)
    for drop in (738, 754, 770):
        sheet.gouge(arc(1450, drop, 36, 10, 175, 5), 8, key=0.0, tint=0.0)


# -- the light ------------------------------------------------------------------

_LAMP: Point = (1150.0, 372.0)


def gannet_light() -> Sheet:
    """The lantern close to, its lens burning, and gannets wheeling round it."""
    sheet = Sheet("gannet-light", (BLUE, YELLOW))
    sheet.flood(
        key=sheet.down((120, 1.0), (420, 0.66), (680, 0.08), (730, 0.0)),
        tint=sheet.down((520, 0.0), (750, 0.95)),
    )
    _beam(sheet, (-40, -230), (-40, 300))
    _beam(sheet, (1640, 262), (1640, 400))
    _headland(sheet)
    _tower(sheet)
    _lantern(sheet)
    for x, y, size, turn, flip in (
        (846, 470, 80, -18, False),
        (650, 590, 100, 14, True),
        (110, 560, 80, -8, False),
    ):
        _gannet(sheet, x, y, size, turn, flip)
    _gannet(sheet, 400, 410, 320, -10, False)
    return sheet


def _beam(sheet: Sheet, high: Point, low: Point) -> None:
    sheet.polygon(
        [_LAMP, high, low],
        key=sheet.across((0, 0.45), (900, 0.08), (1300, 0.08), (1600, 0.3)),
        tint=sheet.across((0, 0.25), (1100, 0.9), (1600, 0.5)),
    )


def _headland(sheet: Sheet) -> None:
    sheet.rect(0, 770, 1600, 140, key=sheet.down((770, 0.7), (840, 1.0)), tint=0.0)
    stack: list[Point] = [
        (90, 790),
        (120, 700),
        (150, 672),
        (210, 660),
        (250, 690),
        (300, 700),
        (340, 740),
        (372, 790),
    ]
    sheet.polygon(stack, key=1.0, tint=0.0)
    for _ in range(120):
        x = sheet.rng.uniform(120, 330)
        sheet.disc(
            x, 672 + abs(x - 210) * 0.3 + sheet.rng.random() ** 2 * 70, 2.4, key=0.0, tint=0.0
        )
    for y, phase in ((790, 0.1), (836, 0.6), (880, 0.3)):
        line = swell(y, 20, 210 + (y - 790), phase)
        grooves(sheet, line, 9, 3, 6)
        foam(sheet, line, 7)


def _tower(sheet: Sheet) -> None:
    """Shaft, gallery and rail below the glass."""
    shade = sheet.across((1050, 0.0), (1180, 0.1), (1290, 1.0))
    sheet.polygon([(1046, 560), (1254, 560), (1292, 920), (1008, 920)], key=shade, tint=0.0)
    sheet.polygon([(1032, 690), (1268, 690), (1278, 790), (1022, 790)], key=shade, tint=1.0)
    sheet.rect(1120, 604, 44, 62, key=1.0, tint=0.0)
    sheet.polygon([(984, 540), (1316, 540), (1262, 592), (1038, 592)], key=1.0, tint=0.0)
    sheet.gouge([(992, 549), (1308, 549)], 5, key=0.0, tint=1.0)
    for x in range(1056, 1260, 34):
        sheet.gouge([(x - 4, 560), (x, 588)], 7, key=0.0, tint=0.0)


def _lantern(sheet: Sheet) -> None:
    sheet.rect(1052, 240, 196, 262, key=0.0, tint=sheet.halo(*_LAMP, 230, 260, 1.0))
    _lens(sheet)
    for x in (1052, 1101, 1150, 1199, 1248):
        sheet.stroke([(x, 240), (x, 502)], 5, key=1.0)
    for y in (326, 414):
        sheet.stroke([(1052, y), (1248, y)], 4, key=1.0)
    sheet.rect(1042, 492, 216, 50, key=1.0, tint=0.0)
    shade = sheet.across((1080, 0.0), (1180, 0.15), (1272, 1.0))
    sheet.disc(1150, 126, 18, key=shade, tint=0.0)
    sheet.polygon(
        [*arc(1150, 244, 122, 112, 180, 360), (1278, 250), (1022, 250)], key=shade, tint=0.0
    )
    for lean in (-74, -34, 6, 46, 78):
        sheet.gouge(
            [(1150 + lean * 0.16, 134), (1150 + lean * 0.9, 184), (1150 + lean * 1.3, 246)],
            5,
            key=1.0,
        )
    sheet.stroke([(1018, 246), (1282, 246)], 10, key=1.0, tint=0.0)
    sheet.stroke([(1150, 112), (1150, 44)], 5, key=0.0, tint=0.0)
    sheet.polygon([(1150, 48), (1212, 62), (1150, 78)], key=0.0, tint=1.0)
    for x in range(990, 1316, 40):
        sheet.stroke([(x, 474), (x, 542)], 4, key=1.0)
    for y in (474, 506):
        sheet.stroke([(986, y), (1314, y)], 4, key=1.0)


def _lens(sheet: Sheet) -> None:
    """A Fresnel lens: rings of prism round a bull's-eye, bare where the light comes through."""
    x, y = _LAMP
    for step in range(7, 0, -1):
        sheet.disc(x, y, 11.5 * step, 16.5 * step, key=1.0 if step > 1 else 0.0, tint=1.0)
        sheet.disc(
            x, y, 11.5 * step - 3.5, 16.5 * step - 3.5, key=0.0, tint=0.0 if step < 4 else 1.0
        )
    sheet.disc(x, y, 12, 17, key=0.0, tint=0.0)


_BODY: list[Point] = [
    (-0.66, 0.045), (-0.52, -0.03), (-0.42, -0.07), (-0.2, -0.105), (0.15, -0.09), (0.62, 0.0), (0.2, 0.085),
    (-0.15, 0.1), (-0.4, 0.055), (-0.5, 0.035),
]  # fmt: skip
_FAR_WING: list[Point] = [
    (-0.2, -0.05), (-0.24, -0.3), (-0.1, -0.55), (0.16, -0.84), (0.46, -1.06), (0.34, -0.78), (0.2, -0.5),
    (0.14, -0.24), (0.16, -0.04),
]  # fmt: skip
_NEAR_WING: list[Point] = [
    (-0.22, 0.0), (-0.36, 0.2), (-0.34, 0.42), (-0.12, 0.7), (0.2, 0.98), (0.12, 0.68), (0.02, 0.42), (0.06, 0.2),
    (0.16, 0.02),
]  # fmt: skip


def _gannet(sheet: Sheet, x: float, y: float, size: float, turn: float, flip: bool) -> None:
    """White bird, ink-dipped wing tips, straw-coloured head; ``size`` is its length."""

    def at(points: list[Point]) -> list[Point]:
        return placed(mirrored(points) if flip else points, x, y, size, turn)

    for wing, tip in ((_FAR_WING, (0.2, -0.62)), (_BODY, None), (_NEAR_WING, (-0.05, 0.62))):
        outline = at(curve(wing, closed=True))
        sheet.polygon(outline, key=0.0, tint=0.0)
        if tip is None:
            continue
        side = 1 if tip[1] > 0 else -1
        with sheet.inside(outline):
            sheet.polygon(
                at(
                    [
                        (-1, tip[1] - 0.1 * side),
                        (1, tip[1] + 0.16 * side),
                        (1, 2 * side),
                        (-1, 2 * side),
                    ]
                ),
                key=1.0,
            )
            for quill in range(7):
                root = (0.17 - quill * 0.012, (0.06 + quill * 0.075) * side)
                sheet.gouge(
                    at([(root[0], root[1] + 0.1 * side), (root[0] - 0.13, root[1])]),
                    size * 0.016,
                    key=1.0,
                )
    sheet.polygon(
        at(
            curve(
                [
                    (-0.54, 0.0),
                    (-0.44, -0.06),
                    (-0.32, -0.08),
                    (-0.28, 0.0),
                    (-0.36, 0.05),
                    (-0.48, 0.036),
                ],
                closed=True,
            )
        ),
        tint=0.9,
    )
    sheet.gouge(at([(0.5, 0.015), (0.1, 0.08), (-0.3, 0.075)]), size * 0.035, key=0.7)
    sheet.gouge(at([(-0.68, 0.047), (-0.58, 0.03), (-0.44, 0.0)]), size * 0.02, key=1.0)
    eye = at([(-0.46, -0.024)])[0]
    sheet.disc(*eye, size * 0.014, key=1.0)
