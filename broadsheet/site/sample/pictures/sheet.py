"""The drawing table: shapes cut into two plates, in design units.

A scene is drawn on a sheet 1600 units wide and 900 high (portraits 800 by 800),
x to the right and y down.  Every tool takes ``key`` and ``tint``: how much of
each ink the shape should carry, from 0.0 (carved back to paper) to 1.0 (solid).
None leaves that plate as it was, so a shape may overprint or knock out.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw

from . import press
from .shapes import Point, curve, tapered

Tone: TypeAlias = float | Image.Image | None
Stops = Sequence[tuple[float, float]]


class Sheet:
    """Two plates, a pair of inks and a source of (repeatable) accident."""

    def __init__(
        self,
        name: str,
        inks: tuple[press.Ink, press.Ink],
        *,
        size: tuple[int, int] = (1600, 900),
        paper: press.Ink = press.PAPER,
    ) -> None:
        self.size = size
        self.inks = inks
        self.paper = paper
        self.seed = press.seed_of(name)
        self.rng = random.Random(self.seed)
        self._scale = press.SUPERSAMPLE
        pixels = (size[0] * self._scale, size[1] * self._scale)
        self._plates = [Image.new("L", pixels), Image.new("L", pixels)]

    def printed(self) -> Image.Image:
        """The finished RGB print, one pixel per design unit."""
        key, tint = self._plates
        return press.pull(key, tint, inks=self.inks, paper=self.paper, seed=self.seed)

    # -- tools ---------------------------------------------------------------

    def polygon(self, points: Iterable[Point], *, key: Tone = None, tint: Tone = None) -> None:
        """Fill a closed outline."""
        scaled = self._scaled(points)
        self._cut(key, tint, lambda pen, value: pen.polygon(scaled, fill=value))

    def blob(self, points: Sequence[Point], *, key: Tone = None, tint: Tone = None) -> None:
        """Fill a smooth closed outline through the given points."""
        self.polygon(curve(points, closed=True), key=key, tint=tint)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        key: Tone = None,
        tint: Tone = None,
    ) -> None:
        """Fill an upright rectangle from its top left corner."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.polygon(corners, key=key, tint=tint)

    def disc(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float | None = None,
        *,
        key: Tone = None,
        tint: Tone = None,
    ) -> None:
        """Fill a circle, or an ellipse when ``ry`` is given."""
        down = rx if ry is None else ry
        box = [v * self._scale for v in (x - rx, y - down, x + rx, y + down)]
        self._cut(key, tint, lambda pen, value: pen.ellipse(box, fill=value))

    def stroke(
        self, points: Sequence[Point], width: float, *, key: Tone = None, tint: Tone = None
    ) -> None:
        """A line of even width with rounded corners."""
        scaled = self._scaled(points)
        thick = max(1, round(width * self._scale))
        self._cut(
            key, tint, lambda pen, value: pen.line(scaled, fill=value, width=thick, joint="curve")
        )

    def gouge(
        self, points: Sequence[Point], width: float, *, key: Tone = None, tint: Tone = None
    ) -> None:
        """A mark that swells and dies away like a V-tool in lino."""
        self.polygon(tapered(points, width), key=key, tint=tint)

    # -- greys ---------------------------------------------------------------

    def down(self, *stops: tuple[float, float]) -> Image.Image:
        """A grey that changes with y: stops are (y, tone), top first."""
        strip = Image.new("L", (1, self._plates[0].height))
        strip.putdata(_ramp(stops, strip.height, self._scale))
        return strip.resize(self._plates[0].size, Image.Resampling.NEAREST)

    def across(self, *stops: tuple[float, float]) -> Image.Image:
        """A grey that changes with x: stops are (x, tone), left first."""
        strip = Image.new("L", (self._plates[0].width, 1))
        strip.putdata(_ramp(stops, strip.width, self._scale))
        return strip.resize(self._plates[0].size, Image.Resampling.NEAREST)

    def halo(self, x: float, y: float, rx: float, ry: float, strength: float = 1.0) -> Image.Image:
        """A grey that is ``strength`` at (x, y) and nothing at the radii."""
        size = (max(2, round(2 * rx * self._scale)), max(2, round(2 * ry * self._scale)))
        # Pillow's gradient reaches 255 in the corners, so 180 is the inscribed circle.
        fall = [round(max(0, 180 - v) / 180 * 255 * strength) for v in range(256)]
        spot = Image.radial_gradient("L").point(fall).resize(size, Image.Resampling.BILINEAR)
        field = Image.new("L", self._plates[0].size)
        field.paste(spot, (round((x - rx) * self._scale), round((y - ry) * self._scale)))
        return field

    def flood(self, *, key: Tone = None, tint: Tone = None) -> None:
        """Cover the whole sheet."""
        self.rect(0, 0, *self.size, key=key, tint=tint)

    def deepen(self, *, key: Image.Image | None = None, tint: Image.Image | None = None) -> None:
        """Add a grey to what is already on the plates."""
        self._merge(ImageChops.add, key, tint)

    def soften(self, *, key: Image.Image | None = None, tint: Image.Image | None = None) -> None:
        """Take a grey away from what is already on the plates."""
        self._merge(ImageChops.subtract, key, tint)

    @contextmanager
    def inside(self, points: Iterable[Point]) -> Iterator[None]:
        """Let marks made in the block show only within an outline."""
        before = [plate.copy() for plate in self._plates]
        yield
        mask = Image.new("L", before[0].size)
        ImageDraw.Draw(mask).polygon(self._scaled(points), fill=255)
        self._plates = [
            Image.composite(new, old, mask) for new, old in zip(self._plates, before, strict=True)
        ]

    # -- the knife -----------------------------------------------------------

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._scale, y * self._scale) for x, y in points]

    def _cut(self, key: Tone, tint: Tone, mark: Callable[[ImageDraw.ImageDraw, int], None]) -> None:
        """Make a mark on each plate that has a tone, flat or graded."""
        for plate, tone in zip(self._plates, (key, tint), strict=True):
            if isinstance(tone, Image.Image):
                mask = Image.new("L", plate.size)
                mark(ImageDraw.Draw(mask), 255)
                plate.paste(tone, mask=mask)
            elif tone is not None:
                mark(ImageDraw.Draw(plate), round(tone * 255))

    def _merge(
        self,
        how: Callable[[Image.Image, Image.Image], Image.Image],
        key: Image.Image | None,
        tint: Image.Image | None,
    ) -> None:
        for index, grey in enumerate((key, tint)):
            if grey is not None:
                self._plates[index] = how(self._plates[index], grey)


def _ramp(stops: Stops, length: int, scale: int) -> list[int]:
    """Grey values 0..255 for each pixel of a strip, straight lines between stops."""
    values: list[int] = []
    for pixel in range(length):
        at = pixel / scale
        values.append(round(255 * _between(stops, at)))
    return values


def _between(stops: Stops, at: float) -> float:
    if at <= stops[0][0]:
        return stops[0][1]
    for (low, before), (high, after) in itertools.pairwise(stops):
        if at <= high:
            return before + (after - before) * (at - low) / (high - low)
    return stops[-1][1]
