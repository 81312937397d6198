"""The press: turns two drawn plates into a printed sheet.

A plate is a greyscale image in which 0 is bare and 255 is solid ink.  Anything
between is broken into halftone dots here, at the moment of printing, so scenes
only ever think about how dark a thing should be.  Everything random is seeded
from the picture's name: the same name gives the same pixels on any machine.
"""

from __future__ import annotations

import math
import random
import zlib
from functools import lru_cache

from PIL import Image, ImageChops, ImageFilter

Ink = tuple[int, int, int]

# The drawer of inks.  Each picture takes two.
NAVY: Ink = (20, 37, 70)
BLUE: Ink = (26, 72, 128)
TEAL: Ink = (10, 72, 80)
SLATE: Ink = (44, 56, 72)
SOOT: Ink = (36, 32, 36)
VERMILION: Ink = (232, 84, 48)
OCHRE: Ink = (233, 168, 52)
YELLOW: Ink = (246, 201, 74)
SEA_GREEN: Ink = (66, 158, 140)
PAPER: Ink = (247, 241, 228)

SUPERSAMPLE = 2  # plates are drawn this many times larger than the print

# Each screen is a lattice vector in plate pixels.  (a, b) repeats every
# (a*a + b*b) / gcd(a, b) pixels both ways, so a small tile covers the sheet with
# no seam.  The angles (45 and 14 degrees) are far enough apart not to beat.
KEY_SCREEN = (12, 12)
TINT_SCREEN = (16, 4)

# Thresholds stop short of 0 and 255 so that edge noise cannot pit a solid.
_LOWEST, _HIGHEST = 22, 232
_BITE = 14  # contrast at a dot's edge; higher is harder
_SOAK = 0.95  # ink soaking into the stock, in print pixels; also keeps JPEGs small


def seed_of(name: str) -> int:
    """A number that depends on the name only (unlike ``hash``)."""
    return zlib.crc32(name.encode("utf-8"))


@lru_cache(maxsize=4)
def _screen_tile(vector: tuple[int, int]) -> Image.Image:
    """One seamless square of halftone thresholds."""
    a, b = vector
    turn = 2 * math.pi / (a * a + b * b)
    side = (a * a + b * b) // math.gcd(a, b)
    heights = [
        math.cos(turn * (a * x + b * y)) + math.cos(turn * (a * y - b * x))
        for y in range(side)
        for x in range(side)
    ]
    # Rank, not value: a tone of 30% then inks exactly 30% of the paper.
    order = sorted(range(len(heights)), key=heights.__getitem__)
    ranked = bytearray(len(heights))
    step = (_HIGHEST - _LOWEST) / len(order)
    for rank, position in enumerate(order):
        ranked[position] = _LOWEST + int(rank * step)
    return Image.frombytes("L", (side, side), bytes(ranked))


def _tiled(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Cover ``size`` pixels with copies of ``tile``."""
    row = Image.new("L", (size[0], tile.height))
    for x in range(0, size[0], tile.width):
        row.paste(tile, (x, 0))
    sheet = Image.new("L", size)
    for y in range(0, size[1], tile.height):
        sheet.paste(row, (0, y))
    return sheet


def noise(rng: random.Random, size: tuple[int, int], grain: float) -> Image.Image:
    """Soft random grey of ``size`` pixels with blobs about ``grain`` pixels wide.

    ``Image.effect_noise`` cannot be seeded, so the bytes come from ``rng``.
    """
    small = (max(2, int(size[0] / grain)), max(2, int(size[1] / grain)))
    raw = Image.frombytes("L", small, rng.randbytes(small[0] * small[1]))
    return raw.resize(size, Image.Resampling.BICUBIC) if small != size else raw


def _screened(plate: Image.Image, vector: tuple[int, int], rough: Image.Image) -> Image.Image:
    """Break a plate's greys into dots, letting the ink creep at its edges."""
    spread = plate.filter(ImageFilter.BoxBlur(1))
    spread = ImageChops.add(spread, rough, 1, -20)  # rough is 0..40 round 20
    tile = _tiled(_screen_tile(vector), plate.size)
    return ImageChops.subtract(spread, tile, 1 / _BITE)


def _slipped(dots: Image.Image, slip: tuple[int, int]) -> Image.Image:
    """Shift a pull by ``slip`` plate pixels, repeating the edge instead of wrapping."""
    if slip == (0, 0):
        return dots
    shifted = dots.copy()
    shifted.paste(dots, slip)
    return shifted


def _wear(rng: random.Random, size: tuple[int, int]) -> Image.Image:
    """How well the ink took: cloudy, with a few bare flecks."""
    cloud = noise(rng, size, 90).point([234 + round(v * 21 / 255) for v in range(256)])
    flecks = noise(rng, size, 3.2).point(
        [255 if v < 246 else 255 - (v - 246) * 18 for v in range(256)]
    )
    return ImageChops.multiply(cloud, flecks)


def _paper(rng: random.Random, size: tuple[int, int], colour: Ink) -> Image.Image:
    """Warm stock with a faint tooth."""
    tooth = noise(rng, size, 2).point([248 + round(v * 7 / 255) for v in range(256)])
    stock = Image.new("RGB", size, colour)
    return ImageChops.multiply(stock, Image.merge("RGB", (tooth, tooth, tooth)))


def _layer(coverage: Image.Image, ink: Ink) -> Image.Image:
    """One ink as a transparent film: white where it is absent."""
    bands = [
        coverage.point([255 - round(v * (255 - band) / 255) for v in range(256)]) for band in ink
    ]
    return Image.merge("RGB", bands)


def pull(
    key: Image.Image, tint: Image.Image, *, inks: tuple[Ink, Ink], paper: Ink, seed: int
) -> Image.Image:
    """Print one sheet from two plates.

    ``key`` and ``tint`` are "L" images SUPERSAMPLE times the size of the print;
    ``inks`` are their colours in the same order.  The second ink lands a pixel
    or two off, as it would on a hand-fed press.
    """
    rng = random.Random(seed)
    rough = noise(rng, key.size, 3.5).point([round(v * 40 / 255) for v in range(256)])
    slip = (rng.choice((-4, -3, 3, 4)), rng.choice((-3, -2, 2, 3)))
    size = (key.width // SUPERSAMPLE, key.height // SUPERSAMPLE)
    wear = _wear(rng, size)
    sheet = _paper(rng, size, paper)
    pulls = ((tint, TINT_SCREEN, slip, inks[1]), (key, KEY_SCREEN, (0, 0), inks[0]))
    for plate, vector, offset, ink in pulls:
        dots = _slipped(_screened(plate, vector, rough), offset).reduce(SUPERSAMPLE)
        dots = ImageChops.multiply(dots.filter(ImageFilter.GaussianBlur(_SOAK)), wear)
        sheet = ImageChops.multiply(sheet, _layer(dots, ink))
    return sheet
