"""The sample's Markdown, turned into the blocks of a story's body.

Beside Markdown's own: `[[name|words]]` asks readers about words, `^[words]` is a footnote, and a
fence such as ```table holds another block, as TOML.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

ASKED = re.compile(r"\[\[(?P<id>[a-z-]+)\|(?P<words>[^\]]+)\]\]")
KINDS = {"heading_open": "heading", "blockquote_open": "quote", "fence": "fence"}
NOTE = re.compile(r"\^\[(?P<words>[^\]]+)\]")

Block = tuple[str, Any]
Filled = Callable[[str, dict[str, Any]], Any]

_markdown = MarkdownIt("commonmark", {"html": False})


def rich(text: str) -> str:
    """Markdown as the rich text of a story, with its footnotes."""
    return _noted(html(text))


def html(text: str) -> str:
    """Markdown as rich text."""
    return _as_rich_text(_markdown.render(text))


def asked_words(text: str) -> dict[str, str]:
    """The words that each question is asked about, by the question's name in the file."""
    return {mark["id"]: mark["words"] for mark in ASKED.finditer(text)}


def body(text: str, *, passage_ids: Mapping[str, int], filled: Filled) -> list[Block]:
    """A story's blocks; `filled` makes the value of a fence's block from its name and table."""
    parsed = _markdown.parse(text)
    blocks: list[Block] = []
    for kind, tokens in _runs(parsed):
        if kind == "text":
            blocks.append((kind, _noted(_marked(_render(tokens), passage_ids))))
        elif kind == "fence":
            name = tokens[0].info.strip()
            blocks.append((name, filled(name, tomllib.loads(tokens[0].content))))
        elif kind == "heading":
            blocks.append((kind, tokens[1].content))
        else:
            words = "\n\n".join(token.content for token in tokens if token.type == "inline")
            blocks.append((kind, {"words": words, "speaker": ""}))
    return blocks


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Headings, quotes and fences by themselves; everything between them as one run of text."""
    text: list[Token] = []
    for element in _elements(tokens):
        kind = KINDS.get(element[0].type)
        if kind is None:
            text += element
            continue
        if text:
            yield "text", text
            text = []
        yield kind, element
    if text:
        yield "text", text


def _elements(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    element: list[Token] = []
    for token in tokens:
        element.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield element
            element = []


def _render(tokens: Sequence[Token]) -> str:
    return _as_rich_text(_markdown.renderer.render(tokens, _markdown.options, {}))


def _as_rich_text(rendered: str) -> str:
    """Wagtail's names for the two elements that Markdown calls otherwise."""
    for found, wanted in (("strong", "b"), ("em", "i")):
        rendered = rendered.replace(f"<{found}>", f"<{wanted}>").replace(
            f"</{found}>", f"</{wanted}>"
        )
    return rendered.replace("\n", "")


def _marked(rich_text: str, passage_ids: Mapping[str, int]) -> str:
    return ASKED.sub(
        lambda mark: f'<span data-ask="{passage_ids[mark["id"]]}">{mark["words"]}</span>', rich_text
    )


def _noted(rich_text: str) -> str:
    return NOTE.sub(
        lambda note: f'<embed embedtype="footnote" note="{escape(unescape(note["words"]))}"/>',
        rich_text,
    )
