"""What members change of themselves, and what strangers, guests and staff meet there."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from broadsheet.conftest import Visitor
from broadsheet.lib import events
from broadsheet.readers.events import ReaderChanged
from broadsheet.readers.models import MailedCode, Reader, User
from broadsheet.readers.tests.joining import (
    ADDRESS,
    NEW,
    ask_for_code,
    code_to,
    come_in,
    give_passkey,
    join,
    letters_to,
    type_code,
    type_name,
)
from broadsheet.site.wiring import EVENTS

pytestmark = pytest.mark.usefixtures("newsroom")

PASSKEYS = "/account/second-factor/passkeys/add/"


def change(browser: Client, name: str, about: str = "") -> Any:
    return browser.post("/account/", {"display_name": name, "about": about})


def grow_old(browser: Visitor) -> None:
    """Let the session be one that was opened yesterday."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 86_400
    session.save()


def test_name_and_words_are_changed_and_told(visitor: Client) -> None:
    reader = join(visitor)
    told: list[object] = []
    events.subscribe({ReaderChanged: (told.append,)})
    try:
        changed = change(visitor, "Ada King", "I sail.\r\n\r\n\r\n\r\nOften.")
    finally:
        events.subscribe(EVENTS)

    assert changed.headers["Location"] == "/account/"
    reader.refresh_from_db()
    assert (reader.display_name, reader.about) == ("Ada King", "I sail.\n\nOften.")
    assert told == [ReaderChanged(reader.pk)]
    assert change(visitor, "ADA KING").status_code == 302  # one may write it otherwise


@pytest.mark.parametrize(
    "name, about",
    [("", ""), ("Eve", ""), ("a" * 10_000, ""), ("\u202e", ""), ("Ada", "a" * 501),
     ("Ada", "a\x07"), ("editor", "")],
)  # fmt: skip
def test_what_cannot_be_kept_changes_nothing(
    visitor: Client, stranger: Client, editor: User, name: str, about: str
) -> None:
    reader = join(visitor)
    join(stranger, "Eve", "eve@harbour.example")

    assert change(visitor, name, about).status_code == 422
    reader.refresh_from_db()
    assert (reader.display_name, reader.about) == ("Ada Lovelace", "")


def test_words_about_oneself_run_no_script(visitor: Client) -> None:
    join(visitor)
    change(visitor, "<b>Ada", "</textarea><script>alert(1)</script>")

    page = visitor.get("/account/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;Ada" in page


def test_the_address_is_changed_by_a_code_to_the_new_one(visitor: Client) -> None:
    join(visitor)
    assert visitor.post("/account/address/", {"email": NEW}).status_code == 302
    assert User.objects.get().email == ADDRESS

    done = visitor.post("/account/address/code/", {"code": code_to(NEW)})

    assert done.headers["Location"] == "/account/"
    assert User.objects.get().email == NEW
    assert "a…@lighthouse.example" in letters_to()[0]["text"]
    assert NEW not in letters_to()[0]["text"]
    assert come_in(Visitor(), NEW).headers["Location"] == "/account/"


def test_anothers_address_stays_theirs(visitor: Client, stranger: Client) -> None:
    join(visitor)
    join(stranger, "Eve", NEW)
    visitor.post("/account/address/", {"email": NEW})

    refused = visitor.post("/account/address/code/", {"code": code_to(NEW)}, follow=True)

    assert "account of its own" in refused.content.decode()
    assert User.objects.filter(email=NEW).count() == 1
    assert MailedCode.objects.count() <= 1


def test_a_code_for_an_address_lets_nobody_in(visitor: Client, stranger: Client) -> None:
    join(visitor)
    visitor.post("/account/address/", {"email": NEW})
    code = code_to(NEW)

    assert type_code(visitor, code).status_code == 410
    ask_for_code(stranger, "eve@harbour.example")
    assert stranger.post("/account/address/code/", {"code": code}).status_code == 302
    assert User.objects.get().email == ADDRESS


@pytest.mark.parametrize("path", ["/account/address/", PASSKEYS])
def test_ways_in_are_changed_only_by_who_has_shown_themselves_lately(
    visitor: Visitor, path: str
) -> None:
    join(visitor)
    assert visitor.get(path).status_code == 200
    grow_old(visitor)

    again = f"/account/again/mail/?next={path.replace('/', '%2F')}"
    assert visitor.get(path).headers["Location"] == again
    assert visitor.post(path, {"email": NEW}).headers["Location"] == again
    asked = visitor.post(again)
    assert asked.headers["Location"].startswith("/account/again/mail/code/")
    assert visitor.post(asked.headers["Location"], {"code": "00000000"}).status_code == 422
    done = visitor.post(asked.headers["Location"], {"code": code_to()})

    assert done.headers["Location"] == path
    assert visitor.get(path).status_code == 200


def test_the_code_of_another_address_shows_nobody_again(visitor: Visitor) -> None:
    join(visitor)
    visitor.post("/account/address/", {"email": NEW})
    grow_old(visitor)

    shown = visitor.post("/account/again/mail/code/", {"code": code_to(NEW)})

    assert shown.status_code == 410
    assert visitor.get(PASSKEYS).status_code == 302


def test_a_passkey_forces_no_second_step_on_a_member(visitor: Client) -> None:
    reader = join(visitor)
    passkey = give_passkey(User.objects.get())

    assert come_in(Visitor()).headers["Location"] == "/account/"
    page = visitor.get("/account/second-factor/").content.decode()
    assert "Phone" in page
    assert "desk" not in page.lower()
    assert "authenticator app" not in page.lower()
    remove = f"/account/second-factor/passkeys/{passkey.pk}/remove/"
    assert "Codes by mail still do" in visitor.get(remove).content.decode()
    assert visitor.post(remove).status_code == 302
    assert not Authenticator.objects.exists()
    assert reader.user


def test_nobody_touches_anothers_passkey(visitor: Client, stranger: Client) -> None:
    join(visitor)
    join(stranger, "Eve", "eve@harbour.example")
    passkey = give_passkey(User.objects.get(email=ADDRESS))

    for step in ("", "remove/"):
        path = f"/account/second-factor/passkeys/{passkey.pk}/{step}"
        assert stranger.post(path, {"name": "mine"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "address/", "address/code/", "everything.json", "erase/", "again/mail/"]
)
def test_a_stranger_is_led_to_the_door(visitor: Client, path: str) -> None:
    assert visitor.get(f"/account/{path}").headers["Location"] == "/account/join/"


def test_signing_out_leaves_nothing_behind(visitor: Visitor) -> None:
    join(visitor)
    visitor.post("/account/sign-out/")

    assert visitor.get("/account/").headers["Location"] == "/account/join/"


def test_a_second_account_of_one_address_is_not_made(visitor: Client, stranger: Client) -> None:
    """Two browsers have both proved it before either has chosen a name."""
    come_in(visitor)
    MailedCode.objects.update(address="old@harbour.example")
    come_in(stranger)
    MailedCode.objects.filter(address="old@harbour.example").delete()
    assert type_name(stranger, "Ada").status_code == 302

    assert type_name(visitor, "Eve").status_code == 410
    assert Reader.objects.count() == 1
