"""Codes by mail: how many, how long, how often, and what is no code."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.guard.models import Bucket
from broadsheet.readers.members.codes import prune_codes
from broadsheet.readers.models import MailedCode
from broadsheet.readers.tests.joining import (
    ask_for_code,
    code_to,
    join,
    letters_to,
    type_code,
)

pytestmark = pytest.mark.usefixtures("newsroom")

WRONG = "0000 0000"


def test_the_letter_says_the_code_in_text_and_html(visitor: Client) -> None:
    ask_for_code(visitor)

    letter = letters_to()[0]
    code = code_to()
    assert all(code in letter[part] for part in ("subject", "text", "html"))
    assert "&quot;" not in letter["text"]
    assert code.replace(" ", "") not in MailedCode.objects.get().code_digest


def test_three_wrong_codes_end_it(visitor: Client) -> None:
    ask_for_code(visitor)
    tries = [type_code(visitor, WRONG).content.decode() for _ in range(2)]
    last = type_code(visitor, WRONG)

    assert "2 more times" in tries[0]
    assert "once more" in tries[1]
    assert last.status_code == 410
    assert type_code(visitor, code_to()).status_code == 410


def test_a_code_is_over_after_ten_minutes(visitor: Client) -> None:
    ask_for_code(visitor)
    MailedCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert type_code(visitor, code_to()).status_code == 410
    assert prune_codes(now=timezone.now()) == 1


def test_a_code_opens_once_and_only_where_it_was_asked_for(
    visitor: Client, stranger: Client
) -> None:
    join(visitor)
    ask_for_code(visitor := Visitor())
    code = code_to()

    assert type_code(stranger, code).status_code == 410
    assert type_code(visitor, code).status_code == 302
    visitor.logout()
    assert type_code(visitor, code).status_code == 410


def test_a_second_letter_ends_the_first_code(visitor: Client, stranger: Client) -> None:
    ask_for_code(visitor)
    ask_for_code(stranger)

    assert type_code(visitor, code_to()).status_code == 410
    assert type_code(stranger, code_to()).status_code == 302
    assert MailedCode.objects.count() == 1


@pytest.mark.parametrize("as_typed", ["{0}{1}", " {0}-{1} ", "{0}\u00a0{1}"])
def test_a_code_may_be_typed_with_spaces(visitor: Client, as_typed: str) -> None:
    ask_for_code(visitor)

    assert type_code(visitor, as_typed.format(*code_to().split())).status_code == 302


def test_a_code_may_be_typed_in_arabic_digits(visitor: Client) -> None:
    ask_for_code(visitor)
    arabic = code_to().translate({ord("0") + n: 0x660 + n for n in range(10)})

    assert type_code(visitor, arabic).status_code == 302


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00", "²³¹", "🙂"])
def test_nonsense_for_a_code_is_refused(visitor: Client, typed: str) -> None:
    ask_for_code(visitor)

    assert type_code(visitor, typed).status_code == 422


@pytest.mark.parametrize(
    "typed",
    ["", "ada", "ada@", "a@b\r\nBcc: x@y.example", "\x00@b.example", "a" * 300 + "@b.example"],
)
def test_what_is_no_address_gets_no_letter(visitor: Client, typed: str) -> None:
    assert ask_for_code(visitor, typed).status_code == 422
    assert not MailedCode.objects.exists()


def test_letters_to_one_address_are_limited_wherever_they_are_asked_from(
    newsroom: object,
) -> None:
    answers = [ask_for_code(Visitor(REMOTE_ADDR=f"203.0.113.{n}")).status_code for n in range(1, 7)]

    assert answers == [302] * 5 + [429]
    assert len(letters_to()) == 5
    assert not Bucket.objects.filter(key__contains="harbour").exists()


def test_letters_from_one_place_are_limited_whoever_gets_them(visitor: Client) -> None:
    answers = [ask_for_code(visitor, f"a{n}@harbour.example") for n in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "ask for another one" in answers[-1].content.decode()
    assert answers[-1].headers["Retry-After"]
    assert answers[-1].headers["Cache-Control"] == "no-store, private"
