"""The desk's story form, filled in as a browser would send it."""

import re
from typing import Any

from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.newsroom.desk.versions import LOADED, LOADED_AT, latest_revision
from broadsheet.newsroom.models import Article

HIDDEN = re.compile(r'<input type="hidden" name="(loaded_revision\w+)" value="([^"]*)">')
PLAIN_FIELDS = ("title", "slug", "standfirst", "language", "seo_title", "search_description")

NO_ROWS = ("bylines", "sources", "corrections")

Sent = dict[str, object]


def edit_path(page: Page) -> str:
    return f"/desk/pages/{page.pk}/edit/"


def open_form(client: Client, story: Article) -> dict[str, Any]:
    """Open the form in a browser; returns what it would send if nothing was changed."""
    opened = client.get(edit_path(story))
    assert opened.status_code == 200, opened
    latest = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    return fields_of(latest) | dict(HIDDEN.findall(opened.text))


def fields_of(story: Article) -> dict[str, Any]:
    bylines = [
        {"id": byline.pk or "", "author": byline.author_id, "ORDER": number}
        for number, byline in enumerate(story.bylines.all(), 1)
    ]
    blocks = [
        (block.block_type, rich_text(block.value.source), block.id)
        for block in story.body
        if block.block_type == "text"
    ]
    return nested_form_data(
        {
            **{name: getattr(story, name) for name in PLAIN_FIELDS},
            "topic": story.topic_id,
            "hero": "",
            "bylines": inline_formset(bylines, initial=sum(1 for b in bylines if b["id"])),
            "sources": inline_formset([]),
            "corrections": inline_formset([]),
            "body": _with_ids(streamfield([block[:2] for block in blocks]), blocks),
            "go_live_at": "",
            "expire_at": "",
        }
    )


def story_form(article: Article, **changes: object) -> Sent:
    """What the desk's form of a story sends."""
    form: Sent = {
        "title": article.title,
        "slug": article.slug,
        "topic": article.topic_id,
        "standfirst": "",
        "body-count": 0,
    }
    for name in NO_ROWS:
        form |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    if stored := latest_revision(article.pk):
        form |= {LOADED: stored.pk, LOADED_AT: stored.created_at.isoformat()}
    byline = article.bylines.get()
    rows: Sent = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-author": byline.author_id}
    rows |= {"0-ORDER": 1, "0-id": byline.pk}
    return form | {f"bylines-{name}": value for name, value in rows.items()} | changes


def _with_ids(body: Any, blocks: list[Any]) -> Any:
    for number, (_, _, block_id) in enumerate(blocks):
        body[str(number)]["id"] = block_id
    return body
