import re
from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from broadsheet.conftest import MakeStaff, Visitor
from broadsheet.newsroom import roles
from broadsheet.readers.models import User
from broadsheet.readers.sign_in.factors import has_second_factor
from broadsheet.readers.tests.sign_in import code_of, set_up_app, type_code, type_password

EXAMPLES = {"int": "1", "uuid": "0" * 32}


def desk_paths() -> list[str]:
    """An address for every pattern of the desk, and some that it does not have."""
    prefix = settings.DESK_PATH.lstrip("/")
    found = {path for path in _paths(get_resolver().url_patterns, "") if path.startswith(prefix)}
    return [f"/{path}" for path in sorted(found)] + ["/desk/nothing/", "/desk/api/v2/pages/"]


def _paths(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for entry in patterns:
        path = before + _example(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _paths(entry.url_patterns, path)
        else:
            yield path


def _example(pattern: str) -> str:
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1], "a"), pattern)
    return re.sub(r"\(\?P.*?\)", "1", filled).strip("^$").replace("\\", "")


def test_there_are_many() -> None:
    assert len(desk_paths()) > 150


@pytest.mark.parametrize("has_password", [False, True])
def test_nothing_of_the_desk_answers_before_a_second_factor(
    visitor: Visitor, editor: User, has_password: bool
) -> None:
    if has_password:
        visitor.sign_in_by_password_alone(editor)
    where = "/account/second-factor/" if has_password else "/account/sign-in/"

    for path in desk_paths():
        page = visitor.get(path)
        assert (page.status_code, page.headers["Location"].split("?")[0]) == (302, where), path
        sent = visitor.post(path, {})
        assert (sent.status_code, sent.headers["Location"]) == (302, where), path
        asked = visitor.get(path, headers={"X-Requested-With": "XMLHttpRequest"})
        assert (asked.status_code, asked.headers["Content-Type"]) == (403, "application/json"), path
        for answer in (page, sent, asked):
            assert answer.headers["Cache-Control"] == "no-store, private"


def test_wagtails_own_sign_in_is_closed(visitor: Visitor, editor: User) -> None:
    form = {"username": "editor", "password": "a long password 7", "next": "/desk/"}

    visitor.post("/desk/login/", form)

    assert "_auth_user_id" not in visitor.session
    visitor.force_login(editor)
    assert visitor.get("/desk/login/").headers["Location"] == "/account/sign-in/"
    assert visitor.get("/desk/password_reset/").status_code == 404
    assert visitor.get("/desk/password_reset/done/").status_code == 404
    assert visitor.get("/desk/password_reset/confirm/MQ/a-b/").status_code == 404
    assert visitor.post("/desk/logout/").status_code == 302
    assert "_auth_user_id" not in visitor.session


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v2/pages/", "/api/v3/", "/admin/"])
def test_no_api_is_mounted(visitor: Visitor, editor: User, path: str) -> None:
    visitor.force_login(editor)

    assert visitor.get(path).status_code == 404


def test_an_account_that_may_not_enter_stays_out(visitor: Visitor, newsroom: object) -> None:
    member = User.objects.create_user("member", password="a long password 7")
    visitor.force_login(member)

    assert visitor.get("/desk/").status_code in (302, 403)


def test_the_account_page_leads_to_factors_and_devices(visitor: Visitor, editor: User) -> None:
    visitor.force_login(editor)

    page = visitor.get("/desk/account/").content.decode()

    assert "/account/second-factor/" in page
    assert "/account/sessions/" in page
    assert "new_password1" not in page  # Wagtail's own form asks for no second factor


def test_the_account_page_takes_no_picture(visitor: Visitor, editor: User) -> None:
    visitor.force_login(editor)

    page = visitor.get("/desk/account/").content.decode()

    assert 'type="file"' not in page


def test_devices_are_listed_and_signed_out(
    visitor: Visitor, stranger: Client, editor: User
) -> None:
    type_password(visitor)
    secret = set_up_app(visitor)
    type_password(stranger)
    type_code(stranger, code_of(secret, periods=1))
    assert stranger.get("/desk/").status_code == 200

    page = visitor.get("/account/sessions/").content.decode()
    assert page.count("signed in ") == 2
    session = re.findall(r'name="session" value="(\d+)"', page)
    visitor.post("/account/sessions/", {"session": session[0]})

    assert stranger.get("/desk/").headers["Location"].startswith("/account/sign-in/")
    assert visitor.get("/desk/").status_code == 200


def test_nobody_signs_another_out(
    visitor: Visitor, stranger: Visitor, editor: User, reporter: User
) -> None:
    type_password(visitor)
    set_up_app(visitor)
    stranger.force_login(reporter)
    theirs = UserSession.objects.get(user=editor)

    assert stranger.post("/account/sessions/", {"session": theirs.pk}).status_code == 404
    stranger.post("/account/sessions/")
    assert visitor.get("/desk/").status_code == 200


def test_an_administrator_signs_somebody_out(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, editor: User
) -> None:
    rosa = staff("rosa", roles.REPORTERS)
    type_password(visitor, "rosa")
    set_up_app(visitor)
    stranger.force_login(staff("ada", roles.ADMINISTRATORS))

    assert "Sign out everywhere" in stranger.get("/desk/users/").content.decode()
    assert stranger.get(f"/desk/people/{rosa.pk}/sign-out/").status_code == 200
    stranger.post(f"/desk/people/{rosa.pk}/sign-out/")

    assert visitor.get("/desk/").headers["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize(
    "role, name",
    [
        (roles.REPORTERS, "rosa"),
        (roles.EDITORS, "rosa"),
        (roles.MODERATORS, "rosa"),
        (roles.ADMINISTRATORS, "editor"),  # who may do everything
    ],
)
def test_nobody_else_does(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, editor: User, role: str, name: str
) -> None:
    staff("rosa", roles.REPORTERS)
    type_password(visitor, name)
    set_up_app(visitor)
    stranger.force_login(staff("mo", role))

    stranger.post(f"/desk/people/{User.objects.get(username=name).pk}/sign-out/")

    assert visitor.get("/desk/").status_code == 200


def test_a_changed_password_signs_the_others_out(
    visitor: Visitor, stranger: Visitor, editor: User
) -> None:
    visitor.force_login(editor)
    stranger.force_login(editor)
    form = {"oldpassword": "a long password 7", "password1": "harbour-9-lamp-rope"}

    changed = visitor.post("/account/password/", form | {"password2": form["password1"]})

    assert changed.status_code == 302
    assert visitor.get("/desk/").status_code == 200
    assert stranger.get("/desk/").status_code == 302


@pytest.mark.parametrize("new", ["12345678901", "password123", "short7"])
def test_a_weak_password_is_refused(visitor: Visitor, editor: User, new: str) -> None:
    visitor.force_login(editor)
    form = {"oldpassword": "a long password 7", "password1": new, "password2": new}

    visitor.post("/account/password/", form)

    assert User.objects.get().check_password("a long password 7")


def test_the_only_factor_stays(visitor: Visitor, editor: User) -> None:
    type_password(visitor)
    visitor.force_login(editor)
    type_password(visitor)
    visitor.post("/account/again/", {"password": "a long password 7"})

    visitor.post("/account/second-factor/app/remove/")
    page = visitor.get("/account/second-factor/app/remove/").content.decode()

    assert "only second factor" in page
    assert has_second_factor(editor)


def test_a_change_of_factors_asks_for_the_password_again(visitor: Visitor, editor: User) -> None:
    visitor.force_login(editor)  # not by a form: when that was is not known

    asked = visitor.get("/account/second-factor/passkeys/add/")

    assert asked.headers["Location"].startswith("/account/again/?next=")
    again = "/account/again/?next=/account/second-factor/passkeys/add/"
    assert "is not right" in visitor.post(again, {"password": "wrong"}).content.decode()
    visitor.post(again, {"password": "a long password 7"})
    assert visitor.get("/account/second-factor/passkeys/add/").status_code == 200
