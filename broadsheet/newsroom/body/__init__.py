"""A story's body: what is stored of it, its blocks ready for the page, its text for feeds."""

from broadsheet.newsroom.body.feed import full_text, full_texts
from broadsheet.newsroom.body.keys import body_keys, text_keys
from broadsheet.newsroom.body.kinds import BodyBlock, Filter
from broadsheet.newsroom.body.prepare import body_blocks, frame_origins
from broadsheet.newsroom.body.rich_text import rich_text_html
from broadsheet.newsroom.body.stored import (
    body_words,
    document_ids_in,
    images_in,
    rich_texts,
    rich_texts_then,
    text_sources,
)

__all__ = [
    "BodyBlock",
    "Filter",
    "body_blocks",
    "body_keys",
    "body_words",
    "document_ids_in",
    "frame_origins",
    "full_text",
    "full_texts",
    "images_in",
    "rich_text_html",
    "rich_texts",
    "rich_texts_then",
    "text_keys",
    "text_sources",
]
