"""The feed of a story's comments."""

import json
import os
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.reading.feeds import FEED_COMMENTS
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.tests.feed_rules import CONTENT, DC, wrong_with_atom, wrong_with_rss

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))
FEED = "/stories/the-gate-is-worn/comments/feed/"


def test_it_is_valid_with_and_without_comments(visitor: Client, story: Article) -> None:
    for _ in range(2):
        assert wrong_with_rss(visitor.get(FEED).content) == []
        assert wrong_with_atom(visitor.get(f"{FEED}atom/").content) == []
        _say(story, "At last.\n\nTwo & <b>two</b>.")


def test_a_comment_is_text_and_not_html(visitor: Client, story: Article) -> None:
    comment = _say(story, "<script>alert(1)</script>\nAnd more.", name="Ann <b>")

    item = _items(visitor.get(FEED).content)[0]

    assert item.findtext("title") == "Ann <b> on “The gate is worn”"
    assert item.findtext(f"{DC}creator") == "Ann <b>"
    assert item.findtext(CONTENT) == ("<p>&lt;script&gt;alert(1)&lt;/script&gt;<br>\nAnd more.</p>")
    assert (item.findtext("link") or "").endswith(f"?thread={comment.pk}#comment-{comment.pk}")


def test_the_newest_come_first_and_no_more_than_fifty(visitor: Client, story: Article) -> None:
    for number in range(FEED_COMMENTS + 1):
        _say(story, f"Number {number}.")

    items = _items(visitor.get(FEED).content)

    assert len(items) == FEED_COMMENTS
    assert f"Number {FEED_COMMENTS}." in (items[0].findtext(CONTENT) or "")


def test_what_is_held_is_not_shown(visitor: Client, story: Article) -> None:
    _say(story, "Held.", state=CommentState.HELD)

    assert _items(visitor.get(FEED).content) == []


def test_a_story_that_is_not_public_has_none(visitor: Client, story: Article) -> None:
    story.unpublish()

    assert visitor.get(FEED).status_code == 404


@pytest.mark.skipif(not MATERIAL.exists(), reason="material: ../shared/material is not here")
def test_no_string_breaks_it(visitor: Client, story: Article) -> None:
    strings = json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))
    for start in range(0, len(strings), FEED_COMMENTS):
        Comment.objects.all().delete()
        for string in strings[start : start + FEED_COMMENTS]:
            kept = string.replace("\x00", "") or "x"
            _say(story, kept, name=kept[:200])
        assert wrong_with_rss(visitor.get(FEED).content) == []
        assert wrong_with_atom(visitor.get(f"{FEED}atom/").content) == []


def test_it_needs_as_many_queries_for_many_comments(visitor: Client, story: Article) -> None:
    _say(story, "One.")
    visitor.get(FEED)
    with CaptureQueriesContext(connection) as few:
        visitor.get(FEED)
    for _ in range(10):
        _say(story, "More.")

    with CaptureQueriesContext(connection) as many:
        visitor.get(FEED)

    assert len(many) == len(few) <= 4


def test_the_story_names_it(visitor: Client, story: Article) -> None:
    page = visitor.get("/stories/the-gate-is-worn/").text

    assert f'href="{FEED}"' in page
    assert settings.SITE_ADDRESS in visitor.get(FEED).text


def _say(story: Article, text: str, *, name: str = "Ann", **values: object) -> Comment:
    return Comment.objects.create(
        article=story,
        name=name,
        text=text,
        html=render_comment(text).html,
        created_at=timezone.now(),
        **values,
    )


def _items(xml: bytes) -> list[Element]:
    return fromstring(xml).findall("channel/item")
