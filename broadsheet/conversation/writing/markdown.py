"""A comment's small Markdown: bold, italic, code, lists, quotations and links, and nothing else.

HTML, pictures, headings and tables stay the characters they are. What is not Markdown here is
shown as it was typed. Sanitizing is the last step; the preview goes the same way.
"""

from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.html import linebreaks
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"p", "br", "strong", "em", "code", "blockquote", "ul", "ol", "li", "a"}
_RULES = ["emphasis", "backticks", "link", "linkify", "list", "blockquote", "newline", "text_join"]
_INLINE_AFTER = ["balance_pairs", "fragments_join"]
_LINK_REL = "nofollow ugc noopener"
_SCHEMES = {"http", "https"}
# The parser drops what is nested deeper, so such a text is shown as it was typed.
_MAX_NESTING = 20
# Finding links takes quadratic time; nobody has so many to give.
_MOST_ADDRESSES = 100


@dataclass(frozen=True)
class Rendered:
    """A comment's text as pages show it, and how many links it has."""

    html: str
    link_count: int


def render_comment(text: str) -> Rendered:
    """Render what a reader typed; the result is safe to stand in a page."""
    if (addresses := text.count("://")) > _MOST_ADDRESSES:
        return Rendered(html=linebreaks(text, autoescape=True), link_count=addresses)
    tokens = _markdown().parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        return Rendered(html=linebreaks(text, autoescape=True), link_count=0)
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    return Rendered(html=_cleaner().clean(html).strip(), link_count=_links(tokens))


def quoted(text: str) -> str:
    """A comment's words as a quotation to answer under."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines()) + "\n\n"


def _links(tokens: list[Token]) -> int:
    children = (child for token in tokens for child in token.children or [])
    return sum(child.type == "link_open" for child in children)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    options = {"breaks": True, "linkify": True, "html": False, "maxNesting": _MAX_NESTING}
    parser = MarkdownIt("zero", options).enable([*_RULES, *_INLINE_AFTER], ignoreInvalid=True)
    parser.validateLink = _is_web_address  # type: ignore[method-assign]
    if parser.linkify is not None:  # it is there where linkify-it-py is, on which we depend
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel=_LINK_REL,
    )
