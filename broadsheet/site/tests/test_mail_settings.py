"""The mail server and the sender, as they stand in broadsheet.toml or the environment."""

import re
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from broadsheet.site.folder.config import Config, ConfigError, load_config
from broadsheet.site.folder.config_file import write_config_file
from broadsheet.site.folder.mail_setting import MailServer

SENDER = "The Lantern <post@lantern.example>"


@pytest.mark.parametrize(
    ("given", "server"),
    [
        (
            "smtp://desk:w%2Ford@mail.lantern.example",
            MailServer("mail.lantern.example", 587, "desk", "w/ord"),
        ),
        (
            "smtps://post%40lantern.example:w@mail.lantern.example",
            MailServer(
                "mail.lantern.example", 465, "post@lantern.example", "w", True, is_starttls=False
            ),
        ),
        ("smtp://localhost:25?tls=never", MailServer("localhost", 25, is_starttls=False)),
        ("smtp://[2001:db8::7]:2525", MailServer("2001:db8::7", 2525)),
    ],
)
def test_a_mail_server_is_an_address(tmp_path: Path, given: str, server: MailServer) -> None:
    config = _config(tmp_path, BROADSHEET_MAIL=given, BROADSHEET_MAIL_FROM=SENDER)

    assert config.mail == server


def test_without_one_letters_are_files(tmp_path: Path) -> None:
    config = _config(tmp_path)

    assert (config.mail, config.mail_from) == (None, "")


def test_a_mail_server_needs_a_sender(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"mail_from is not, which must be who letters are from"):
        _config(tmp_path, BROADSHEET_MAIL="smtp://mail.lantern.example")


@pytest.mark.parametrize(
    "given",
    [
        "smtp://desk:the-word@mail.lantern.example:port",
        "smtp://desk:the-word/x@mail.lantern.example",
        "smtp://desk:x#the-word@mail.lantern.example",
        "smtp:desk:the-word@mail.lantern.example",
        "desk:the-word@mail.lantern.example",
        "smtp://desk:the-word@mail.lantern.example?tls=never",
    ],
)
def test_a_refused_mail_server_does_not_give_its_password_away(tmp_path: Path, given: str) -> None:
    with pytest.raises(ConfigError, match=r"^BROADSHEET_MAIL must be a mail server") as refused:
        _config(tmp_path, BROADSHEET_MAIL=given, BROADSHEET_MAIL_FROM=SENDER)

    assert "the-word" not in str(refused.value)


def test_the_settings_as_a_whole_do_not_show_the_password(tmp_path: Path) -> None:
    config = _config(
        tmp_path, BROADSHEET_MAIL="smtp://desk:the-word@h.example", BROADSHEET_MAIL_FROM=SENDER
    )

    assert "the-word" not in repr(config)


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ("post@lantern.example", "post@lantern.example"),
        (SENDER, SENDER),
        ("<post@lantern.example>", "post@lantern.example"),
        ('"Lantern, The" <post@lantern.example>', '"Lantern, The" <post@lantern.example>'),
        ("Lantern, The <post@lantern.example>", '"Lantern, The" <post@lantern.example>'),
        ("Die Straße <post@straße.example>", "=?utf-8?q?Die_Stra=C3=9Fe?= <post@strasse.example>"),
    ],
)
def test_a_sender_is_written_as_a_header_has_it(tmp_path: Path, given: str, header: str) -> None:
    config = _config(tmp_path, BROADSHEET_MAIL_FROM=given)

    message = EmailMessage("s", "b", config.mail_from, ["ann@lantern.example"]).message()
    assert message["From"] == config.mail_from == header


def test_the_commented_file_explains_both(tmp_path: Path) -> None:
    write_config_file(tmp_path)
    path = tmp_path / "broadsheet.toml"
    path.write_text("\n".join(re.findall(r"^#(mail\w* = .+)$", path.read_text(), re.MULTILINE)))

    config = _config(tmp_path)

    assert config.mail == MailServer("mail.lantern.example", 587, "user", "password")
    assert config.mail_from == SENDER


def _config(folder: Path, **environ: str) -> Config:
    return load_config({"BROADSHEET_DATA": str(folder)} | environ)
