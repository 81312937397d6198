"""The sample's fences, turned into the values of their blocks."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from broadsheet.newsroom.models import CreditedImage, StoryDocument
from broadsheet.site.sample import text


def filled(name: str, table: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """The value of the block `name`.

    :raises KeyError: for a block or a field that the sample does not know.
    """
    match name:
        case "gallery":
            return {"heading": table["heading"], "pictures": _pictures(table["pictures"])}
        case "table":
            return {"table": _table(table), "first_column_heads": True, "note": table["note"]}
        case "update":
            at = now - timedelta(hours=table["hours_ago"])
            return {"at": at, "heading": table["heading"], "text": text.rich(table["text"])}
        case "document":
            return {"document": _document(table), "title": "", "note": table["note"]}
    raise KeyError(name)


def _pictures(names: list[str]) -> list[CreditedImage]:
    """Pictures of stories that are loaded already, by the stories' slugs."""
    return [CreditedImage.objects.get(title=name) for name in names]


def _table(table: dict[str, Any]) -> dict[str, Any]:
    return {
        "columns": [
            {"type": kind, "heading": heading}
            for kind, heading in zip(table["kinds"], table["heads"], strict=True)
        ],
        "rows": [{"values": row} for row in table["rows"]],
        "caption": table["caption"],
    }


def _document(table: dict[str, Any]) -> StoryDocument:
    content = ContentFile(table["content"].encode(), name=table["file"])
    return StoryDocument.objects.create(title=table["title"], file=content)
