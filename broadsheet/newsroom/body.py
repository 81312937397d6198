"""A story's body as HTML, block by block."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from broadsheet.newsroom.models import Article, CreditedImage
from broadsheet.newsroom.pictures import Picture

Filter = Callable[[str], str]

NO_HTML = SafeString("")

# Rich text has no spans but the marks of questions, which mean nothing outside the page.
_SPAN = re.compile(r"</?span[^>]*>")


@dataclass(frozen=True)
class BodyBlock:
    """One block, ready for the template of its `kind`."""

    kind: str
    html: SafeString = NO_HTML
    text: str = ""
    speaker: str = ""
    picture: Picture | None = None


def body_blocks(
    article: Article, *, pictures: Mapping[int, Picture], filters: Iterable[Filter] = ()
) -> list[BodyBlock]:
    """Prepare the body's blocks; `pictures` holds those of its images, by id."""
    chosen = tuple(filters)
    return [_prepare(block, pictures=pictures, filters=chosen) for block in article.body]


def images_in(article: Article) -> list[CreditedImage]:
    """The images that the body shows. One query if there are any."""
    return [block.value for block in article.body if block.block_type == "image" and block.value]


def text_sources(article: Article) -> list[str]:
    """The stored rich text of a story's text blocks, as the desk wrote it."""
    return [block.value.source for block in article.body if block.block_type == "text"]


def full_text(article: Article) -> str:
    """The body's words as one piece of HTML, for feeds: no pictures, marks or relative links."""
    words = (block for block in article.body if block.block_type != "image")
    blocks = (_prepare(block, pictures={}, filters=()) for block in words)
    html = "\n".join(_as_feed_html(block) for block in blocks)
    return _SPAN.sub("", html).replace('href="/', f'href="{settings.SITE_ADDRESS}/')


def _prepare(
    block: StreamValue.StreamChild, *, pictures: Mapping[int, Picture], filters: tuple[Filter, ...]
) -> BodyBlock:
    value: Any = block.value
    match block.block_type:
        case "text":
            return BodyBlock(kind="text", html=rich_text_html(value.source, filters=filters))
        case "image":
            return BodyBlock(kind="image", picture=pictures.get(value.pk) if value else None)
        case "quote":
            return BodyBlock(kind="quote", text=value["words"], speaker=value["speaker"] or "")
        case kind:
            return BodyBlock(kind=kind, text=str(value))


def rich_text_html(source: str, *, filters: tuple[Filter, ...] = ()) -> SafeString:
    """Stored rich text as HTML for readers."""
    html = expand_db_html(source)
    for rewrite in filters:
        html = rewrite(html)
    # Safe: Wagtail's converter lets through the elements of the block's features alone, and
    # filters only add markup of their own with what they insert escaped.
    return mark_safe(html)


def _as_feed_html(block: BodyBlock) -> str:
    match block.kind:
        case "text":
            return block.html
        case "heading":
            return format_html("<h2>{}</h2>", block.text)
        case "quote":
            return format_html("<blockquote><p>{}</p></blockquote>", block.text)
        case _:
            return ""
