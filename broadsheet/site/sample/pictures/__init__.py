"""The sample newsroom's pictures, cut and printed here.

Two inks on warm paper, drawn with Pillow and nothing else, so a sample site
needs no downloads and owes nobody a credit.  ``draw(name)`` is the whole
interface; ``python -m broadsheet.site.sample.pictures OUT_FOLDER`` writes the lot.

Where to look: ``press`` is paper, ink and halftone; ``sheet`` the drawing tools;
``shapes`` geometry; ``marks``, ``figures`` and ``bust`` what pictures share;
``scenes_*`` and ``portraits`` the pictures themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageOps

from . import (
    portraits,
    scenes_harbour,
    scenes_indoors,
    scenes_library,
    scenes_night,
    scenes_shore,
    scenes_storm,
    scenes_town,
    scenes_yard,
)
from .sheet import Sheet

__all__ = ["NAMES", "PORTRAITS", "SCENES", "UnknownPicture", "draw"]

_Crop = tuple[
    float, float
]  # the point to keep when a crop is needed, as shares of width and height

_CATALOGUE: dict[str, tuple[Callable[[], Sheet], _Crop]] = {
    "storm-gate": (scenes_storm.storm_gate, (0.6, 0.5)),
    "night-ferry": (scenes_night.night_ferry, (0.52, 0.5)),
    "oyster-count": (scenes_shore.oyster_count, (0.3, 0.6)),
    "net-loft": (scenes_indoors.net_loft, (0.5, 0.5)),
    "school-roof": (scenes_town.school_roof, (0.6, 0.5)),
    "route-nine": (scenes_town.route_nine, (0.45, 0.5)),
    "gannet-light": (scenes_night.gannet_light, (0.75, 0.4)),
    "tide-book": (scenes_shore.tide_book, (0.62, 0.5)),
    "fish-auction": (scenes_indoors.fish_auction, (0.5, 0.5)),
    "sunday-library": (scenes_library.sunday_library, (0.6, 0.5)),
    "town-budget": (scenes_harbour.town_budget, (0.8, 0.5)),
    "eelgrass-moorings": (scenes_shore.eelgrass_moorings, (0.6, 0.4)),
    "fog-band": (scenes_harbour.fog_band, (0.8, 0.4)),
    "yard-apprentices": (scenes_yard.yard_apprentices, (0.55, 0.5)),
    "about": (scenes_harbour.about, (0.6, 0.5)),
    "portrait-ines-calloway": (portraits.ines_calloway, (0.5, 0.4)),
    "portrait-tobias-renn": (portraits.tobias_renn, (0.5, 0.4)),
    "portrait-samira-haddad-lunn": (portraits.samira_haddad_lunn, (0.5, 0.3)),
    "portrait-wen-okafor": (portraits.wen_okafor, (0.5, 0.4)),
}

NAMES: tuple[str, ...] = tuple(_CATALOGUE)
PORTRAITS: tuple[str, ...] = tuple(name for name in NAMES if name.startswith("portrait-"))
SCENES: tuple[str, ...] = tuple(name for name in NAMES if name not in PORTRAITS)


class UnknownPicture(KeyError):
    """Asked for a picture that is not in the catalogue."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no picture is called {self.name!r}; there are {', '.join(NAMES)}"


def draw(name: str, *, width: int | None = None, height: int | None = None) -> Image.Image:
    """Print one picture as an RGB image; the same name always gives the same pixels.

    Sizes are in pixels.  A scene is naturally 1600 by 900 and a portrait 800 by
    800; give one side and the other keeps the shape, give both and the print is
    scaled to fill them and cropped round its subject.  Enlarging softens it.
    """
    if name not in _CATALOGUE:
        raise UnknownPicture(name)
    cut, keep = _CATALOGUE[name]
    printed = cut().printed()
    size = _wanted(printed.size, width, height)
    if size == printed.size:
        return printed
    return ImageOps.fit(printed, size, Image.Resampling.LANCZOS, centering=keep)


def _wanted(natural: tuple[int, int], width: int | None, height: int | None) -> tuple[int, int]:
    """The size asked for, a missing side following from the other."""
    if width is None and height is None:
        return natural
    if width is None:
        width = round((height or 0) * natural[0] / natural[1])
    if height is None:
        height = round(width * natural[1] / natural[0])
    if width < 1 or height < 1:
        raise ValueError(f"a picture needs at least one pixel each way, not {width} by {height}")
    return width, height
