"""Files that go with a letter: made when it is sent, whole when it arrives, kept nowhere."""

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from broadsheet.notices import letters
from broadsheet.notices.envelope import message_of
from broadsheet.notices.letters import Attachment, Letter
from broadsheet.notices.models import Notice, Sending
from broadsheet.notices.outbox import post_letter
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.conftest import ANN, Tell
from broadsheet.notices.tests.post_office import PostOffice

# What no encoding of text may touch: every byte, and lines that end in every way.
CONTENT = bytes(range(256)) * 40 + b"\r\n.\r\n\n\r"
FILE = Attachment("receipt-2026-000001.pdf", "application/pdf", CONTENT)


@pytest.fixture(autouse=True)
def with_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def compose(address: str, notices: Sequence[Notice]) -> Letter:
        return Letter("Your receipt", "Here it is.", "<p>Here it is.</p>", attachments=(FILE,))

    monkeypatch.setitem(letters._composers, "with-a-file", compose)


def require_whole(letter: EmailMessage) -> None:
    words, file = letter.iter_parts()
    assert letter.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html"]
    assert file.get_content_type() == "application/pdf"
    assert file.get_filename() == FILE.name
    assert file.get_content_disposition() == "attachment"
    assert file.get_content() == CONTENT


def test_a_file_arrives_byte_for_byte_and_is_kept_nowhere(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    tell("receipt:1", kind="with-a-file", about={"receipt": 1})
    waiting = Notice.objects.get()

    assert send_due(now=now) == 1

    [letter] = post_office.letters
    require_whole(letter)
    assert waiting.about == {"receipt": 1}
    assert Notice.objects.get().about == {}
    assert Sending.objects.get().address == ""


def test_a_file_that_was_not_taken_is_made_anew_for_the_next_attempt(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    tell("receipt:1", kind="with-a-file")
    post_office.at_data = ["451 later"]

    assert send_due(now=now) == 0
    assert send_due(now=now.replace(minute=2)) == 1

    [letter] = post_office.letters
    require_whole(letter)


def test_without_a_mail_server_the_file_lies_in_the_letters_own(
    tell: Tell, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "broadsheet.notices.folder.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    tell("receipt:1", kind="with-a-file")

    assert send_due(now=now) == 1

    [path] = (tmp_path / "mail").iterdir()
    require_whole(message_from_bytes(path.read_bytes(), policy=default))


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a"; b\r\nBcc: eve@x.example', "قبض.pdf"])
def test_no_name_of_a_file_leaves_its_place(name: str) -> None:
    letter = Letter("Hello", "Hello.", attachments=(Attachment(name, "text/csv", b"a,b"),))

    message = message_of(letter, to=ANN, kind="x", seal="seal").message()

    written = message_from_bytes(message.as_bytes(), policy=default)
    _words, file = written.iter_parts()
    assert "Bcc" not in written
    assert not set(file.get_filename() or "/") & set('/\\\r\n"; ')
    assert not (file.get_filename() or ".").startswith(".")


@pytest.mark.django_db
def test_a_ready_letter_takes_no_files(now: datetime) -> None:
    with pytest.raises(ValueError, match="composer"), transaction.atomic():
        post_letter(ANN, Letter("A", "B", attachments=(FILE,)), event="x:1", now=now)

    assert not Notice.objects.exists()
