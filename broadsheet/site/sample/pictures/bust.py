"""What every portrait shares: a ground, shoulders, a head, and light from the left."""

from __future__ import annotations

from collections.abc import Sequence

from .marks import contours
from .press import Ink
from .shapes import Point, curve
from .sheet import Sheet, Tone

_FACE: list[Point] = [
    (400, 176), (476, 196), (516, 266), (518, 350), (500, 424), (456, 482), (400, 502), (344, 482), (300, 424),
    (282, 350), (284, 266), (324, 196),
]  # fmt: skip
# The shadow's edge runs down the brow, out round the nose, and in under the lip.
_SHADE: list[Point] = [
    (404, 170), (412, 260), (402, 296), (388, 352), (376, 384), (402, 398), (408, 412), (398, 428), (410, 446),
    (404, 472), (416, 510),
]  # fmt: skip


def blank(name: str, inks: tuple[Ink, Ink]) -> Sheet:
    """An empty square sheet, 800 units each way."""
    return Sheet(name, inks, size=(800, 800))


def bust(
    sheet: Sheet, coat: tuple[Tone, Tone], skin: tuple[Tone, Tone], shade: tuple[Tone, Tone]
) -> None:
    """Shoulders, neck and a face split by its shadow; pairs are (key, tint)."""
    shoulders: list[Point] = [
        (60, 830),
        (96, 690),
        (190, 618),
        (320, 576),
        (400, 566),
        (480, 576),
        (610, 618),
        (704, 690),
        (740, 830),
    ]
    sheet.polygon(curve(shoulders), key=coat[0], tint=coat[1])
    sheet.polygon(
        [(334, 440), (466, 440), (474, 600), (400, 656), (326, 600)], key=skin[0], tint=skin[1]
    )
    sheet.polygon(
        [(352, 492), (466, 430), (474, 600), (420, 642), (400, 560)], key=shade[0], tint=shade[1]
    )
    head = curve(_FACE, closed=True)
    sheet.polygon(head, key=skin[0], tint=skin[1])
    for x in (280, 520):
        sheet.disc(
            x,
            350,
            22,
            40,
            key=skin[0] if x < 400 else shade[0],
            tint=skin[1] if x < 400 else shade[1],
        )
    with sheet.inside(head):
        sheet.polygon([*_SHADE, (560, 520), (560, 160)], key=shade[0], tint=shade[1])


def features(sheet: Sheet, *, dark: float = 1.0, light: float = 0.0) -> None:
    """Brow, lowered eye and mouth, two or three cuts each and no more."""
    for points, width in (
        ([(312, 296), (342, 282), (378, 294)], 12),
        ([(322, 328), (344, 336), (372, 328)], 9),
        ([(348, 430), (374, 440), (402, 438)], 10),
    ):
        sheet.gouge(points, width, key=dark)
    for points, width in (
        ([(430, 294), (458, 282), (490, 296)], 9),
        ([(434, 328), (458, 336), (484, 328)], 8),
        ([(404, 438), (430, 440), (452, 429)], 8),
    ):
        sheet.gouge(points, width, key=light, tint=0.0)


def strands(
    sheet: Sheet,
    outline: Sequence[Point],
    near: Sequence[Point],
    far: Sequence[Point],
    count: int,
    width: float,
    tint: Tone = 0.0,
) -> None:
    """Carve a mass of hair along its fall."""
    with sheet.inside(curve(outline, closed=True)):
        contours(sheet, near, far, count, width, key=0.0, tint=tint, gap=0.4)
