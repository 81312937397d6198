"""One web font cut down to what pages need of it."""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.hvar import add_HVAR
from fontTools.varLib.instancer import instantiateVariableFont

from tools.fonts.kerning import tighten_kerning
from tools.fonts.plan import WEIGHTS, Face

# What we ask for; a font gives what it has, and fonts.css names exactly that. No dagger: it
# has to look like the double dagger, which only the fallbacks have.
LATIN = (
    "20-7E A0-FF 131 152-153 2BC 2C6 2DC 2009 2010-2011 2013-2014 2018-201A 201C-201E "
    "2022 2026 202F 2030 2032-2033 2039-203A 2044 20AC 20BA 2122 2190-2193 2212"
)
LATIN_EXT = (
    "100-137 139-13E 141-148 14A-17E 18F 259 1FC-1FF 218-21B 1E80-1E85 1E9E 1EF2-1EF3 "
    "20A9 20AB 20B4 20B9-20BD"
)

FEATURES = ["kern", "liga", "locl", "lnum", "onum", "pnum", "tnum", "rvrn"]


def make(face: Face, source: Path, target: Path) -> set[int]:
    """Write one woff2 file and return the characters in it."""
    font = TTFont(source, recalcTimestamp=False)
    font.ensureDecompiled()
    if "HVAR" in font:
        del font["HVAR"]
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    if face.script == "latin":
        add_spacing(font)
    cut(font, codepoints(LATIN if face.script == "latin" else LATIN_EXT))
    tighten_kerning(font)
    add_HVAR(font)
    font.flavor = "woff2"
    font.save(target)
    return set(font.getBestCmap())


def codepoints(ranges: str) -> set[int]:
    """Read "20-7E 131" as a set of numbers."""
    found: set[int] = set()
    for part in ranges.split():
        low, _, high = part.partition("-")
        found.update(range(int(low, 16), int(high or low, 16) + 1))
    return found


def add_spacing(font: TTFont) -> None:
    """Give a Latin font the thin spaces and hyphens of French and German typesetting."""
    thin = font["head"].unitsPerEm // 6
    font.setGlyphOrder([*font.getGlyphOrder(), "thinspace"])
    font["glyf"].glyphs["thinspace"] = Glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"]["thinspace"] = (thin, 0)
    font["gvar"].variations["thinspace"] = []
    extra = {0x2009: "thinspace", 0x202F: "thinspace", 0x2010: "hyphen", 0x2011: "hyphen"}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(extra)


def cut(font: TTFont, wanted: set[int]) -> None:
    """Drop every character, feature and table that a page does not need."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["STAT", "gasp"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
