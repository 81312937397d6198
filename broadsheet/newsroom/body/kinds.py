"""The kinds of blocks a body is made of, each ready for its template."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from broadsheet.newsroom.body.footnotes import Footnote
from broadsheet.newsroom.embeds import Embed
from broadsheet.newsroom.moments import Moment
from broadsheet.newsroom.pictures import Picture

Filter = Callable[[str, str], str]  # of a block's HTML and its id


@dataclass(frozen=True)
class BodyBlock:
    """One block; every kind has a template of its own."""

    kind: ClassVar[str] = ""

    @property
    def template(self) -> str:
        return f"newsroom/blocks/{self.kind}.html"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that it shows."""
        return ()


@dataclass(frozen=True)
class Text(BodyBlock):
    kind = "text"
    html: SafeString


@dataclass(frozen=True)
class Heading(BodyBlock):
    kind = "heading"
    text: str


@dataclass(frozen=True)
class Image(BodyBlock):
    kind = "image"
    picture: Picture

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return (self.picture,)


@dataclass(frozen=True)
class Gallery(BodyBlock):
    """Several pictures side by side."""

    kind = "gallery"
    heading: str
    shown: tuple[Picture, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return self.shown


@dataclass(frozen=True)
class Quote(BodyBlock):
    """A pull quote: words set apart from the text, and who said them."""

    kind = "quote"
    words: str
    speaker: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table: the head of its row, a number, or text."""

    text: str
    is_number: bool = False
    is_head: bool = False


@dataclass(frozen=True)
class Table(BodyBlock):
    """Rows under the heads of their columns; `heads` is empty where no column has one."""

    kind = "table"
    anchor: str
    caption: str
    note: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Framed(BodyBlock):
    """Something of another site, shown in a frame once the reader asks for it.

    `embed` is None for an address that the list of providers no longer knows: a link remains.
    """

    kind = "embed"
    title: str
    address: str
    embed: Embed | None


@dataclass(frozen=True)
class Download(BodyBlock):
    """A document: `format` is its kind in capitals, `size` in words."""

    kind = "document"
    title: str
    note: str
    address: str
    format: str
    size: str


@dataclass(frozen=True)
class Update(BodyBlock):
    """What is new in a running story, and since when."""

    kind = "update"
    anchor: str
    at: Moment
    heading: str
    html: SafeString


@dataclass(frozen=True)
class Notes(BodyBlock):
    """The story's footnotes, below its text."""

    kind = "footnotes"
    notes: tuple[Footnote, ...]
