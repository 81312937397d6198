"""A story's body, prepared block by block for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from broadsheet.newsroom.body import kinds
from broadsheet.newsroom.body.footnotes import Footnotes
from broadsheet.newsroom.body.kinds import BodyBlock, Filter
from broadsheet.newsroom.body.links import page_addresses
from broadsheet.newsroom.body.rich_text import prepared
from broadsheet.newsroom.body.stored import Stored, stored_blocks
from broadsheet.newsroom.embeds import UnknownProvider, embed_for
from broadsheet.newsroom.models import Article, NewsroomSettings, StoryDocument
from broadsheet.newsroom.moments import Moment, moment
from broadsheet.newsroom.pictures import Picture


@dataclass(frozen=True)
class Material:
    """What the blocks of one or several stories refer to, by id."""

    newsroom: NewsroomSettings
    pictures: Mapping[int, Picture]
    documents: Mapping[int, StoryDocument]
    addresses: Mapping[int, str]


def body_blocks(
    article: Article,
    *,
    newsroom: NewsroomSettings,
    pictures: Mapping[int, Picture],
    filters: Iterable[Filter] = (),
) -> list[BodyBlock]:
    """Prepare the body's blocks; `pictures` holds those of its images, by id.

    One query where the text links to other stories, one where it offers documents.
    """
    material = material_of([article], newsroom=newsroom, pictures=pictures)
    return prepare_body(article, material=material, footnotes=Footnotes(), filters=filters)


def frame_origins(blocks: Iterable[BodyBlock]) -> list[str]:
    """From where the frames of a body are loaded, once readers ask for them."""
    frames = (block.embed for block in blocks if isinstance(block, kinds.Framed))
    return list(dict.fromkeys(embed.origin for embed in frames if embed))


def material_of(
    articles: Iterable[Article], *, newsroom: NewsroomSettings, pictures: Mapping[int, Picture]
) -> Material:
    """Fetch what the bodies refer to, beside their pictures. Two queries at most."""
    stored = [block for article in articles for block in stored_blocks(article)]
    documents = {pk for block in stored if (pk := block.document_id)}
    return Material(
        newsroom=newsroom,
        pictures=pictures,
        documents=StoryDocument.objects.in_bulk(documents) if documents else {},
        addresses=page_addresses(block.rich_text for block in stored),
    )


def prepare_body(
    article: Article,
    *,
    material: Material,
    footnotes: Footnotes,
    filters: Iterable[Filter] = (),
) -> list[BodyBlock]:
    """Prepare the body's blocks, its footnotes last; what is gone leaves no block."""
    body = _Body(article, material, footnotes, tuple(filters))
    blocks = [body.prepare(stored) for stored in stored_blocks(article)]
    notes = [kinds.Notes(tuple(footnotes.notes))] if footnotes.notes else []
    return [block for block in blocks if block is not None] + notes


@dataclass(frozen=True)
class _Body:
    """Prepares the blocks of one body, in order, since footnotes count through."""

    article: Article
    material: Material
    footnotes: Footnotes
    filters: tuple[Filter, ...]

    def prepare(self, stored: Stored) -> BodyBlock | None:
        value = stored.value
        match stored.kind:
            case "text":
                return kinds.Text(self._html(stored))
            case "heading":
                return kinds.Heading(str(value))
            case "quote":
                return kinds.Quote(value["words"], value.get("speaker") or "")
            case "image" | "gallery":
                return self._shown(stored)
            case "table":
                return _table(stored)
            case "embed":
                return _framed(value)
            case "document":
                return self._download(stored)
            case "update":
                return self._update(stored)
        return None

    def _html(self, stored: Stored) -> Any:
        return prepared(
            stored.rich_text,
            addresses=self.material.addresses,
            footnotes=self.footnotes,
            filters=self.filters,
            block_id=stored.id,
        )

    def _shown(self, stored: Stored) -> BodyBlock | None:
        known = self.material.pictures
        shown = tuple(known[pk] for pk in stored.image_ids if pk in known)
        if not shown:
            return None
        if stored.kind == "image":
            return kinds.Image(shown[0])
        return kinds.Gallery(stored.value.get("heading") or "", shown)

    def _download(self, stored: Stored) -> BodyBlock | None:
        document = self.material.documents.get(stored.document_id or 0)
        if document is None:
            return None
        names = [self.article.slug, document.pk, document.filename]
        return kinds.Download(
            title=stored.value.get("title") or document.title,
            note=stored.value.get("note") or "",
            address=reverse("document", args=names),
            format=document.file_extension.upper(),
            size=filesizeformat(document.file_size or 0),
        )

    def _update(self, stored: Stored) -> BodyBlock:
        return kinds.Update(
            anchor=_anchor("update", stored),
            at=_moment(stored.value.get("at"), newsroom=self.material.newsroom),
            heading=stored.value.get("heading") or "",
            html=self._html(stored),
        )


def _table(stored: Stored) -> kinds.Table:
    table = stored.value.get("table") or {}
    columns = table.get("columns", [])
    numbers = [column["type"] == "number" for column in columns]
    heads = [kinds.Cell(str(c["heading"] or ""), n) for c, n in zip(columns, numbers, strict=True)]
    first_is_head = bool(stored.value.get("first_column_heads"))
    return kinds.Table(
        anchor=_anchor("table", stored),
        caption=table.get("caption") or "",
        note=stored.value.get("note") or "",
        heads=tuple(heads) if any(head.text for head in heads) else (),
        rows=tuple(
            tuple(
                kinds.Cell(str(value or ""), is_number, is_head=first_is_head and at == 0)
                for at, (value, is_number) in enumerate(zip(row["values"], numbers, strict=True))
            )
            for row in table.get("rows", [])
        ),
    )


def _framed(value: dict[str, str]) -> kinds.Framed:
    try:
        embed = embed_for(value["address"])
    except UnknownProvider:
        embed = None
    return kinds.Framed(title=value.get("title") or "", address=value["address"], embed=embed)


def _moment(stored: Any, *, newsroom: NewsroomSettings) -> Moment:
    at = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return moment(at, zone=newsroom.time_zone, language=newsroom.language)


def _anchor(kind: str, stored: Stored) -> str:
    """A name for links within the page, the same through every edit."""
    return f"{kind}-{stored.id[:8]}"
