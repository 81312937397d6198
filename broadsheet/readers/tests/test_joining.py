"""An address, a code, a name: how a reader becomes a member and comes back."""

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.conftest import Visitor
from broadsheet.readers.guests import COOKIE, remember
from broadsheet.readers.models import MailedCode, Reader, User
from broadsheet.readers.tests.joining import (
    ADDRESS,
    ask_for_code,
    code_to,
    come_in,
    join,
    letters_to,
    type_code,
    type_name,
)
from broadsheet.readers.who import reader_of

pytestmark = pytest.mark.usefixtures("newsroom")

WRONG = "0000 0000"


def is_signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def as_guest(browser: Client, reader: Reader) -> None:
    from django.http import HttpResponse

    browser.cookies[COOKIE] = remember(HttpResponse(), reader).cookies[COOKIE].value


def test_a_stranger_becomes_a_member_and_comes_back(visitor: Client, stranger: Client) -> None:
    asked = ask_for_code(visitor)
    typed = type_code(visitor, code_to())
    joined = type_name(visitor, "  Ada \u202eLovelace ")

    assert [page.headers["Location"] for page in (asked, typed, joined)] == [
        "/account/join/code/", "/account/join/name/", "/account/",
    ]  # fmt: skip
    reader = Reader.objects.get()
    assert (reader.display_name, reader.user.email) == ("Ada Lovelace", ADDRESS)  # type: ignore[union-attr]
    assert reader.joined_at
    assert not reader.user.has_usable_password()  # type: ignore[union-attr]
    assert "Ada Lovelace" in visitor.get("/account/").content.decode()

    back = come_in(stranger, "ADA@Harbour.example ")
    assert back.headers["Location"] == "/account/"
    assert Reader.objects.count() == 1
    assert not MailedCode.objects.exists()


def test_known_and_unknown_addresses_are_answered_alike(visitor: Client, stranger: Client) -> None:
    join(visitor)
    answers, queries, letters = [], [], []

    for address in (ADDRESS, "eve@harbour.example"):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            asked = ask_for_code(stranger, address)
        waits = stranger.get(asked.headers["Location"]).content.decode()
        wrong = type_code(stranger, WRONG).content.decode()
        queries.append(len(counted))
        hidden = r'value="\w{64}"|value="\d+"'
        answers.append(
            [asked.headers["Location"]]
            + [re.sub(hidden, "", page.replace(address, "")) for page in (waits, wrong)]
        )
        letters.append(letters_to(address)[0]["text"].replace(code_to(address), ""))

    assert answers[0] == answers[1]
    assert letters[0] == letters[1]
    assert abs(queries[0] - queries[1]) <= 2, queries  # the first also makes a session


def test_before_the_code_nothing_is_shown_or_made(visitor: Client) -> None:
    ask_for_code(visitor)
    name_too_early = type_name(visitor, "Ada")

    assert name_too_early.headers["Location"] == "/account/join/code/"
    assert not is_signed_in(visitor)
    assert not User.objects.exists()
    assert not Reader.objects.exists()


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b", "A\x07da", "a" * 10_000, "\u202e\u202e", "!!!", "\x00"]
)
def test_a_name_that_nobody_can_read_is_refused(visitor: Client, name: str) -> None:
    come_in(visitor)

    assert type_name(visitor, name).status_code == 422
    assert not User.objects.exists()
    assert type_name(visitor, "Ada").status_code == 302


def test_a_taken_name_is_refused_and_another_one_taken(visitor: Client, stranger: Client) -> None:
    join(visitor)
    come_in(stranger, "eve@harbour.example")

    refused = type_name(stranger, "ΑDA L0VELACE")

    assert refused.status_code == 422
    assert "Somebody else is called that" in refused.content.decode()
    assert type_name(stranger, "Eve").status_code == 302


def test_what_a_guest_wrote_is_the_members(visitor: Client, ann: Reader) -> None:
    as_guest(visitor, ann)
    come_in(visitor)
    assert "is_mine" in visitor.get("/account/join/name/").content.decode()

    joined = type_name(visitor, "Ada", is_mine="on")

    ann.refresh_from_db()
    assert (ann.user, ann.display_name) == (User.objects.get(), "Ada")
    assert joined.cookies[COOKIE].value == ""


def test_the_old_cookie_is_nobodys_any_more(visitor: Client, stranger: Any, ann: Reader) -> None:
    as_guest(visitor, ann)
    as_guest(stranger, ann)
    come_in(visitor)
    type_name(visitor, "Ada", is_mine="on")

    assert stranger.get("/account/").headers["Location"] == "/account/join/"
    assert stranger.get("/account/everything.json").status_code == 302


def test_on_a_shared_computer_it_stays_apart(visitor: Client, ann: Reader) -> None:
    as_guest(visitor, ann)
    come_in(visitor)

    type_name(visitor, "Ada")

    ann.refresh_from_db()
    assert ann.user is None
    assert Reader.objects.get(display_name="Ada").user


def test_a_member_who_comes_back_takes_no_guests_words(
    visitor: Client, stranger: Client, ann: Reader
) -> None:
    member = join(visitor)
    as_guest(stranger, ann)

    come_in(stranger)

    ann.refresh_from_db()
    assert ann.user is None
    assert stranger.get("/account/").context["form"].initial["display_name"] == member.display_name


@pytest.mark.parametrize(
    "asked, led",
    [("/stories/a/?p=2", "/stories/a/?p=2"), ("https://evil.example/", "/account/"),
     ("//evil.example", "/account/"), ("javascript:alert(1)", "/account/")],
)  # fmt: skip
def test_one_is_led_back_to_where_one_came_from(visitor: Client, asked: str, led: str) -> None:
    steps = [ask_for_code(visitor, next=asked)]
    steps.append(visitor.post(steps[-1].headers["Location"], {"code": code_to()}))
    steps.append(visitor.post(steps[-1].headers["Location"], {"display_name": "Ada"}))

    assert steps[-1].headers["Location"] == led
    assert not any("evil" in step.headers["Location"] for step in steps)


def test_the_session_that_a_code_opens_is_a_new_one(visitor: Client) -> None:
    ask_for_code(visitor)
    before = visitor.session.session_key
    type_code(visitor, code_to())
    between = visitor.session.session_key
    type_name(visitor, "Ada")

    assert len({before, between, visitor.session.session_key}) == 3


def test_no_address_of_the_network_is_kept_of_a_member(visitor: Client) -> None:
    join(visitor)

    assert UserSession.objects.get().ip == "0.0.0.0"
    devices = visitor.get("/account/sessions/").content.decode()
    assert "This one" in devices
    assert "0.0.0.0" not in devices


def test_a_closed_account_stays_closed(visitor: Client, stranger: Client) -> None:
    join(visitor)
    User.objects.update(is_active=False)

    led = come_in(stranger)

    assert led.headers["Location"] == "/account/sign-in/closed/"
    assert not is_signed_in(stranger)


def test_the_forms_carry_djangos_token(newsroom: object) -> None:
    strict = Visitor(enforce_csrf_checks=True)

    for path in ("join/", "join/code/", "join/name/", "", "address/", "address/code/", "erase/"):
        assert strict.post(f"/account/{path}", {"email": ADDRESS}).status_code == 403, path
    assert not MailedCode.objects.exists()


def test_every_page_is_private(visitor: Client) -> None:
    for path in ("join/", "join/code/", "join/name/", "", "address/", "everything.json", "erase/"):
        assert visitor.get(f"/account/{path}").headers["Cache-Control"] == "no-store, private"


def test_whoever_only_reads_gets_no_session(rf: Any, ann: Reader) -> None:
    request = rf.get("/")
    assert reader_of(request) is None  # there is neither a user nor a session to be asked

    with CaptureQueriesContext(connection) as counted:
        request.COOKIES[COOKIE] = _cookie(ann)
        assert reader_of(request) == ann
    assert len(counted) == 1


def test_whoever_is_signed_in_is_no_guest(visitor: Client, ann: Reader) -> None:
    member = join(visitor)
    as_guest(visitor, ann)

    kept = visitor.get("/account/everything.json").json()

    assert kept["account"]["reader"] == str(member.pk)
    assert settings.SESSION_COOKIE_NAME in visitor.cookies


def _cookie(reader: Reader) -> str:
    from django.http import HttpResponse

    return remember(HttpResponse(), reader).cookies[COOKIE].value
