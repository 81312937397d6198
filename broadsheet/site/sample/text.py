"""The sample's Markdown, turned into the blocks of a story's body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

ASKED = re.compile(r"\[\[(?P<id>[a-z-]+)\|(?P<words>[^\]]+)\]\]")

_markdown = MarkdownIt("commonmark", {"html": False})


def html(text: str) -> str:
    """Markdown as rich text."""
    return _as_rich_text(_markdown.render(text))


def asked_words(text: str) -> dict[str, str]:
    """The words that each question is asked about, by the question's name in the file."""
    return {mark["id"]: mark["words"] for mark in ASKED.finditer(text)}


def body(text: str, *, prompt_ids: Mapping[str, int]) -> list[tuple[str, Any]]:
    """A story's blocks; `[[name|words]]` becomes the mark of the question of that name."""
    parsed = _markdown.parse(text)
    blocks: list[tuple[str, Any]] = []
    for kind, tokens in _runs(parsed):
        if kind == "text":
            blocks.append((kind, _marked(_render(tokens), prompt_ids)))
        elif kind == "heading":
            blocks.append((kind, tokens[1].content))
        else:
            words = "\n\n".join(token.content for token in tokens if token.type == "inline")
            blocks.append((kind, {"words": words, "speaker": ""}))
    return blocks


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Headings and quotes by themselves; everything between them as one run of text."""
    text: list[Token] = []
    for element in _elements(tokens):
        kind = {"heading_open": "heading", "blockquote_open": "quote"}.get(element[0].type)
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


def _marked(rich_text: str, prompt_ids: Mapping[str, int]) -> str:
    return ASKED.sub(
        lambda mark: f'<span data-ask="{prompt_ids[mark["id"]]}">{mark["words"]}</span>', rich_text
    )
