"""Marks of questions in a story's HTML: `<span data-ask="12">words</span>`, wherever they fall.

Marks may cross links and bold, lie inside one another, and come in several pieces. Rich text as
the desk stores it is well nested and has no other spans; see wagtail_hooks.py.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^>]*)>")
_ASK = re.compile(r'\bdata-ask="(?P<id>\d{1,15})"')
_VOID = frozenset({"br", "hr", "img", "embed"})


@dataclass(frozen=True)
class Piece:
    """A tag or the text between two; `mark` is the question's id on a mark's two tags."""

    html: str
    name: str = ""
    is_end: bool = False
    mark: int | None = None


def marked_words(html: str) -> dict[int, str]:
    """The words of every mark as plain text, by the question's id."""
    words: dict[int, str] = {}
    inside: list[int] = []
    for piece in _pieces(html):
        if piece.mark is not None and piece.is_end:
            inside.remove(piece.mark)
        elif piece.mark is not None:
            inside.append(piece.mark)
        elif not piece.name:
            for mark in inside:
                words[mark] = words.get(mark, "") + unescape(piece.html)
    return words


@dataclass
class MarkWriter:
    """Rewrites a story block by block: marks become visible, each question stands once.

    `links` are what follows a mark's last piece, `asides` what follows the paragraph it begins
    in, both as HTML by the question's id. A mark of another id asks nothing here: its words
    stay, the mark goes.
    """

    links: Mapping[int, str]
    asides: Mapping[int, str]
    _shown: set[int] = field(default_factory=set)

    def rewrite(self, html: str) -> str:
        pieces = list(_pieces(html))
        last_end = {piece.mark: at for at, piece in enumerate(pieces) if piece.is_end}
        new = {piece.mark for piece in pieces if piece.mark in self.links} - self._shown
        out: list[str] = []
        links_due: list[str] = []
        asides_due: list[str] = []
        open_names: list[str] = []
        for at, piece in enumerate(pieces):
            if piece.mark is None:
                out.append(piece.html)
            elif piece.mark in self.links:
                out.append("</mark>" if piece.is_end else self._opened(piece.mark, asides_due))
                if piece.is_end and piece.mark in new and last_end[piece.mark] == at:
                    links_due.append(self.links[piece.mark])
            _follow(open_names, piece)
            if links_due and "a" not in open_names:  # a link may not stand in a link
                out += links_due
                links_due = []
            if asides_due and not open_names:
                out += asides_due
                asides_due = []
        return "".join([*out, *links_due, *asides_due])

    def _opened(self, mark: int, asides_due: list[str]) -> str:
        if mark in self._shown:
            return '<mark class="asked">'
        self._shown.add(mark)
        asides_due.append(self.asides[mark])
        return f'<mark class="asked" id="asked-{mark}">'


def _follow(open_names: list[str], piece: Piece) -> None:
    """Keep the list of elements that are open after `piece`."""
    if not piece.name or piece.name in _VOID:
        return
    if not piece.is_end:
        open_names.append(piece.name)
    elif open_names:
        open_names.pop()


def _pieces(html: str) -> Iterator[Piece]:
    """Cut well nested HTML at its tags; an end tag of a span knows which mark it ends."""
    open_spans: list[int | None] = []
    position = 0
    for tag in _TAG.finditer(html):
        if tag.start() > position:
            yield Piece(html[position : tag.start()])
        position = tag.end()
        yield _tag_piece(tag, open_spans)
    if position < len(html):
        yield Piece(html[position:])


def _tag_piece(tag: re.Match[str], open_spans: list[int | None]) -> Piece:
    name, is_end = tag["name"].lower(), bool(tag["end"])
    mark: int | None = None
    if name == "span" and is_end:
        mark = open_spans.pop() if open_spans else None
    elif name == "span":
        asked = _ASK.search(tag["rest"])
        mark = int(asked["id"]) if asked else None
        open_spans.append(mark)
    return Piece(tag[0], name=name, is_end=is_end, mark=mark)
