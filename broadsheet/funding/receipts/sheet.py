"""A sheet of A4 that is written on from top to bottom, in letters of our own fonts.

What is written begins at the right where the language does. The fonts lie beside this file;
see docs/decisions/0023-receipts-in-pdf.md for what letters they have.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.funding.receipts.lettering import as_drawn, runs_from_right

FONTS = Path(__file__).parent / "fonts"
# In points, of which an inch has 72.
WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 62.0
LABEL_WIDTH = 132.0
INK, QUIET, RULE = 0x1C1B19, 0x5F5B53, 0xD8D2C4
_OTHERS = "others"


class Hand(NamedTuple):
    """How something is written: in which font, how large, how far from line to line."""

    font: str
    size: float
    leading: float
    colour: int = INK


HEADING = Hand("heading", 22, 27)
TITLE = Hand("heading", 16, 21)
TEXT = Hand("text", 10.5, 15)
STRONG = Hand("strong", 10.5, 15)
SMALL = Hand("text", 9, 13, QUIET)


class Line(NamedTuple):
    """One line, as it is read, and whether it runs from the right."""

    text: str
    is_rtl: bool


class Stretch(NamedTuple):
    """Letters of one font, as they are drawn."""

    font: str
    letters: str
    width: float


class Sheet:
    """Pages that are filled one line below the other."""

    def __init__(self, *, title: str, author: str, language: str, is_rtl: bool) -> None:
        # 5 MB that few processes ever need.
        from reportlab.pdfgen.canvas import Canvas

        self._bytes = BytesIO()
        self._is_rtl = is_rtl
        self._canvas: Any = Canvas(
            self._bytes, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang=language
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Broadsheet")
        self._y = HEIGHT - MARGIN

    def finish(self) -> bytes:
        """The file: the same for the same words."""
        self._canvas.save()
        return self._bytes.getvalue()

    def paragraph(self, text: str, hand: Hand = TEXT) -> None:
        """Write text over the whole width, in as many lines as it takes."""
        for line in self._lines(text, hand, width=WIDTH - 2 * MARGIN):
            self._step(hand.leading)
            self._write(line, hand, indent=0)

    def row(self, label: str, value: str, hand: Hand = TEXT) -> None:
        """Write a value beside what it is, and a hairline above them."""
        self.space(6)
        labels = self._lines(label, SMALL, width=LABEL_WIDTH - 10)
        values = self._lines(value, hand, width=WIDTH - 2 * MARGIN - LABEL_WIDTH)
        self.rule()
        for its_label, its_value in zip_longest(labels, values):
            self._step(hand.leading)
            if its_label:
                self._write(its_label, SMALL, indent=0)
            if its_value:
                self._write(its_value, hand, indent=LABEL_WIDTH)

    def rule(self, *, thickness: float = 0.5, colour: int = RULE) -> None:
        """Draw a line from side to side."""
        self._step(3)
        self._canvas.setLineWidth(thickness)
        self._canvas.setStrokeColor(_colour(colour))
        self._canvas.line(MARGIN, self._y, WIDTH - MARGIN, self._y)

    def space(self, height: float) -> None:
        """Leave some room."""
        self._y -= height

    def _step(self, height: float) -> None:
        if self._y - height < MARGIN:
            self._canvas.showPage()
            self._y = HEIGHT - MARGIN
        self._y -= height

    def _lines(self, text: str, hand: Hand, *, width: float) -> list[Line]:
        """Each paragraph runs as its own first letter does, whatever stands around it."""
        found: list[Line] = []
        for part in text.splitlines():
            is_rtl = runs_from_right(part, otherwise=self._is_rtl)
            found += _wrapped(part, hand, width=width, is_rtl=is_rtl)
        return found

    def _write(self, line: Line, hand: Hand, *, indent: float) -> None:
        stretches = _stretches(line, hand)
        x = MARGIN + indent
        if self._is_rtl:
            x = WIDTH - MARGIN - indent - sum(stretch.width for stretch in stretches)
        self._canvas.setFillColor(_colour(hand.colour))
        for stretch in stretches:
            self._canvas.setFont(stretch.font, hand.size)
            self._canvas.drawString(x, self._y, stretch.letters)
            x += stretch.width


def can_write(text: str) -> bool:
    """Whether there is a letter of ours for each of these."""
    return all(
        letter.isspace() or _has(letter, "text") or _has(letter, _OTHERS)
        for letter in as_drawn(text, is_rtl=False)
    )


def _wrapped(text: str, hand: Hand, *, width: float, is_rtl: bool) -> Iterator[Line]:
    """The lines of a paragraph, broken between words, and within a word that is too long."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if _width(Line(longer, is_rtl), hand) <= width:
            line = longer
            continue
        if line:
            yield Line(line, is_rtl)
        *full, line = _chopped(word, hand, width=width, is_rtl=is_rtl)
        yield from (Line(part, is_rtl) for part in full)
    yield Line(line, is_rtl)


def _chopped(word: str, hand: Hand, *, width: float, is_rtl: bool) -> Iterator[str]:
    while word:
        lengths = range(1, len(word) + 1)
        fit = bisect_right(lengths, width, key=lambda n: _width(Line(word[:n], is_rtl), hand))
        yield word[: max(fit, 1)]
        word = word[max(fit, 1) :]


def _width(line: Line, hand: Hand) -> float:
    return sum(stretch.width for stretch in _stretches(line, hand))


def _stretches(line: Line, hand: Hand) -> list[Stretch]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    drawn = as_drawn(line.text, is_rtl=line.is_rtl)
    found = []
    for font, group in groupby(drawn, key=lambda letter: _font_of(letter, hand.font)):
        name, letters = _registered(font), "".join(group)
        found.append(Stretch(name, letters, stringWidth(letters, name, hand.size)))
    return found


def _font_of(letter: str, wanted: str) -> str:
    return wanted if _has(letter, wanted) or not _has(letter, _OTHERS) else _OTHERS


def _has(letter: str, font: str) -> bool:
    return ord(letter) in _letters(font)


@cache
def _letters(font: str) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    return frozenset(pdfmetrics.getFont(_registered(font)).face.charToGlyph)


@cache
def _registered(font: str) -> str:
    """Have reportlab know one of our fonts, and return the name it knows it by."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = f"broadsheet-{font}"
    pdfmetrics.registerFont(TTFont(name, FONTS / f"{font}.ttf", shapable=False))
    return name


@cache
def _colour(rgb: int) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(rgb)
