"""Re-make the self-hosted web fonts and their stylesheet.

Only a maintainer who changes the fonts runs this; the results are kept in the repository:

    pip install fonttools brotli
    python tools/fonts.py

It fetches pinned packages with the npm client, limits the weight axis, subsets by script,
writes the woff2 files, their licences and css/fonts.css, prints the sizes, and fails when
they pass the budget. See docs/decisions/0009-fonts.md.

How the fallback faces are measured
-----------------------------------
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

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.otlLib.builder import buildPairPosClassesSubtable
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables.otBase import ValueRecord
from fontTools.varLib.hvar import add_HVAR
from fontTools.varLib.instancer import instantiateVariableFont

SITE = Path(__file__).resolve().parent.parent / "broadsheet" / "site" / "static" / "site"
FONTS = SITE / "fonts"
STYLESHEET = SITE / "css" / "fonts.css"

BUDGET_ALL = 130_000
BUDGET_FIRST = 60_000

WEIGHTS = (400, 700)
BOLD_FROM = 550  # fallbacks: regular below, bold from here on
BOLD_MEASURED = 650  # the middle of the bold half, between headline and strong text

# Kerning is kept in steps of this many units of 2000 per em: a twelfth of a pixel in text.
KERN_STEP = 10

# Name, version, and the npm integrity value of the archive.
PACKAGES = {
    "@fontsource-variable/newsreader": (
        "5.3.0",
        "sha512-rrzYi43qMpbzwuFtf9OkWH8sxAPVPcQQQEwXpPtwaKYeJ8yVg5aLs5kawmo1f2Q1t1M38TLmEKCkGVDsYwgdFw==",
    ),
    "@fontsource-variable/public-sans": (
        "5.3.0",
        "sha512-AVfkmAt50BMXWpOO21FAntiJFKGX6xTc2dSL8dxtDteONe9IuRXJWGbs0EbG955vAMCq23ENeuopuW87cGWDSQ==",
    ),
    "@fontsource/gelasio": (
        "5.3.0",
        "sha512-V95Jr9GxtSCkigiWKEDTIqajefhJHk8251aQYrMBmrdSeYnjgbKRYxLjGpr3/NjpOAf2bejIiZPwtzJ9Bcpsgw==",
    ),
    "@fontsource/tinos": (
        "5.3.0",
        "sha512-VVDyyZdbcsLKxo/W7rClAvacD/7DsGc7J5xzzp51Tndib8kDkEe/0bqbb3Xb3iH6+IUjt07aRsvtQ9MGeGGi4w==",
    ),
    "@fontsource/noto-serif": (
        "5.3.0",
        "sha512-ZrMzjuQlBIcw+qma1slZQdU3YDJvrjLG+9CWU1bxSf3YTkucwqd3EYa/Kfo4Ts19w8IMTGAmtOE3d6wWlgnBtA==",
    ),
    "@fontsource/arimo": (
        "5.3.0",
        "sha512-nhxZ2sTVZYX8DJBgLuyX360B5vE4mxqpmjlKTRfucIqfcWRVx9vOYzWBc1IgEX0ist48VMC10PRKbFyH+4QFvQ==",
    ),
    "@fontsource/roboto": (
        "5.3.0",
        "sha512-BapRJOWYP+LZ21zp+wBQjfpPYKRoxc4LspJ/RLuI+HSMBD5u/X4O+ESDrSvEqDSy0rAl7GwBJ+09mdc16cVQ1Q==",
    ),
}

LICENCES = {"newsreader": "LICENSE-newsreader.txt", "public-sans": "LICENSE-public-sans.txt"}

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
# The fallbacks stand in for Latin only: Georgia, Arial and Times also hold other scripts,
# which belong to the faces named for those scripts further along the stack.
FALLBACK_RANGE = "U+0-36F, U+1E00-1EFF, U+2000-22FF"

FEATURES = ["kern", "liga", "locl", "lnum", "onum", "pnum", "tnum", "rvrn"]

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


@dataclass(frozen=True)
class Face:
    """One woff2 file of a web font."""

    name: str
    family: str
    style: str
    package: str
    script: str
    first: bool = False

    @property
    def source(self) -> str:
        style = "italic" if self.style == "italic" else "normal"
        return f"{self.package}-{self.script}-wght-{style}.woff2"


FACES = (
    Face("newsreader-latin", "Newsreader", "normal", "newsreader", "latin", first=True),
    Face("newsreader-latin-ext", "Newsreader", "normal", "newsreader", "latin-ext"),
    Face("newsreader-italic-latin", "Newsreader", "italic", "newsreader", "latin"),
    Face("newsreader-italic-latin-ext", "Newsreader", "italic", "newsreader", "latin-ext"),
    Face("public-sans-latin", "Public Sans", "normal", "public-sans", "latin", first=True),
    Face("public-sans-latin-ext", "Public Sans", "normal", "public-sans", "latin-ext"),
)


@dataclass(frozen=True)
class Fallback:
    """A system font that stands in for a web font until it has come."""

    family: str
    web: str
    package: str
    # Full names and PostScript names: which of them local() knows differs by system.
    regular: tuple[str, ...]
    bold: tuple[str, ...]
    italic: tuple[str, ...] = ()


FALLBACKS = (
    Fallback(
        "Newsreader Fallback Georgia",
        "newsreader",
        "gelasio",
        ("Georgia", "Gelasio", "Gelasio Regular"),
        ("Georgia Bold", "Georgia-Bold", "Gelasio Bold"),
        ("Georgia Italic", "Georgia-Italic", "Gelasio Italic"),
    ),
    Fallback(
        "Newsreader Fallback Noto Serif",
        "newsreader",
        "noto-serif",
        ("Noto Serif", "Noto Serif Regular", "NotoSerif-Regular", "NotoSerif"),
        ("Noto Serif Bold", "NotoSerif-Bold"),
        ("Noto Serif Italic", "NotoSerif-Italic"),
    ),
    Fallback(
        "Newsreader Fallback Times",
        "newsreader",
        "tinos",
        ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos"),
        ("Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold", "Tinos Bold"),
        (
            "Times New Roman Italic",
            "TimesNewRomanPS-ItalicMT",
            "Liberation Serif Italic",
            "Tinos Italic",
        ),
    ),
    Fallback(
        "Public Sans Fallback Arial",
        "public-sans",
        "arimo",
        ("Arial", "ArialMT", "Helvetica", "Liberation Sans", "Arimo"),
        ("Arial Bold", "Arial-BoldMT", "Helvetica Bold", "Helvetica-Bold", "Liberation Sans Bold"),
    ),
    Fallback(
        "Public Sans Fallback Roboto",
        "public-sans",
        "roboto",
        ("Roboto", "Roboto Regular", "Roboto-Regular"),
        ("Roboto Bold", "Roboto-Bold"),
    ),
)

HEADER = """\
/*
 * Made by tools/fonts.py: change that, not this file.
 *
 * Web fonts: Newsreader (roman and italic, 400 to 700) for reading, Public Sans (roman, 400
 * to 700) for the rest. Each has a file for basic Latin and one for the further letters of
 * Turkish, Polish, Czech, Romanian, Hungarian, the Baltic and the Nordic languages. A browser
 * fetches only the files whose letters a page shows.
 *
 * List the families in this order. The faces called Fallback are the reader's own fonts,
 * scaled to the web font so that nothing moves when it arrives; each is missing on some
 * system, and then the next one counts. They hold Latin only, so the named system faces
 * after them get Cyrillic, Greek, Arabic and Hebrew.
 *
 *   serif:
 *     "Newsreader",
 *     "Newsreader Fallback Georgia",      Windows, macOS, iOS
 *     "Newsreader Fallback Noto Serif",   Android, Linux
 *     "Newsreader Fallback Times",        Linux, older systems
 *     Georgia, "PT Serif", "Noto Serif",                            Cyrillic, Greek
 *     "Noto Naskh Arabic", "Geeza Pro", "Sakkal Majalla",           Arabic
 *     "Noto Serif Hebrew", "New Peninim MT", "David",               Hebrew
 *     "Times New Roman", serif
 *
 *   sans:
 *     "Public Sans",
 *     "Public Sans Fallback Arial",       Windows, macOS, iOS, Linux
 *     "Public Sans Fallback Roboto",      Android
 *     "Segoe UI", "Helvetica Neue", "Noto Sans",                    Cyrillic, Greek
 *     "Noto Sans Arabic", "Geeza Pro", "Tahoma",                    Arabic
 *     "Noto Sans Hebrew", "Arial Hebrew",                           Hebrew
 *     Arial, sans-serif
 *
 * Figures are lining in both. Newsreader's are all of one width unless text asks for
 * `font-variant-numeric: proportional-nums`; Public Sans has them the other way round and
 * takes `tabular-nums` in tables. Neither font has arrows, daggers or per mille here: those
 * come from the fallbacks.
 */
"""

# Newsreader's ligature of f and i has no dot, and in Turkish a dotless i is another letter.
TURKIC = ":lang(tr), :lang(az) {\n  font-variant-ligatures: no-common-ligatures;\n}\n"


def fetch(package: str, into: Path) -> Path:
    """Unpack one pinned npm package and return its folder."""
    version, integrity = PACKAGES[package]
    spec = f"{package}@{version}"
    command = ["npm", "pack", "--json", "--ignore-scripts", spec]
    answer = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True)
    packed = json.loads(answer.stdout)[0]
    if packed["integrity"] != integrity:
        raise SystemExit(f"{spec}: the archive is not the one this script was written for")
    folder = into / package.rsplit("/", 1)[-1]
    with tarfile.open(into / packed["filename"]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def codepoints(ranges: str) -> set[int]:
    """Read "20-7E 131" as a set of numbers."""
    found: set[int] = set()
    for part in ranges.split():
        low, _, high = part.partition("-")
        found.update(range(int(low, 16), int(high or low, 16) + 1))
    return found


def unicode_range(points: set[int]) -> str:
    """Write a set of code points as a CSS unicode-range."""
    spans: list[list[int]] = []
    for point in sorted(points):
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


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


def advance(value: Any) -> int:
    """The horizontal advance of a kerning record, which may be empty."""
    return getattr(value, "XAdvance", 0) or 0


def pair_lookup(font: TTFont) -> Any:
    """The one lookup with the kerning pairs."""
    (lookup,) = font["GPOS"].table.LookupList.Lookup
    return lookup


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Every kerned pair of glyphs. The first subtable that knows a pair decides."""
    pairs: dict[tuple[str, str], int] = {}
    for outer in pair_lookup(font).SubTable:
        table = getattr(outer, "ExtSubTable", outer)
        for index, left in enumerate(table.Coverage.glyphs):
            if table.Format == 1:
                records = table.PairSet[index].PairValueRecord
                row = {record.SecondGlyph: record.Value1 for record in records}
            else:
                cells = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
                classes = table.ClassDef2.classDefs
                row = {g: cells[classes.get(g, 0)].Value1 for g in font.getGlyphOrder()}
            for right, value in row.items():
                pairs.setdefault((left, right), advance(value))
    return pairs


def alike(pairs: dict[tuple[str, str], int], side: int) -> list[tuple[str, ...]]:
    """Group the glyphs on one side of the pairs that kern alike."""
    lines: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair, value in sorted(pairs.items()):
        lines[pair[side]].append((pair[1 - side], value))
    groups: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
    for glyph, line in lines.items():
        groups[tuple(line)].append(glyph)
    return [tuple(group) for group in groups.values()]


def tighten_kerning(font: TTFont) -> None:
    """Say the same kerning in fewer bytes: one class table, the same at every weight.

    The packages list thousands of single pairs, each varying with the weight. The values of
    the regular weight, rounded to KERN_STEP, save up to a third of a file and look the same.
    """
    rounded = {pair: round(v / KERN_STEP) * KERN_STEP for pair, v in kerning(font).items()}
    pairs = {pair: value for pair, value in rounded.items() if value}
    classes = {}
    for lefts in alike(pairs, 0):
        for rights in alike(pairs, 1):
            if value := pairs.get((lefts[0], rights[0])):
                record = ValueRecord()
                record.XAdvance = value
                classes[(lefts, rights)] = (record, None)
    lookup = pair_lookup(font)
    lookup.LookupType = 2
    lookup.SubTable = [buildPairPosClassesSubtable(classes, font.getReverseGlyphMap())]
    lookup.SubTableCount = 1
    font["GDEF"].table.VarStore = None
    font["GDEF"].table.Version = 0x00010000


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


def fallback_css(fallback: Fallback, folders: dict[str, Path]) -> str:
    """The @font-face rules of one fallback family."""
    regular, bold = f"{WEIGHTS[0]} {BOLD_FROM - 1}", f"{BOLD_FROM} {WEIGHTS[1]}"
    kinds = (
        ("normal", regular, WEIGHTS[0], fallback.regular),
        ("normal", bold, BOLD_MEASURED, fallback.bold),
        ("italic", regular, WEIGHTS[0], fallback.italic),
    )
    rules = []
    for style, weights, measured, names in kinds:
        if not names:
            continue
        local = ", ".join(f'local("{name}")' for name in names)
        metrics = scaled(fallback, measured, style, folders)
        rules.append(
            f'@font-face {{\n  font-family: "{fallback.family}";\n  font-style: {style};\n'
            f"  font-weight: {weights};\n  src: {local};\n{metrics}"
            f"  unicode-range: {FALLBACK_RANGE};\n}}\n"
        )
    return "\n".join(rules)


def face_css(face: Face, points: set[int]) -> str:
    """The @font-face rule of one woff2 file."""
    return (
        f'@font-face {{\n  font-family: "{face.family}";\n  font-style: {face.style};\n'
        f"  font-weight: {WEIGHTS[0]} {WEIGHTS[1]};\n  font-display: swap;\n"
        f'  src: url("../fonts/{face.name}.woff2") format("woff2");\n'
        f"  unicode-range: {unicode_range(points)};\n}}\n"
    )


def report(sizes: dict[Face, int]) -> bool:
    """Print the sizes; false when they pass the budget."""
    for face, size in sizes.items():
        print(f"{face.name + '.woff2':36}{size:8,}{'  first' if face.first else ''}")
    first = sum(size for face, size in sizes.items() if face.first)
    everything = sum(sizes.values())
    print(f"{'needed first':36}{first:8,}  of {BUDGET_FIRST:,}")
    print(f"{'all':36}{everything:8,}  of {BUDGET_ALL:,}")
    return first <= BUDGET_FIRST and everything <= BUDGET_ALL


def build(scratch: Path) -> bool:
    """Make everything; false when the files are over budget."""
    folders = {name.rsplit("/", 1)[-1]: fetch(name, scratch) for name in PACKAGES}
    FONTS.mkdir(parents=True, exist_ok=True)
    STYLESHEET.parent.mkdir(parents=True, exist_ok=True)
    rules, sizes = [], {}
    for face in FACES:
        target = FONTS / f"{face.name}.woff2"
        points = make(face, folders[face.package] / "files" / face.source, target)
        rules.append(face_css(face, points))
        sizes[face] = target.stat().st_size
    rules += [fallback_css(fallback, folders) for fallback in FALLBACKS]
    STYLESHEET.write_text("\n".join([HEADER, *rules, TURKIC]), encoding="utf-8")
    for package, name in LICENCES.items():
        shutil.copyfile(folders[package] / "LICENSE", FONTS / name)
    return report(sizes)


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        if build(Path(scratch)):
            return 0
    print("The fonts are over budget.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
