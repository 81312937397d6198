"""Taking everything that is one's own, and leaving nothing of it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client

from broadsheet.conftest import Visitor
from broadsheet.lib import events
from broadsheet.readers import belongings
from broadsheet.readers.events import ReaderErased
from broadsheet.readers.guests import COOKIE, remember
from broadsheet.readers.members.erasing import erase
from broadsheet.readers.models import Reader, User
from broadsheet.readers.tests.joining import (
    ADDRESS,
    NEW,
    ask_for_code,
    come_in,
    give_passkey,
    join,
)
from broadsheet.site.wiring import BELONGINGS, EVENTS

pytestmark = pytest.mark.usefixtures("newsroom")

LABELS = ("readers", "account", "mfa", "usersessions", "sessions", "notices", "guard")


def all_text() -> str:
    """Every word in every table of who someone is, of their letters and of their limits."""
    found = []
    for label in LABELS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for row in model._default_manager.values():
                found += [str(value) for value in row.values()]
                found += (
                    [str(SessionStore().decode(row["session_data"]))] if model is Session else []
                )
    return "\n".join(found).lower()


def test_text_columns_are_looked_into(visitor: Client) -> None:
    """Lest the search below finds nothing because it looks nowhere."""
    reader = join(visitor)

    found = all_text()

    for word in (ADDRESS, "ada lovelace", str(reader.pk), "_auth_user_id"):
        assert word in found, word
    assert issubclass(Session, models.Model)


def test_nothing_of_a_member_is_left(visitor: Visitor, stranger: Visitor) -> None:
    reader = join(visitor)
    user = User.objects.get()
    visitor.post("/account/", {"display_name": "Ada Lovelace", "about": "I sail."})
    visitor.post("/account/address/", {"email": NEW})  # never typed
    come_in(stranger)
    give_passkey(user)
    ask_for_code(Visitor())  # a code is still open in some other browser

    asked = visitor.get("/account/erase/")
    assert "for good" in asked.content.decode()
    assert User.objects.exists()
    gone = visitor.post("/account/erase/", follow=True)

    assert "Everything is erased" in gone.content.decode()
    left = all_text()
    for word in (ADDRESS, NEW, "ada", "i sail", str(reader.pk), user.username, "_auth_user_id"):
        assert word not in left, word
    counts = [m.objects.count() for m in (User, Reader, Authenticator, UserSession)]
    assert counts == [0, 0, 0, 0]
    for browser in (visitor, stranger):
        assert browser.get("/account/").headers["Location"] == "/account/join/"


def test_a_guest_erases_too_and_the_cookie_goes(
    visitor: Visitor, stranger: Visitor, ann: Reader, bob: Reader
) -> None:
    visitor.cookies[COOKIE] = remember(HttpResponse(), ann).cookies[COOKIE].value
    assert "guest here" in visitor.get("/account/").content.decode()
    assert stranger.post("/account/erase/").headers["Location"] == "/account/join/"

    gone = visitor.post("/account/erase/")

    assert gone.headers["Location"] == "/account/erased/"
    assert gone.cookies[COOKIE].value == ""
    assert list(Reader.objects.all()) == [bob]


def test_nothing_is_erased_by_following_a_link(visitor: Client) -> None:
    join(visitor)

    visitor.get("/account/erase/")

    assert Reader.objects.exists()


def test_every_floor_does_its_part_or_none(visitor: Client) -> None:
    reader = join(visitor)

    def fail(event: ReaderErased) -> None:
        assert Reader.objects.filter(pk=event.reader_id).exists()
        raise RuntimeError("This floor cannot.")

    events.subscribe({ReaderErased: (fail,)})
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            erase(reader)
    finally:
        events.subscribe(EVENTS)

    assert User.objects.exists()
    assert visitor.get("/account/").status_code == 200


def test_staff_are_not_erased_so(visitor: Visitor, editor: User) -> None:
    visitor.force_login(editor)
    Reader.objects.create(user=editor)

    refused = visitor.post("/account/erase/")

    assert refused.status_code == 409
    assert "An administrator closes it" in refused.content.decode()
    assert User.objects.exists()


def test_everything_is_one_file(visitor: Client) -> None:
    join(visitor)
    give_passkey(User.objects.get())

    file = visitor.get("/account/everything.json")

    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-store, private"
    account: dict[str, Any] = file.json()["account"]
    assert account["email"] == ADDRESS
    assert account["display_name"] == "Ada Lovelace"
    assert [one["name"] for one in account["passkeys"]] == ["Phone"]
    assert [set(one) for one in account["devices"]] == [{"browser", "signed_in"}]


def test_every_floor_adds_what_it_knows(visitor: Client, stranger: Client) -> None:
    join(visitor)
    join(stranger, "Eve", "eve@harbour.example")
    belongings.register({"letters": lambda reader: [reader.display_name]})
    try:
        kept = visitor.get("/account/everything.json").json()
    finally:
        belongings.register(BELONGINGS)

    assert kept == {"letters": ["Ada Lovelace"]}
