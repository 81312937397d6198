"""How much a fallback face is scaled to stand in for a web font.

A fallback face is a font the reader already has, scaled so that a line of English holds as
many letters in it as in the web font. For both fonts the mean advance width of a character
is taken, weighted by how often each letter and the space occur in English text. The web
fonts are kerned, which makes their lines about one per cent shorter; that share is measured
on a sample of prose and counted in. The system fonts hardly kern small letters.

    size-adjust       = mean width of the web font / mean width of the fallback
    ascent-override   = ascent of the web font / size-adjust      (same for descent)
    line-gap-override = line gap of the web font / size-adjust

The overrides are divided because the browser multiplies them by size-adjust again. The
system fonts themselves are not free, so their widths come from free fonts drawn to the very
same widths: Gelasio for Georgia, Tinos for Times New Roman, Arimo for Arial and Helvetica.
"""

from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tools.fonts.kerning import kerning
from tools.fonts.plan import BOLD_FROM, FONTS, Fallback

# Letters per thousand in English prose, spaces included.
ENGLISH = {
    " ": 180, "e": 104, "t": 74, "a": 67, "o": 62, "i": 57, "n": 55, "s": 52, "h": 50,
    "r": 49, "d": 35, "l": 33, "c": 23, "u": 23, "m": 20, "w": 19, "f": 18, "g": 17,
    "y": 16, "p": 16, "b": 12, "v": 8, "k": 6, "j": 1, "x": 1, "q": 1, "z": 1,
}  # fmt: skip

SAMPLE = (
    "The council met on Tuesday evening to decide whether the old harbour should be sold, and "
    "after four hours of argument the members voted to wait. Residents had filled the hall; "
    "several of them said that nobody had asked the people who work there. “We read about it "
    "in the paper,” said Anna Whitfield, who has kept the fish market since 1998."
)


def scaled(fallback: Fallback, weight: int, style: str, folders: dict[str, Path]) -> str:
    """Fill in the descriptors of a fallback face from the web font it stands in for."""
    web = fallback.web + ("-italic" if style == "italic" else "")
    font = instantiateVariableFont(TTFont(FONTS / f"{web}-latin.woff2"), {"wght": weight})
    static = f"{fallback.package}-latin-{700 if weight > BOLD_FROM else 400}-{style}.woff2"
    system = TTFont(folders[fallback.package] / "files" / static)
    scale = mean_width(font) * kerned(font) / mean_width(system)
    em = font["head"].unitsPerEm * scale
    line = font["hhea"]
    return (
        f"  size-adjust: {scale:.2%};\n"
        f"  ascent-override: {line.ascent / em:.2%};\n"
        f"  descent-override: {-line.descent / em:.2%};\n"
        f"  line-gap-override: {line.lineGap / em:.0%};\n"
    )


def mean_width(font: TTFont) -> float:
    """Mean advance of a character of English text, in ems."""
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    total = sum(metrics[cmap[ord(letter)]][0] * n for letter, n in ENGLISH.items())
    return float(total / sum(ENGLISH.values()) / font["head"].unitsPerEm)


def kerned(font: TTFont) -> float:
    """How long a line is with kerning, as a share of its length without."""
    cmap, metrics, pairs = font.getBestCmap(), font["hmtx"], kerning(font)
    glyphs = [cmap[ord(letter)] for letter in SAMPLE]
    plain = sum(metrics[glyph][0] for glyph in glyphs)
    shift = sum(pairs.get(pair, 0) for pair in pairwise(glyphs))
    return float((plain + shift) / plain)
