"""Map WordPress' markup to the blocks that a story is built from.

A body passes through five hands: block comments go, shortcodes go, nh3 parses it as a browser
would, the tree is walked into blocks, and nh3 lets through what a block may hold.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

import nh3
from bs4 import BeautifulSoup

from broadsheet.importers.wordpress import tags
from broadsheet.importers.wordpress.plain import (
    UNREADABLE,
    plain_comment,
    plain_title,
    words_of,
)
from broadsheet.importers.wordpress.shortcodes import without_shortcodes
from broadsheet.importers.wordpress.spans import replaced_between
from broadsheet.importers.wordpress.walk import Block, Walk, safe_href
from broadsheet.lib.text import without_controls

_BLOCK_OPENER = re.compile(r"<!--\s*+/?wp:")
_BLOCK_CLOSER = re.compile("-->")
_BLOCK_NAME = re.compile(r"[\w-]+(?:/[\w-]+)?")
_UNCOUNTED_BLOCKS = frozenset(
    [
        "buttons",
        "column",
        "columns",
        "cover",
        "group",
        "list",
        "more",
        "nextpage",
        "paragraph",
        "separator",
        "spacer",
    ]
)
_UNSEEN = {"script": "script", "svg": "drawing"}

_parser = nh3.Cleaner(
    tags=tags.KEPT,
    attributes=tags.KEPT_ATTRIBUTES,
    clean_content_tags=UNREADABLE,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_sanitizer = nh3.Cleaner(
    tags={"p", "b", "i", "a", "ul", "ol", "li", "br", "hr", "code", "sup", "sub", "h3", "h4"},
    attributes={"a": {"href"}},
    attribute_filter=lambda _tag, _name, value: safe_href(value),
    clean_content_tags={"script", "style"},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


@dataclass
class Mapped:
    """A body as blocks, and how often which kind of thing found no place in them."""

    blocks: list[Block] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def plain_blocks(body: str, *, links: Mapping[str, str] | None = None) -> Mapped:
    """Map a post's body, of the classic editor or of the block editor.

    Text blocks are sanitized HTML; headings and quotes are plain text. `links` gives the new
    address of an old one; with and without "https" and a last slash, an old one is the same.
    """
    mapped = Mapped()
    has_blocks = "<!-- wp:" in body
    _count_unseen(body, mapped.left_out)
    expanded = without_shortcodes(_without_block_comments(body, mapped.left_out))
    mapped.left_out.update(expanded.left_out)
    walk = Walk(mapped.left_out, links=links or {}, breaks_lines=not has_blocks)
    html = without_controls(_parser.clean(expanded.html))
    mapped.blocks = _finished(_walked(html, walk))
    return mapped


def _count_unseen(body: str, left_out: Counter[str]) -> None:
    """Count what leaves no trace in the tree."""
    for tag, label in _UNSEEN.items():
        if times := len(re.findall(rf"<{tag}[\s>]", body, re.IGNORECASE)):
            left_out[label] += times


def _without_block_comments(body: str, left_out: Counter[str]) -> str:
    """The body without the block editor's comments; a block that is only a comment is counted."""

    def counted(_: re.Match[str], content: str) -> str:
        name = _BLOCK_NAME.match(content)
        if name and content.endswith("/") and name[0] not in _UNCOUNTED_BLOCKS:
            left_out[f"block [{name[0]}]"] += 1
        return ""

    return replaced_between(body, _BLOCK_OPENER, _BLOCK_CLOSER, counted)


def _walked(html: str, walk: Walk) -> list[Block]:
    try:
        return walk.blocks_in(_tree(html))
    except RecursionError:
        walk.left_out["formatting, nested too deep"] += 1
        paragraphs = nh3.clean(html, tags=set()).split("\n\n")
        return [Block("text", f"<p>{paragraph}</p>") for paragraph in paragraphs]


def _tree(html: str) -> BeautifulSoup:
    """The tree below one `div`, in which white space stands as written: blank lines matter."""
    return BeautifulSoup(f"<div>{html}</div>", "html.parser", preserve_whitespace_tags={"div"})


def _finished(pieces: list[Block]) -> list[Block]:
    """Neighbouring text as one block, sanitized; no block without words."""
    blocks: list[Block] = []
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        if kind == "text":
            html = _sanitizer.clean("".join(piece.value for piece in group))
            blocks += [Block("text", html)] if words_of(html) else []
        else:
            blocks += [piece for piece in group if piece.value]
    return blocks


__all__ = ["Block", "Mapped", "plain_blocks", "plain_comment", "plain_title"]
