"""Looking at a comment before it is sent, and the small requests of one reader's browser."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import Comment, Direction
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.conversation.writing.limits import PREVIEWS
from broadsheet.conversation.writing.votes import cast_vote
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

AT = "/stories/the-gate-is-worn/comments/"
SCRIPT = {"HTTP_X_REQUESTED_WITH": "fetch"}
MARKDOWN = "*Now* **look**\n\n> at `this`\n\n- https://lantern.example/a?b=1&c=<2>"


def preview(visitor: Visitor, text: str, **more: str) -> Any:
    headers = {name: more.pop(name) for name in list(more) if name.startswith("HTTP_")}
    return visitor.post(f"{AT}preview/", {"text": text, **more}, **headers)


def test_it_shows_what_the_page_will_show(visitor: Visitor, story: Article, ann: Reader) -> None:
    shown = preview(visitor, MARKDOWN, **SCRIPT).text

    comment = written(story, MARKDOWN)
    assert comment.html in shown
    assert comment.html in visitor.get("/stories/the-gate-is-worn/").text


def test_it_keeps_nothing(visitor: Visitor, story: Article) -> None:
    response = preview(visitor, "Only a look.", name="Nadia")

    assert response.status_code == 200
    assert not response.cookies
    assert not Comment.objects.exists()
    assert not Reader.objects.exists()


def test_without_script_everything_typed_is_still_there(
    visitor: Visitor, story: Article, ann: Reader
) -> None:
    parent = written(story, "First.", name="Kit")

    page = preview(
        visitor, "*Second*.", name="Nadia", parent=str(parent.pk), email="nadia@harbour.example"
    ).text

    assert "<p><em>Second</em>.</p>" in page
    assert "*Second*.</textarea>" in page
    assert 'value="Nadia"' in page
    assert 'value="nadia@harbour.example"' in page
    assert f'name="parent" value="{parent.pk}"' in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://evil.example/pixel.gif)",
        "</textarea><script>alert(1)</script>",
    ],
)
def test_nothing_hostile_comes_out_of_it(visitor: Visitor, story: Article, text: str) -> None:
    part = preview(visitor, text, **SCRIPT).text
    page = preview(visitor, text).text

    assert part.strip() in page
    for tag in ("<script", "<img", "</textarea", 'href="javascript:', 'href="data:'):
        assert tag not in part
    assert "<script>alert" not in page
    assert page.count("</textarea>") == page.count("<textarea")


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 10_001, "a\x00b"])
def test_what_could_not_be_sent_says_so(visitor: Visitor, story: Article, text: str) -> None:
    for headers in ({}, SCRIPT):
        refused = preview(visitor, text, **headers)
        assert refused.status_code == 422
        assert 'class="problems" role="alert"' in refused.text


def test_one_address_looks_so_often_and_then_waits(visitor: Visitor, story: Article) -> None:
    answers = [preview(visitor, "Hm.", **SCRIPT) for _ in range(PREVIEWS.capacity + 1)]

    assert [a.status_code for a in answers] == [200] * PREVIEWS.capacity + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_another_site_looks_at_nothing(visitor: Visitor, story: Article) -> None:
    assert preview(visitor, "Hm.", HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert visitor.get(f"{AT}preview/").status_code == 405
    story.unpublish()
    assert preview(visitor, "Hm.").status_code == 404


def test_a_challenge_is_another_one_each_time_and_kept_by_nobody(
    visitor: Visitor, newsroom: object
) -> None:
    with CaptureQueriesContext(connection) as asked:
        first, second = visitor.get("/comments/challenge/"), visitor.get("/comments/challenge/")

    assert first.json()["challenge"] != second.json()["challenge"]
    assert set(first.json()) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert first.headers["Cache-Control"] == "no-store, private"
    assert not first.cookies
    assert not [q for q in asked.captured_queries if "guard" in q["sql"] or "conv" in q["sql"]]
    assert visitor.post("/comments/challenge/").status_code == 405


def test_ones_own_part_is_told_to_nobody_else(
    visitor: Visitor, stranger: Visitor, story: Article, ann: Reader, bob: Reader, now: Any
) -> None:
    mine = publish_comment(story, reader=ann, name="Ann", text="Mine.", now=now)
    theirs = publish_comment(story, reader=bob, name="Bob", text="Theirs.", now=now)
    waits = written(story, "I <wait>.", reader=ann, stop=Stop.LINKS)
    cast_vote(theirs, reader=ann, direction=Direction.DOWN, now=now)

    own = as_reader(visitor, ann).get(f"{AT}mine.json")
    others = stranger.get(f"{AT}mine.json")

    told = own.json()
    assert told["own"] == [waits.pk, mine.pk]
    assert told["votes"] == {str(theirs.pk): "down"}
    assert "I &lt;wait&gt;." in told["held"][0]
    assert "many links" in told["held"][0]
    nothing: dict[str, object] = {"name": "", "votes": {}, "muted": [], "own": [], "held": []}
    assert others.json() == nothing
    for answer in (own, others):
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert not answer.cookies


def test_ones_own_part_takes_the_same_few_queries_at_any_length(
    visitor: Visitor, story: Article, ann: Reader, now: Any
) -> None:
    as_reader(visitor, ann)
    written(story, "One.", reader=ann)
    visitor.get(f"{AT}mine.json")
    with CaptureQueriesContext(connection) as few:
        visitor.get(f"{AT}mine.json")
    for number in range(20):
        written(story, f"{number}", reader=ann, stop=Stop.LINKS if number % 2 else None)

    with CaptureQueriesContext(connection) as many:
        visitor.get(f"{AT}mine.json")

    assert len(many) == len(few) <= 8
