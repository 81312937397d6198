"""What is made: the faces, the fonts that stand in for them, and the budget."""

from dataclasses import dataclass
from pathlib import Path

SITE = Path(__file__).resolve().parents[2] / "broadsheet" / "site" / "static" / "site"
FONTS = SITE / "fonts"
STYLESHEET = SITE / "css" / "fonts.css"

BUDGET_ALL = 130_000
BUDGET_FIRST = 60_000

WEIGHTS = (400, 700)
BOLD_FROM = 550  # fallbacks: regular below, bold from here on
BOLD_MEASURED = 650  # the middle of the bold half, between headline and strong text

LICENCES = {"newsreader": "LICENSE-newsreader.txt", "public-sans": "LICENSE-public-sans.txt"}


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
