import time
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from broadsheet.conftest import WriteStory, new_visitor
from broadsheet.conversation.models import Comment, CommentState, ConversationRules, Passage
from broadsheet.conversation.tests.writing import proof
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

URL = "/stories/the-gate-is-worn/comments/"


def write(
    visitor: Client, text: str = "Nobody told us.", name: str = "Nadia", **more: object
) -> Any:
    return visitor.post(URL, {"name": name, "text": text, "proof": proof(), **more})


def test_a_guests_comment_stands_under_the_story(visitor: Client, story: Article) -> None:
    response = write(visitor)

    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == f"/stories/the-gate-is-worn/#comment-{comment.pk}"
    assert "Nobody told us." in visitor.get("/stories/the-gate-is-worn/").text
    assert Touched.objects.filter(key=f"thread:{story.pk}").exists()


def test_writing_sets_the_only_cookie_a_reader_ever_gets(visitor: Client, story: Article) -> None:
    assert not visitor.get("/stories/the-gate-is-worn/").cookies

    assert set(write(visitor).cookies) == {"reader"}


def test_the_same_reader_is_known_by_their_second_comment(visitor: Client, story: Article) -> None:
    ConversationRules.objects.create(pk=1, seconds_between=0)
    write(visitor, "One.")
    write(visitor, "Two.")

    assert Reader.objects.count() == 1


def test_a_reply_stands_in_its_thread(visitor: Client, story: Article) -> None:
    write(visitor)
    root = Comment.objects.get()

    response = write(new_visitor(), "Nor us.", name="Kit", parent=root.pk)

    reply = Comment.objects.get(name="Kit")
    assert (reply.parent_id, reply.root_id) == (root.pk, root.pk)
    assert response.headers["Location"].endswith(f"?thread={root.pk}#comment-{reply.pk}")
    assert "in reply to <bdi>Nadia</bdi>" in visitor.get("/stories/the-gate-is-worn/").text


def test_a_script_gets_the_same_partial_that_stands_in_the_page(
    visitor: Client, story: Article
) -> None:
    said = {"name": "Nadia", "text": "Nobody told us.", "proof": proof()}
    response = visitor.post(URL, said, HTTP_X_REQUESTED_WITH="fetch")

    assert response.status_code == 201
    assert response.text.strip() in visitor.get("/stories/the-gate-is-worn/").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Please write something."),
        ({"text": " \n\t "}, "Please write something."),
        ({"text": "\u200b\u200b"}, "Please write something."),
        ({"text": "x" * 10_001}, "A comment can have at most 10,000 characters"),
        ({"text": "one\x00two"}, "invisible control characters"),
        ({"name": "Na\x00dia"}, "invisible control characters"),
        ({"name": ""}, "Please say what you want to be called."),
        ({"name": "   "}, "Please say what you want to be called."),
        ({"name": "N" * 201}, "A name can have at most 200 characters."),
        ({"parent": "999999"}, "The comment you are answering is not here any more."),
        ({"parent": "abc"}, "The comment you are answering is not here any more."),
        ({"parent": "9" * 40}, "The comment you are answering is not here any more."),
        ({"passage": "999999"}, "The question you are answering is not here any more."),
    ],
)
def test_a_comment_that_cannot_be_published_comes_back_with_its_words(
    visitor: Client, story: Article, fields: dict[str, str], sentence: str
) -> None:
    response = visitor.post(URL, {"name": "Nadia", "text": "Nobody told us."} | fields)

    assert response.status_code == 422
    assert sentence in response.text
    assert not Comment.objects.exists()
    assert not response.cookies
    if "text" not in fields:
        assert "Nobody told us.</textarea>" in response.text


def test_a_body_of_a_megabyte_is_refused_unread(visitor: Client, story: Article) -> None:
    response = write(visitor, "x" * 1_000_000)

    assert response.status_code == 413
    assert "at most 160 KB" in response.text
    assert not Comment.objects.exists()


def test_a_comment_of_the_greatest_length_in_any_script_is_taken(
    visitor: Client, story: Article
) -> None:
    fields = urlencode({"name": "名" * 200, "text": "👩" * 10_000})

    response = visitor.post(URL, fields, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 303


def test_hostile_html_is_text(visitor: Client, story: Article) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>"

    write(visitor, hostile, name=hostile)

    page = visitor.get("/stories/the-gate-is-worn/").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien-Śliwiński, Máire (née d'Àlençon)",
        "نادية فن",
        "Надежда",
        "नादिया",
        "👩‍🚀 Nadia",
        "&amp;<b>",
        "a" * 200,
    ],
)
def test_a_name_may_be_of_any_script_and_punctuation(
    visitor: Client, story: Article, name: str
) -> None:
    write(visitor, name=name)

    assert Comment.objects.get().name == name


def test_a_reply_across_stories_is_refused(
    visitor: Client, story: Article, write_story: WriteStory, ann: Reader, now: datetime
) -> None:
    other = write_story("Another story")
    elsewhere = Comment.objects.create(article=other, name="Ann", text="Here.", created_at=now)

    response = write(visitor, parent=elsewhere.pk)

    assert response.status_code == 422
    assert Comment.objects.count() == 1


def test_an_answer_to_another_storys_question_is_refused(
    visitor: Client, story: Article, write_story: WriteStory, now: datetime
) -> None:
    other = write_story("Another story")
    asked = Passage.objects.create(
        article=other, question="Why?", words="words", created_at=now, shown_at=now
    )

    assert write(visitor, passage=asked.pk).status_code == 422


def test_what_is_held_can_be_neither_seen_nor_answered(
    visitor: Client, story: Article, now: datetime
) -> None:
    held = Comment.objects.create(
        article=story, name="Ann", text="Held back.", created_at=now, state=CommentState.HELD
    )

    assert "Held back." not in visitor.get("/stories/the-gate-is-worn/").text
    assert write(visitor, parent=held.pk).status_code == 422
    assert visitor.get(f"{URL}?parent={held.pk}").status_code == 404


def test_nobody_comments_on_a_draft(visitor: Client, write_story: WriteStory) -> None:
    write_story("A draft", live=False)

    response = visitor.post("/stories/a-draft/comments/", {"name": "Ann", "text": "Early."})

    assert response.status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_another_site_cannot_make_a_reader_comment(story: Article, headers: dict[str, str]) -> None:
    plain = Client(HTTP_HOST=settings.SITE_ADDRESS.removeprefix("http://"))

    response = plain.post(URL, {"name": "Ann", "text": "Not me."}, **headers)

    assert response.status_code == 403
    assert not Comment.objects.exists()


def test_our_own_form_needs_no_token(story: Article) -> None:
    strict = Client(
        enforce_csrf_checks=True, HTTP_HOST=settings.SITE_ADDRESS.removeprefix("http://")
    )

    response = strict.post(URL, {"name": "Ann", "text": "Mine."}, HTTP_SEC_FETCH_SITE="same-origin")

    assert response.status_code == 303


def test_without_script_the_composer_is_a_page(visitor: Client, story: Article) -> None:
    write(visitor)
    root = Comment.objects.get()

    page = visitor.get(f"{URL}?parent={root.pk}").text

    assert "Reply to <bdi>Nadia</bdi>" in page
    assert f'name="parent" value="{root.pk}"' in page


def test_a_link_from_elsewhere_to_the_composer_works(visitor: Client, story: Article) -> None:
    assert visitor.get(URL, HTTP_SEC_FETCH_SITE="cross-site").status_code == 200


def test_a_comment_answers_one_thing(visitor: Client, story: Article, now: datetime) -> None:
    write(visitor)
    asked = Passage.objects.create(
        article=story, question="Why?", words="words", created_at=now, shown_at=now
    )

    response = write(visitor, parent=Comment.objects.get().pk, passage=asked.pk)

    assert response.status_code == 422
    assert "not both" in response.text


def test_a_link_cannot_put_words_into_somebodys_mouth(visitor: Client, story: Article) -> None:
    page = visitor.get(f"{URL}?text=Buy+now&name=Mallory").text

    assert "Buy now" not in page
    assert "Mallory" not in page


def test_nobody_asks_to_hear_of_a_draft_or_composes_under_it(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("A draft", live=False)

    for path in ("comments/", "subscriptions/noted/"):
        assert visitor.get(f"/stories/a-draft/{path}").status_code == 404
    assert visitor.post("/stories/a-draft/subscriptions/", {}).status_code == 404


def test_a_run_of_combining_marks_costs_no_time(visitor: Client, story: Article) -> None:
    marks = "a" + "\u0315\u0300\u0327\u0334" * 7900

    begun = time.process_time()
    response = write(visitor, "Hm.", name=marks)

    assert response.status_code == 422
    assert time.process_time() - begun < 0.5
