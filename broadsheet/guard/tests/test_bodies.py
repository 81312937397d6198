"""How much anybody may send, before it is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from broadsheet.conftest import Visitor
from broadsheet.guard.bodies import MOST_AT_THE_DESK, MOST_ELSEWHERE, most_bytes
from broadsheet.newsroom.models import FrontPage
from broadsheet.readers.models import User


@pytest.mark.parametrize("path", ["/", "/account/sign-in/", "/stories/a/comments/", "/deskside/"])
def test_a_stranger_sends_no_file(path: str) -> None:
    assert most_bytes(path) == MOST_ELSEWHERE


def test_the_desk_takes_the_largest_picture_and_not_much_more(
    newsroom: FrontPage, visitor: Visitor, editor: User
) -> None:
    visitor.force_login(editor)
    largest = SimpleUploadedFile("a.jpg", b"no picture")

    assert visitor.post("/desk/images/add/", {"file": largest}).status_code == 200
    assert most_bytes("/desk/images/add/") == MOST_AT_THE_DESK
