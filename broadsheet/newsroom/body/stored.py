"""A story's body as it is stored: what it holds, read without a query."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Revision

from broadsheet.newsroom.body.footnotes import notes_in
from broadsheet.newsroom.models import Article, CreditedImage


@dataclass(frozen=True)
class Stored:
    """One block of a body; `id` stays the same through every edit."""

    kind: str
    id: str
    value: Any

    @property
    def rich_text(self) -> str:
        """Its text with links and marks, if it has one."""
        if self.kind == "text":
            return str(self.value or "")
        return str(self.value.get("text") or "") if self.kind == "update" else ""

    @property
    def image_ids(self) -> list[int]:
        """The pictures that it shows, in order."""
        if self.kind == "image":
            return [self.value] if self.value else []
        if self.kind == "gallery":
            return [pk for pk in list_items(self.value.get("pictures")) if pk]
        return []

    @property
    def document_id(self) -> int | None:
        """The document that it offers."""
        return self.value.get("document") if self.kind == "document" else None


def stored_blocks(article: Article) -> list[Stored]:
    """The blocks of a story's body, or of a preview's unsaved one."""
    raw = article.body.raw_data if article.body else []
    return [Stored(item["type"], item.get("id") or "", item["value"]) for item in raw]


def images_in(article: Article) -> list[CreditedImage]:
    """The images that the body shows, in order. One query if there are any."""
    return images_in_all([article])


def images_in_all(articles: Iterable[Article]) -> list[CreditedImage]:
    """The images that the bodies show, each once. One query if there are any."""
    blocks = (block for article in articles for block in stored_blocks(article))
    wanted = list(dict.fromkeys(pk for block in blocks for pk in block.image_ids))
    found = CreditedImage.objects.in_bulk(wanted) if wanted else {}
    return [found[pk] for pk in wanted if pk in found]


def document_ids_in(article: Article) -> set[int]:
    """The documents that the body offers for download."""
    return {pk for block in stored_blocks(article) if (pk := block.document_id)}


def text_sources(article: Article) -> list[str]:
    """The stored rich text of a story's texts and updates, as the desk wrote it."""
    return [block.rich_text for block in stored_blocks(article) if block.rich_text]


def rich_texts(article: Article) -> list[tuple[str, str]]:
    """The same texts, each with the id of its block."""
    return _rich_texts(article.body.raw_data if article.body else [])


def rich_texts_then(revision: Revision) -> list[tuple[str, str]]:
    """The texts as they stood in a revision, each with the id of its block."""
    return _rich_texts(json.loads(revision.content.get("body") or "[]"))


def body_words(article: Article) -> str:
    """All that a reader reads in the body, as plain text: to count its words."""
    return "\n".join(words for block in stored_blocks(article) for words in _words_of(block))


def list_items(value: Iterable[Any] | None) -> list[Any]:
    """The values of a list block, which are stored each with an id of its own."""
    items = value or []
    return [item["value"] if _is_list_item(item) else item for item in items]


def _rich_texts(raw: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    blocks = (Stored(item["type"], item.get("id") or "", item["value"]) for item in raw)
    return [(block.id, block.rich_text) for block in blocks if block.rich_text]


def _is_list_item(item: Any) -> bool:
    return isinstance(item, dict) and {"type", "value"} <= item.keys()


def _words_of(block: Stored) -> Iterator[str]:
    value = block.value
    match block.kind:
        case "heading":
            yield str(value or "")
        case "quote":
            yield value.get("words") or ""
        case "update":
            yield value.get("heading") or ""
        case "table":
            table = value.get("table") or {}
            yield from (str(column["heading"] or "") for column in table.get("columns", []))
            yield from (str(c or "") for row in table.get("rows", []) for c in row["values"])
    if block.rich_text:
        yield strip_tags(block.rich_text.replace("</", " </"))
        yield from notes_in(block.rich_text)
