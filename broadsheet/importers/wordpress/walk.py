"""Walk a body's tree and write down what stands in it as blocks."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Literal

from bs4.element import PageElement, Tag

from broadsheet.importers.wordpress import tags
from broadsheet.importers.wordpress.plain import words_of

LONGEST_HEADING = 200

# Inline HTML in the making: a line feed is a line's end in the source, two end a paragraph.
_END_OF_PARAGRAPH = "\n\n"
_PARAGRAPH_ENDS = re.compile(r"\n *\n[ \n]*|(?:<br>\s*){2,}")
_START = re.compile(r"(?:\s|<br>)*+")
_END_REVERSED = re.compile(r"(?:\s|>rb<)*+")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a story: "text" is HTML, "heading" and "quote" are plain text.

    A quote's paragraphs have a blank line between them; `speaker` is who said it, if known.
    """

    kind: Literal["text", "heading", "quote"]
    value: str
    speaker: str = ""


class Walk:
    """One walk over one tree; what has no place in blocks is counted in `left_out`."""

    def __init__(
        self, left_out: Counter[str], *, links: Mapping[str, str], breaks_lines: bool
    ) -> None:
        """`breaks_lines`: a line's end in the source breaks the line, as in the classic editor."""
        self.left_out = left_out
        self._links = links
        self._breaks_lines = breaks_lines
        self._blocks: list[Block] = []
        self._in_gallery = False
        self._preformatted = False

    def blocks_in(self, parent: Tag) -> list[Block]:
        """The blocks in reading order, each paragraph and list a block of its own.

        :raises RecursionError: when the tree is deeper than Python's stack.
        """
        self._flow(parent)
        return self._blocks

    def _flow(self, parent: Tag) -> None:
        """Blocks one by one; what stands between them are paragraphs."""
        run = ""
        for child in parent.children:
            if _is_inline(child):
                run += self._inline(child)
            elif isinstance(child, Tag):
                self._paragraphs(run, parent)
                run = ""
                self._block(child)
        self._paragraphs(run, parent)

    def _paragraphs(self, run: str, parent: Tag) -> None:
        for html in _paragraphs_of(run, "<br>" if self._breaks_lines else " "):
            if parent.name == "figcaption":
                self._text_block(f"<p><i>{html}</i></p>")
            elif parent.name != "p" and _ADDRESS.fullmatch(html):
                self._embedded(html)
            else:
                self._text_block(f"<p>{html}</p>")

    def _embedded(self, html: str) -> None:
        """An address with a line of its own, where WordPress shows what lies there."""
        self.left_out["embed"] += 1
        self._text_block(f"<p>{_linked(unescape(html), html)}</p>")

    def _text_block(self, html: str) -> None:
        self._blocks.append(Block("text", html))

    def _block(self, node: Tag) -> None:
        if not self._in_gallery and "gallery" in " ".join(_classes(node)):
            self._gallery(node)
            return
        match node.name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(node)
            case "blockquote":
                self._quote(node)
            case "ul" | "ol" if not self._in_gallery:
                self._text_block(self._list(node))
            case "table":
                self._table(node)
            case "pre":
                self._pre(node)
            case "hr":
                self._text_block("<hr>")
            case "form":
                self.left_out["form"] += 1
                self._flow(node)
            case _:
                self._flow(node)

    def _gallery(self, node: Tag) -> None:
        self.left_out["gallery"] += 1
        self._in_gallery = True
        self._flow(node)
        self._in_gallery = False

    def _heading(self, node: Tag) -> None:
        html = self._one_line(node, " ")
        words = words_of(html)
        if node.name in ("h1", "h2") and len(words) <= LONGEST_HEADING:
            self._blocks.append(Block("heading", words))
        elif words:
            tag = "h3" if node.name in ("h1", "h2", "h3") else "h4"
            self._text_block(f"<{tag}>{html}</{tag}>")

    def _quote(self, node: Tag) -> None:
        speaker = self._speaker(node)
        inner = Walk(self.left_out, links=self._links, breaks_lines=self._breaks_lines)
        paragraphs = (_plain(block) for block in inner.blocks_in(node))
        value = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
        self._blocks.append(Block("quote", value, speaker))

    def _speaker(self, quote: Tag) -> str:
        """Who says it, taken out of the quote."""
        cited = quote.find_all(["cite", "footer"], recursive=False)
        if not cited:
            return ""
        return words_of(self._one_line(cited[-1].extract(), " ")).lstrip("\u2013\u2014- ")

    def _list(self, node: Tag) -> str:
        items = "".join(self._list_item(child) for child in node.children)
        return f"<{node.name}>{items}</{node.name}>" if items else ""

    def _list_item(self, item: PageElement) -> str:
        children = item.children if isinstance(item, Tag) and item.name == "li" else [item]
        html = run = ""
        for child in children:
            if isinstance(child, Tag) and child.name in ("ul", "ol"):
                html += "<br>".join(_paragraphs_of(run, " ")) + self._list(child)
                run = ""
            else:
                run += self._inline(child)
        html += "<br>".join(_paragraphs_of(run, " "))
        return f"<li>{html}</li>" if html else ""

    def _table(self, node: Tag) -> None:
        """A paragraph for each row; a table of one column was there for the layout."""
        cells = [row.find_all(["td", "th"], recursive=False) for row in _rows_of(node)]
        if all(len(row) <= 1 for row in cells):
            self._flow(node)
            return
        self.left_out["table"] += 1
        for caption in node.find_all("caption", recursive=False):
            self._flow(caption)
        for row in cells:
            texts = (self._one_line(cell, " ") for cell in row)
            line = " \u00b7 ".join(text for text in texts if text)
            self._text_block(f"<p>{line}</p>")

    def _pre(self, node: Tag) -> None:
        """Lines that keep their breaks and indents; code, unless it is a verse."""
        self._preformatted = True
        html = _without_edges(self._inner(node))
        self._preformatted = False
        is_verse = "wp-block-verse" in _classes(node)
        self._text_block(f"<p>{html}</p>" if is_verse else f"<p><code>{html}</code></p>")

    def _one_line(self, node: Tag, between: str) -> str:
        """Its inline HTML, with `between` in the place of a paragraph's end."""
        return between.join(_paragraphs_of(self._inner(node), " "))

    def _inner(self, node: Tag) -> str:
        return "".join(self._inline(child) for child in node.children)

    def _inline(self, node: PageElement) -> str:
        if not isinstance(node, Tag):
            return self._text(str(node))
        if node.name == "br":
            return "<br>"
        if node.name in tags.MEDIA:
            return self._medium(node)
        if node.name in tags.CONTROLS:
            return ""
        return self._marked(node, self._inner(node))

    def _marked(self, node: Tag, html: str) -> str:
        if node.name in tags.BLOCKS:
            return f"{_END_OF_PARAGRAPH}{html}{_END_OF_PARAGRAPH}"
        if not words_of(html):
            return html
        if node.name in tags.STRUCK:
            self.left_out["strike-through"] += 1
        if node.name == "a":
            return _linked(self._new_address(str(node.get("href", ""))), html)
        if node.name == "q":
            return f"\u201c{html}\u201d"
        mark = tags.MARKS.get(node.name)
        if not mark or (mark == "code" and self._preformatted):
            return html
        return f"<{mark}>{html}</{mark}>"

    def _medium(self, node: Tag) -> str:
        classes = _classes(node)
        if "emoji" in classes or "wp-smiley" in classes:
            return escape(str(node.get("alt", "")))
        if not (self._in_gallery and node.name == "img"):
            self.left_out[tags.MEDIA[node.name]] += 1
        return ""

    def _text(self, text: str) -> str:
        if not self._preformatted:
            return escape(re.sub(r"[ \t\r\f\v]+", " ", text), quote=False)
        lines = escape(text.expandtabs(4), quote=False).split("\n")
        return "<br>".join(line.replace("  ", "\u00a0\u00a0") for line in lines)

    def _new_address(self, address: str) -> str:
        base, mark, fragment = address.partition("#")
        for old in _spellings(base):
            if new := self._links.get(old):
                return f"{new}{mark}{fragment}"
        return f"https:{address}" if address.startswith("//") else address


def safe_href(address: str) -> str | None:
    """The address, if a link may lead there: another site, a mailbox or a path of this site."""
    is_path = address.startswith("/") and not address.startswith("//")
    return address if is_path or re.match(r"(?i)https?://|mailto:", address) else None


def _is_inline(node: PageElement) -> bool:
    if not isinstance(node, Tag):
        return True
    return node.name in tags.INLINE and not any(
        isinstance(inner, Tag) and inner.name in tags.BLOCKS for inner in node.descendants
    )


def _rows_of(table: Tag) -> Iterator[Tag]:
    """Its own rows, not those of a table within it: the parser has put all in their places."""
    for child in table.find_all(["thead", "tbody", "tfoot", "tr"], recursive=False):
        if child.name == "tr":
            yield child
        else:
            yield from child.find_all("tr", recursive=False)


def _classes(node: Tag) -> list[str]:
    return [str(name) for name in node.get_attribute_list("class") if name]


def _paragraphs_of(html: str, line_break: str) -> list[str]:
    """The paragraphs in a run of inline HTML, without those that have no words."""
    parts = _PARAGRAPH_ENDS.split(re.sub(r"<br> *\n", "<br>", html))
    trimmed = (_without_edges(part).replace("\n", line_break) for part in parts)
    return [part for part in trimmed if words_of(part)]


def _without_edges(html: str) -> str:
    """Without white space and breaks around it; from both ends, so that it takes linear time."""
    start = _match_length(_START, html)
    return html[start : max(start, len(html) - _match_length(_END_REVERSED, html[::-1]))]


def _match_length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _linked(address: str, html: str) -> str:
    href = safe_href(address)
    return f'<a href="{escape(href)}">{html}</a>' if href else html


def _spellings(address: str) -> list[str]:
    """The address as it is, then with the other scheme, and each with and without a last slash."""
    bare = address.rstrip("/")
    other = re.sub(r"^http(s?)://", lambda found: "http://" if found[1] else "https://", bare)
    return [address, bare, f"{bare}/", other, f"{other}/"] if bare else []


def _plain(block: Block) -> str:
    """A block's text; breaks and list items as lines."""
    if block.kind != "text":
        return block.value
    return words_of(re.sub(r"<br>|</li>(?!</[uo]l>)|(?<=.)(?=<[uo]l>)", "\n", block.value))
