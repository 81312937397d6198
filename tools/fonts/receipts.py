"""Make the fonts of receipts in PDF: `python -m tools.fonts.receipts`.

Browsers get variable fonts as woff2; what writes PDF reads plain TrueType of one weight. The
house's own two serve Latin letters, DejaVu Sans all others that a font of its size can serve.
See docs/decisions/0023-receipts-in-pdf.md.
"""

import shutil
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tools.fonts.cutting import LATIN, LATIN_EXT, codepoints
from tools.fonts.packages import fetch

FONTS = Path(__file__).resolve().parents[2] / "broadsheet" / "funding" / "receipts" / "fonts"

# Name of the file, package, weight, and what the font calls itself: two of one name would be
# taken for the same by programs that show PDF.
HOUSE = (
    ("heading", "@fontsource-variable/newsreader", 600, "Newsreader SemiBold"),
    ("text", "@fontsource-variable/public-sans", 400, "Public Sans"),
    ("strong", "@fontsource-variable/public-sans", 650, "Public Sans Strong"),
)
DEJAVU = "dejavu-fonts-ttf"
# Latin with all its marks, Greek, Cyrillic, Armenian, Hebrew, Georgian, punctuation, currencies;
# Arabic as it is joined: a letter that Unicode has no joined forms of is better missing.
OTHERS = (
    "20-7E A0-24F 250-2AF 2B0-36F 370-3FF 400-52F 531-58A 5BE 5D0-5F4 60C 61B 61F 640 660-66D "
    "6D4 6F0-6F9 10A0-10FF 1E00-1EFF 1F00-1FFF 2010-2027 2030-205E 20A0-20BF 2116 2122 "
    "2190-2193 2212 FB50-FBFF FE70-FEFC"
)
LICENCES = {
    "@fontsource-variable/newsreader": "LICENSE-newsreader.txt",
    "@fontsource-variable/public-sans": "LICENSE-public-sans.txt",
    DEJAVU: "LICENSE-dejavu.txt",
}


def main() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: fetch(name, Path(scratch)) for name in LICENCES}
        for name, package, weight, full_name in HOUSE:
            font = _house_font(folders[package] / "files", package, weight)
            _save(_named(font, full_name), FONTS / f"{name}.ttf")
        others = TTFont(folders[DEJAVU] / "ttf" / "DejaVuSans.ttf", recalcTimestamp=False)
        _save(_cut(others, OTHERS), FONTS / "others.ttf")
        for package, licence in LICENCES.items():
            shutil.copyfile(folders[package] / "LICENSE", FONTS / licence)


def _house_font(files: Path, package: str, weight: int) -> TTFont:
    """One weight of a web font, of both its files."""
    family = package.rsplit("/", 1)[-1]
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for script, wanted in (("latin", LATIN), ("latin-ext", LATIN_EXT)):
            source = files / f"{family}-{script}-wght-normal.woff2"
            font = instantiateVariableFont(
                TTFont(source, recalcTimestamp=False), {"wght": weight}, inplace=True
            )
            font.flavor = None
            part = Path(scratch) / f"{script}.ttf"
            _cut(font, wanted).save(part)
            parts.append(str(part))
        return Merger().merge(parts)


def _cut(font: TTFont, wanted: str) -> TTFont:
    """Drop what a PDF does not need: it takes letters one by one, without kerning."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["STAT", "gasp", "GPOS", "GSUB", "GDEF", "MATH", "FFTM", "avar", "kern"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codepoints(wanted))
    cutter.subset(font)
    return font


def _named(font: TTFont, name: str) -> TTFont:
    for number, words in ((1, name), (4, name), (6, name.replace(" ", ""))):
        font["name"].setName(words, number, 3, 1, 0x409)
    return font


def _save(font: TTFont, target: Path) -> None:
    font["head"].created = font["head"].modified = 0  # the same bytes every time
    font.recalcTimestamp = False
    font.save(target)
    print(f"{target.name:16}{target.stat().st_size:9,}")


if __name__ == "__main__":
    main()
