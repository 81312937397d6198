"""With no mail server each letter is a file that only the site's owner may read."""

import stat
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail

from broadsheet.notices import folder
from broadsheet.notices.letters import Letter
from broadsheet.notices.models import Line
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.conftest import ANN, Tell
from broadsheet.notices.trial import try_letter


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "broadsheet.notices.folder.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


def test_a_letter_is_one_whole_private_file(mail_folder: Path, tell: Tell, now: datetime) -> None:
    tell("comment:1", about={"words": "From the gate: 你好"})

    assert send_due(now=now) == 1

    (path,) = mail_folder.iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(mail_folder.stat().st_mode) == 0o700
    assert letter["To"] == ANN
    assert "From the gate: 你好" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_what_others_send_by_django_lies_there_too(mail_folder: Path) -> None:
    assert send_mail("Your code", "417 302", None, [ANN]) == 1
    assert try_letter(ANN, Letter(subject="Letters go out", text="Yes.")) == ""

    assert len(list(mail_folder.glob("*.eml"))) == 2


def test_the_newest_letters_are_kept(mail_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "KEEP_NEWEST", 3)
    for number in range(5):
        send_mail(f"Letter {number}", "Hello.", None, [ANN])

    kept = sorted(mail_folder.iterdir())
    assert [path.read_text().partition("Subject: ")[2][:8] for path in kept] == [
        "Letter 2", "Letter 3", "Letter 4",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_to_pauses_the_line_and_loses_nothing(
    mail_folder: Path, tell: Tell, now: datetime
) -> None:
    mail_folder.write_text("in the way")
    tell("comment:1")

    assert send_due(now=now) == 0
    assert Line.objects.get().reason == "File exists"
    mail_folder.unlink()
    assert send_due(now=now.replace(minute=2)) == 1
