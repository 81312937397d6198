"""Exports that tests write, and where the real ones lie."""

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broadsheet.importers.wordpress.read import read_export
from broadsheet.importers.wordpress.records import Author, Item, Term

PROJECT = Path(__file__).resolve().parents[4]
MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", PROJECT.parent / "shared" / "material"))

needs_material = pytest.mark.skipif(
    not MATERIAL.is_dir(),
    reason="the real exports are not part of the project: set BROADSHEET_MATERIAL to them",
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
    xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Ferry Post</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://ferry.example</wp:base_blog_url>
"""
_TAIL = "</channel></rss>\n"


def export(*elements: str) -> str:
    """A whole export with `elements` in its channel."""
    return f"{_HEAD}{''.join(elements)}{_TAIL}"


def item(
    *, wp_id: int = 1, body: str = "", more: str = "", kind: str = "post", status: str = "publish"
) -> str:
    """A post, or another item; `more` are further elements."""
    return f"""<item>
<title>Bridge {wp_id} closes</title><link>https://ferry.example/bridge-{wp_id}/</link>
<dc:creator>mara</dc:creator><guid isPermaLink="false">https://ferry.example/?p={wp_id}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded>
<wp:post_id>{wp_id}</wp:post_id><wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>
{more}</item>
"""


def comment(
    wp_id: int,
    *,
    answers: int = 0,
    text: str = "At last.",
    hour: int = 12,
    approved: str = "1",
    kind: str = "comment",
) -> str:
    """A comment of 1 March 2024."""
    return f"""<wp:comment><wp:comment_id>{wp_id}</wp:comment_id>
<wp:comment_parent>{answers}</wp:comment_parent>
<wp:comment_author><![CDATA[Jo &amp; Flo]]></wp:comment_author>
<wp:comment_date_gmt>2024-03-01 {hour:02}:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved>
<wp:comment_type>{kind}</wp:comment_type></wp:comment>
"""


@dataclass
class Counts:
    """How much an export holds; `items` by kind."""

    authors: int = 0
    terms: int = 0
    items: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    comments_approved: int = 0


def counted(path: Path) -> Counts:
    """Read the whole export, an item at a time."""
    counts = Counts()
    for record in read_export(path):
        match record:
            case Author():
                counts.authors += 1
            case Term():
                counts.terms += 1
            case Item():
                counts.items[record.kind] += 1
                counts.comments += len(record.comments)
                counts.comments_approved += sum(comment.approved for comment in record.comments)
    return counts


def written(folder: Path, text: str | bytes) -> Path:
    """The path of a file that holds `text`."""
    path = folder / "ferry.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
