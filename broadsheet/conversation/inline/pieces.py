"""Rich text cut at its tags: which text stands in which paragraph, from which character on.

Rich text as the desk stores it is well nested; its spans are the marks of passages alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from broadsheet.conversation.anchoring import Block

BLOCK_ID_MAX_LENGTH = 80

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^>]*)>")
_ASK = re.compile(r'\bdata-ask="(?P<id>\d{1,15})"')
_KEY = re.compile(r'\bdata-block-key="(?P<key>[^"]*)"')
_NOTE = 'class="note-mark"'
_VOID = frozenset({"br", "hr", "img", "embed"})
_PARAGRAPHS = frozenset(
    {"p", "li", "ul", "ol", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "div", "hr"}
)


@dataclass(frozen=True)
class Piece:
    """A tag or the text between two.

    `mark` is the passage's id on a mark's two tags; `is_note` says that it belongs to the sign
    of a footnote, which is no part of the text.
    """

    html: str
    name: str = ""
    is_end: bool = False
    mark: int | None = None
    is_note: bool = False

    @property
    def is_void(self) -> bool:
        return self.name in _VOID


@dataclass(frozen=True)
class Run:
    """Text of one piece: its paragraph, counted from 0, its first character there, its marks."""

    piece: int
    paragraph: int
    start: int
    text: str
    key: str
    marks: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def pieces_of(html: str) -> list[Piece]:
    """Cut HTML at its tags; an end tag of a span knows which mark it ends."""
    return list(_pieces(html))


def runs_of(pieces: Sequence[Piece]) -> list[Run]:
    """The text of paragraphs that have any, in order; a line break is a character of it."""
    return list(_runs(pieces))


def paragraphs_in(runs: Sequence[Run], *, within: str) -> list[Block]:
    """The paragraphs of one rich text as anchoring reads them; `within` is its block's id."""
    texts: list[str] = []
    keys: list[str] = []
    for run in runs:
        if run.paragraph == len(texts):
            texts.append("")
            keys.append(run.key)
        texts[-1] += run.text
    return [
        Block(_block_id(within, keys, at), text) for at, text in enumerate(texts)
    ]  # fmt: skip


def _block_id(within: str, keys: Sequence[str], at: int) -> str:
    # A copied paragraph may keep the key of the first: then its place is its name.
    name = keys[at] if keys[at] and keys.count(keys[at]) == 1 else f"#{at}"
    return f"{within}/{name}"[-BLOCK_ID_MAX_LENGTH:]


def _pieces(html: str) -> Iterator[Piece]:
    open_spans: list[int | None] = []
    position = 0
    in_note = False
    for tag in _TAG.finditer(html):
        if tag.start() > position:
            yield Piece(html[position : tag.start()], is_note=in_note)
        position = tag.end()
        name, is_end = tag["name"].lower(), bool(tag["end"])
        is_sign = in_note or (name == "sup" and _NOTE in tag["rest"])
        mark = _mark(tag, open_spans) if name == "span" else None
        yield Piece(tag[0], name=name, is_end=is_end, mark=mark, is_note=is_sign)
        in_note = is_sign and not (name == "sup" and is_end)
    if position < len(html):
        yield Piece(html[position:])


def _mark(tag: re.Match[str], open_spans: list[int | None]) -> int | None:
    if tag["end"]:
        return open_spans.pop() if open_spans else None
    asked = _ASK.search(tag["rest"])
    open_spans.append(int(asked["id"]) if asked else None)
    return open_spans[-1]


def _runs(pieces: Sequence[Piece]) -> Iterator[Run]:
    inside: list[int] = []
    paragraph, offset, key, is_open = -1, 0, "", False
    for at, piece in enumerate(pieces):
        if piece.mark is not None:
            inside.remove(piece.mark) if piece.is_end else inside.append(piece.mark)
        elif piece.name in _PARAGRAPHS:
            is_open = False
            found = None if piece.is_end else _KEY.search(piece.html)
            key = found["key"] if found else ""
        elif not piece.is_note and (not piece.name or (piece.name == "br" and is_open)):
            text = unescape(piece.html) if not piece.name else "\n"
            if not is_open and not text.strip():
                continue
            if not is_open:
                paragraph, offset, is_open = paragraph + 1, 0, True
            yield Run(at, paragraph, offset, text, key, tuple(dict.fromkeys(inside)))
            offset += len(text)
