"""How much anybody may send, before it is read."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from broadsheet.conftest import Visitor
from broadsheet.guard.bodies import MOST_AT_THE_DESK, MOST_ELSEWHERE
from broadsheet.newsroom.models import FrontPage
from broadsheet.readers.models import User


class Unread(BytesIO):
    """What fails where somebody reads it."""

    def read(self, *arguments: object) -> bytes:
        raise AssertionError("the body was read")


def announce(browser: Client, path: str, size: int) -> int:
    """The status of a POST that announces so many bytes of files, with a token of its own."""
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(size)}
    answer = browser.generic("POST", path, **headers, **{"wsgi.input": Unread()})
    return int(answer.status_code)


@pytest.mark.parametrize("path", ["/account/sign-in/", "/account/sign-out/", "/account/again/"])
def test_a_stranger_sends_no_file_to_the_pages_of_signing_in(
    newsroom: FrontPage, path: str
) -> None:
    stranger = Visitor(enforce_csrf_checks=True)

    assert announce(stranger, path, MOST_ELSEWHERE + 1) == 413


def test_who_signs_in_is_not_hindered(newsroom: FrontPage, visitor: Visitor) -> None:
    answer = visitor.post("/account/sign-in/", {"login": "nobody", "password": "x" * 1000})

    assert answer.status_code == 200


def test_the_desk_takes_the_largest_picture_and_not_much_more(
    visitor: Visitor, editor: User
) -> None:
    visitor.force_login(editor)
    largest = SimpleUploadedFile("a.jpg", b"no picture")

    assert visitor.post("/desk/images/add/", {"file": largest}).status_code == 200
    assert announce(visitor, "/desk/images/add/", MOST_AT_THE_DESK + 1) == 413
