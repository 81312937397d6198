"""515 strings that have broken software before, and hostile snippets, as comments."""

import json
import os
from html import unescape
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from broadsheet.conftest import Visitor
from broadsheet.conversation.forms import PreviewForm
from broadsheet.conversation.models import Comment
from broadsheet.conversation.order.screening import fold
from broadsheet.conversation.people.own import Found, own_comment
from broadsheet.conversation.reading.queries import ROOTS_PER_PAGE
from broadsheet.conversation.tests.writing import as_reader, proof
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.lib.text import has_controls, is_blank, tidy_line, tidy_paragraphs
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))
STORY = "/stories/the-gate-is-worn/"

pytestmark = pytest.mark.skipif(
    not MATERIAL.exists(), reason="material: ../shared/material is not here"
)


def naughty_strings() -> list[str]:
    strings: list[str] = json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))
    snippets = sorted((MATERIAL / "text/sanitizer").glob("*.test"))
    return strings + [path.read_text(encoding="utf-8") for path in snippets]


@pytest.fixture
def published(story: Article, ann: Reader) -> dict[int, str]:
    """Every string that the form takes is a comment of Ann's; what she typed, by its number."""
    typed = {}
    for string in naughty_strings():
        form = PreviewForm({"text": string})
        if not form.is_valid():
            assert has_controls(string) or is_blank(string), string
            continue
        name = "" if has_controls(string) else tidy_line(string[:200])
        said, now = form.cleaned_data["text"], timezone.now()
        comment = publish_comment(story, reader=ann, name=name or "Ann", text=said, now=now)
        typed[comment.pk] = said
    assert len(typed) > 480
    return typed


def test_every_string_is_text_wherever_it_is_shown(
    visitor: Visitor, ann: Reader, published: dict[int, str]
) -> None:
    shown: dict[int, str] = {}
    for number in range(1, len(published) // ROOTS_PER_PAGE + 2):
        shown |= _comments_in(visitor.get(f"{STORY}?page={number}").text)
    assert set(shown) == set(published)
    own = _comments_in(as_reader(visitor, ann).get("/comments/mine/").text)
    assert len(own) == 20
    for pk, said in [*shown.items(), *own.items()]:
        # But for the marks of Markdown, of which ">" is one, all that was typed can be read.
        if "<" in published[pk]:
            assert fold(published[pk]) in fold(unescape(strip_tags(said)))
        assert "<script" not in said.lower()
        assert "<img" not in said.lower()


def test_the_feed_of_them_is_well_formed(visitor: Visitor, published: dict[int, str]) -> None:
    feed = visitor.get(f"{STORY}comments/feed/atom/").content

    # A feed says its HTML as text; what is not said to be HTML is no more than text.
    html = [
        (part.text or "").lower() for part in fromstring(feed).iter() if part.get("type") == "html"
    ]
    assert "<p>" in html[0]
    assert not [said for said in html if "<script" in said or "<img" in said]


def test_every_string_comes_back_as_it_was_typed(
    visitor: Visitor, ann: Reader, published: dict[int, str]
) -> None:
    file = as_reader(visitor, ann).get("/account/everything.json").json()
    downloaded = {c["comment"]: c["text"] for c in file["conversation"]["comments"]}
    assert downloaded == published
    for comment in Comment.objects.select_related("article", "reader", "passage", "parent"):
        found = own_comment(Found(comment, is_story_public=True), now=timezone.now())
        form = PreviewForm(initial={"text": comment.text})
        html = render_to_string("conversation/_edit.html", {"page": found, "form": form})
        typed = html.split("<textarea", 1)[1].split(">\n", 1)[1].split("</textarea>", 1)[0]
        assert unescape(typed) == comment.text


def test_the_preview_is_what_the_page_will_show(published: dict[int, str]) -> None:
    for comment in Comment.objects.all():
        html = render_comment(comment.text).html
        assert html == comment.html
        preview = {"html": comment.html, "problems": []}
        assert "<script" not in render_to_string("conversation/_preview.html", {"preview": preview})


def test_they_come_by_the_form_as_well(story: Article) -> None:
    """The way in itself, for some of them: it publishes, or says why not."""
    for string in naughty_strings()[::20]:
        fields = {"name": string[:200].strip() or "Ann", "text": string, "proof": proof()}
        response = Visitor().post(f"{STORY}comments/", fields)
        assert response.status_code in (303, 422), string
        if response.status_code == 422:
            tidy = tidy_paragraphs(string).strip()
            assert has_controls(string) or not tidy or "Please" in response.text, string


def _comments_in(page: str) -> dict[int, str]:
    """What stands in the page for the words of each comment, by its number."""
    found = {}
    for comment in page.split('<li class="comment')[1:]:
        pk = comment.split('id="comment-', 1)[1].split('"', 1)[0]
        said = comment.split('<div class="said"', 1)[1].split('class="acts"', 1)[0]
        found[int(pk)] = f"<p{said}<p>"
    return found
