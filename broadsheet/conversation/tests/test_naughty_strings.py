"""515 strings that have broken software before, and hostile snippets, as comments."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from broadsheet.conversation.models import Comment
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


def test_every_string_is_text_or_refused_in_words(visitor: Client, story: Article) -> None:
    url = "/stories/the-gate-is-worn/comments/"
    published = 0
    for string in naughty_strings():
        response = visitor.post(url, {"name": string[:200].strip() or "Ann", "text": string})
        assert response.status_code in (303, 422), string
        if response.status_code == 422:
            tidy = tidy_paragraphs(string).strip()
            assert has_controls(string) or not tidy or "Please" in response.text, string
        published += response.status_code == 303

    assert published > 480
    assert Comment.objects.count() == published


def test_every_string_is_escaped_where_it_is_shown(visitor: Client, story: Article) -> None:
    url = "/stories/the-gate-is-worn/comments/"
    for string in naughty_strings():
        visitor.post(url, {"name": "Ann", "text": string})

    for comment in Comment.objects.filter(text__contains="<"):
        page = visitor.get(f"/stories/the-gate-is-worn/?thread={comment.pk}").text
        first_line = comment.text.split("\n")[0]
        assert escape(first_line) in page
        said = page.split('class="said"')[1].split('class="acts"')[0]
        assert "<script" not in said.lower()
        assert "<img" not in said.lower()
