"""Whatever people call themselves and write, a letter stays one letter to one address."""

import json
import os
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from broadsheet.lib.text import tidy_line, without_controls
from broadsheet.notices.envelope import MAX_SUBJECT_LENGTH, message_of
from broadsheet.notices.letters import Letter
from broadsheet.notices.tests.conftest import ANN
from broadsheet.notices.tests.post_office import PostOffice

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))
HEADERS = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID",
    "Auto-Submitted", "Content-Transfer-Encoding",
}  # fmt: skip


def message(
    subject: str, *, text: str = "Hello.", html: str = "", to: str = ANN, url: str = ""
) -> EmailMultiAlternatives:
    letter = Letter(subject=subject, text=text, html=html, unsubscribe_url=url)
    return message_of(letter, to=to, kind="follow-up", seal="seal")


@pytest.mark.skipif(not MATERIAL.exists(), reason="material: ../shared/material is not here")
def test_every_naughty_string_arrives_as_subject_and_as_text(post_office: PostOffice) -> None:
    strings = json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))

    get_connection().send_messages(
        [message(string, text=f"> {string}", html=f"<p>{string}</p>") for string in strings]
    )

    letters = post_office.letters
    assert len(letters) == len(strings) > 500
    for string, letter in zip(strings, letters, strict=True):
        assert set(letter.keys()) <= HEADERS
        assert letter["To"] == ANN
        subject = without_controls(tidy_line(string))[:MAX_SUBJECT_LENGTH]
        assert read(letter["Subject"]) == read(subject)
        text, html = (part.get_content() for part in letter.iter_parts())
        assert lines(text) == lines(f"> {string}")
        assert lines(html) == lines(f"<p>{string}</p>")


def read(words: str) -> str:
    # Between two encoded words, and where a header is folded, spaces are not kept apart.
    return "".join(str(words).split())


def lines(text: str) -> list[str]:
    return list(_lines(without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))))


def _lines(text: str) -> Iterator[str]:
    yield from (line.rstrip() for line in text.strip().split("\n"))


@pytest.mark.parametrize(
    "breaking", ["\n", "\r", "\r\n", "\0", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_no_kind_of_line_break_adds_a_header(breaking: str) -> None:
    written = message(f"Gate{breaking}Bcc: eve@lantern.example", text=f"one{breaking}two")

    letter = parsed(written.message().as_bytes())

    assert set(letter.keys()) == HEADERS
    assert read(letter["Subject"]) == "GateBcc:eve@lantern.example"


@pytest.mark.parametrize(
    "address",
    [
        "", "ann", "ann@", "@lantern.example", "ann@lantern.example\nBcc: eve@lantern.example",
        "ann@lantern.example, eve@lantern.example", "ann <eve@lantern.example>",
        "änn@lantern.example", "ann@lantern.example\0", "a" * 500 + "@lantern.example",
    ],
)  # fmt: skip
def test_what_is_no_single_address_gets_no_letter(address: str) -> None:
    with pytest.raises(ValueError, match="its address is none"):
        message("Gate", to=address)


def test_an_address_with_another_alphabet_in_its_domain_is_written_for_servers() -> None:
    written = message("Gate", to="ann@laterne-straße.example")

    assert "To: ann@laterne-strasse.example" in written.message().as_string()


@pytest.mark.parametrize(
    "url",
    ["https://lantern.example/a\r\nBcc: eve@lantern.example", "https://lantern.example/a b>",
     "javascript:alert(1)", "mailto:eve@lantern.example", "https://lantern.example/" + "a" * 900],
)  # fmt: skip
def test_a_way_out_that_is_no_web_address_is_refused_or_written_safely(url: str) -> None:
    try:
        letter = parsed(message("Gate", url=url).message().as_bytes())
    except ValueError:
        return

    assert "Bcc" not in letter
    assert letter["List-Unsubscribe"].startswith("<https://lantern.example/a%")


def test_a_long_way_out_is_not_folded_within() -> None:
    url = "https://lantern.example/letters/end?" + ",".join("token;of:parts" for _ in range(40))

    letter = parsed(message("Gate", url=url).message().as_bytes())

    assert letter["List-Unsubscribe"].strip() == f"<{url}>"


def test_half_a_character_does_not_stop_a_letter() -> None:
    written = message("Gate \ud83d", text="half: \ud83d\nLong line: " + "x" * 2000)

    letter = parsed(written.message().as_bytes())

    assert letter["Subject"] == "Gate ?"
    assert letter.get_content().startswith("half: ?")


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=SMTP)
