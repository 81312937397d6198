"""515 strings that have broken software before, and hostile snippets, as comments."""

import json
import os
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import strip_tags

from broadsheet.conversation.models import Comment, CommentState, ConversationRules
from broadsheet.conversation.queries import ROOTS_PER_PAGE
from broadsheet.conversation.screening import fold
from broadsheet.conversation.tests.writing import proof
from broadsheet.lib.text import has_controls, tidy_paragraphs
from broadsheet.newsroom.models import Article

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))

pytestmark = pytest.mark.skipif(
    not MATERIAL.exists(), reason="material: ../shared/material is not here"
)


def naughty_strings() -> list[str]:
    strings: list[str] = json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))
    snippets = sorted((MATERIAL / "text/sanitizer").glob("*.test"))
    return strings + [path.read_text(encoding="utf-8") for path in snippets]


@pytest.fixture
def published(visitor: Client, story: Article) -> int:
    """Every string was sent as a comment; how many of them were taken."""
    taken = 0
    ConversationRules.objects.create(seconds_between=0, reader_burst=10_000, most_links=10_000)
    for string in naughty_strings():
        fields = {"name": string[:200].strip() or "Ann", "text": string, "proof": proof()}
        visitor.cookies.clear()  # the same words twice are another reader's
        response = visitor.post(f"/stories/{story.slug}/comments/", fields)
        assert response.status_code in (303, 422), string
        if response.status_code == 422:
            tidy = tidy_paragraphs(string).strip()
            assert has_controls(string) or not tidy or "Please" in response.text, string
        taken += response.status_code == 303
    return taken


def test_every_string_is_text_where_it_is_shown_or_refused_in_words(
    visitor: Client, story: Article, published: int
) -> None:
    assert published > 480
    assert Comment.objects.count() == published
    shown: dict[int, str] = {}
    for number in range(1, published // ROOTS_PER_PAGE + 2):
        page = visitor.get(f"/stories/{story.slug}/?page={number}").text
        for comment in page.split('id="comment-')[1:]:
            pk, said = comment.split('"', 1)
            if pk.isdecimal():
                shown[int(pk)] = said.split('class="said"')[1].split('class="acts"')[0]
    public = Comment.objects.filter(state=CommentState.PUBLISHED)
    assert len(shown) == public.count() > 480  # the others say what was said before
    for row in public.filter(text__contains="<"):
        said = shown[row.pk]
        # But for the marks of Markdown, of which ">" is one, all that was typed can be read.
        assert fold(row.text) in fold(unescape(strip_tags(f"<p{said}")))
        assert "<script" not in said.lower()
        assert "<img" not in said.lower()
