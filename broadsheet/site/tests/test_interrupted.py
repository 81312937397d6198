"""While the database is gone: what readers are told, and that nothing of theirs is lost."""

import errno
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client

from broadsheet.newsroom import masthead
from broadsheet.newsroom.models import Article, NewsroomSettings
from broadsheet.site import interrupted

pytestmark = pytest.mark.django_db

WORDS = 'The hinge\n  "creaks" & <groans>.'


@pytest.fixture
def reader(visitor: Client, story: Article) -> Iterator[Client]:
    """Somebody who reads while all is well; what fails comes back as an answer."""
    visitor.raise_request_exception = False
    masthead.forget()
    interrupted._told_at = -interrupted.TELL_EVERY_SECONDS
    assert visitor.get("/stories/the-gate-is-worn/").status_code == 200
    yield visitor
    masthead.forget()


class Gone:
    """Every query fails, as without a database."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error or OperationalError("unable to open database file")

    def __call__(self, *_: Any) -> None:
        raise self._error


def test_a_comment_is_given_back_with_the_newsrooms_masthead(reader: Client) -> None:
    said = {"name": "Ann", "text": WORDS, "parent": "", "proof": "spent", "password": "secret"}
    with connection.execute_wrapper(Gone()):
        answer = reader.post(
            "/stories/the-gate-is-worn/comments/", said,
            headers={"Referer": "http://127.0.0.1:8000/stories/the-gate-is-worn/?order=new#x"},
        )  # fmt: skip

    page = answer.text
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "Comments cannot be taken just now" in page
    assert "&lt;groans&gt;.</textarea>" in page
    assert '<input type="hidden" name="name" value="Ann">' in page
    assert "spent" not in page
    assert "secret" not in page
    assert 'class="masthead"' in page
    assert 'href="/stories/the-gate-is-worn/?order=new"' in page
    # A browser drops the first line's end of a textarea, and nothing else.
    kept = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert kept
    assert kept[1].count("\n") == WORDS.count("\n")


def test_a_script_gets_the_words_that_it_puts_beside_the_form(reader: Client) -> None:
    fetch = {"X-Requested-With": "fetch"}
    with connection.execute_wrapper(Gone()):
        comment = reader.post("/stories/the-gate-is-worn/comments/", {"text": "a"}, headers=fetch)
        vote = reader.post("/comments/1/votes/", {"direction": "up"}, headers=fetch)

    assert comment.status_code == vote.status_code == 503
    assert comment.text.startswith('<p class="problems" role="alert">Comments cannot be taken')
    assert vote.text.startswith('<p class="problems" role="alert">Votes cannot be counted')
    assert "<html" not in comment.text + vote.text


def test_a_gift_is_not_begun_and_can_be_sent_again(reader: Client) -> None:
    with connection.execute_wrapper(Gone()):
        answer = reader.post("/support/", {"choice": "2500", "message": "Go on!", "email": "a@b.c"})

    assert answer.status_code == 503
    assert "Gifts cannot be taken just now" in answer.text
    for kept in ("Go on!</textarea>", 'name="choice" value="2500"', 'name="email" value="a@b.c"'):
        assert kept in answer.text
    assert "Nothing was charged" in answer.text
    with connection.execute_wrapper(Gone()):
        silent = reader.post("/support/", {"choice": "2500"}).text
    assert "<textarea" not in silent
    assert 'value="2500"' in silent


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/comments/mine/", "/desk/", "/search/?q=gate"])
def test_what_cannot_be_shown_says_so_and_is_kept_nowhere(reader: Client, path: str) -> None:
    reader.cookies["sessionid"] = "a" * 32
    with connection.execute_wrapper(Gone()):
        answer = reader.get(path)

    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert "This cannot be shown just now" in answer.text


def test_another_sites_words_are_not_given_back(reader: Client) -> None:
    said = {"text": "Bad words", "password": "x"}
    with connection.execute_wrapper(Gone()):
        elsewhere = {"Sec-Fetch-Site": "cross-site", "Referer": "https://evil.example/x"}
        comment = reader.post("/stories/the-gate-is-worn/comments/", said, headers=elsewhere)
        sign_in = reader.post("/account/sign-in/", said)

    assert comment.status_code == 403 or "Bad words" not in comment.text
    assert "evil.example" not in comment.text
    assert sign_in.status_code in (403, 503)
    assert "Bad words" not in sign_in.text


def test_a_process_that_has_seen_no_database_says_so_on_a_bare_page(reader: Client) -> None:
    masthead.forget()
    with connection.execute_wrapper(Gone()):
        answer = reader.post("/stories/the-gate-is-worn/comments/", {"text": WORDS})

    assert answer.status_code == 503
    assert "&lt;groans&gt;.</textarea>" in answer.text
    assert 'class="masthead"' not in answer.text


def test_it_is_said_in_the_newsrooms_language(reader: Client) -> None:
    own = NewsroomSettings.load()
    own.language = "ar"
    own.save()
    reader.get("/")
    with connection.execute_wrapper(Gone()):
        page = reader.get("/search/").text

    assert 'dir="rtl"' in page
    assert "cannot" not in page


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database is locked"), 503),
        (OperationalError("database or disk is full"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (ProgrammingError("syntax error"), 500),
        (OSError(errno.ENOENT, "No such file"), 500),
        (ValueError("a mistake of ours"), 500),
    ],
)
def test_only_what_is_not_our_mistake_is_called_an_interruption(
    reader: Client, error: Exception, status: int
) -> None:
    with connection.execute_wrapper(Gone(error)):
        answer = reader.get("/search/?q=gate")

    assert answer.status_code == status


def test_the_operator_is_told_once_and_not_with_every_request(
    reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.execute_wrapper(Gone()):
        for _ in range(5):
            reader.get("/search/")

    assert len(caplog.records) == 1
    assert "unable to open database file" in caplog.text


def test_what_is_personal_fails_quietly(reader: Client) -> None:
    with connection.execute_wrapper(Gone()):
        answer = reader.get("/stories/the-gate-is-worn/comments/mine.json")

    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")


def test_once_the_database_is_back_so_is_everything(reader: Client) -> None:
    with connection.execute_wrapper(Gone()):
        assert reader.get("/").status_code == 503

    assert reader.get("/").status_code == 200
