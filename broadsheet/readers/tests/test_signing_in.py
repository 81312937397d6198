import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from broadsheet.conftest import Visitor
from broadsheet.readers.models import User
from broadsheet.readers.tests import sign_in
from broadsheet.readers.tests.sign_in import code_of, secret_of, type_code, type_password


@pytest.fixture(autouse=True)
def _fresh_throttle() -> Iterator[None]:
    sign_in.forget_throttle()
    yield
    sign_in.forget_throttle()


def test_the_first_sign_in_sets_up_a_second_factor(visitor: Client, editor: User) -> None:
    at_desk = visitor.get("/desk/pages/")
    assert at_desk.headers["Location"] == "/account/sign-in/?next=/desk/pages/"

    assert type_password(visitor).headers["Location"] == "/desk/"
    assert visitor.get("/desk/").headers["Location"] == "/account/second-factor/?next=/desk/"
    assert "One more thing" in visitor.get("/account/second-factor/").content.decode()
    secret = sign_in.shown_secret(visitor)
    done = visitor.post("/account/second-factor/app/", {"code": code_of(secret)})

    assert done.headers["Location"] == "/account/recovery-codes/"
    assert visitor.get("/desk/").status_code == 200


def test_the_next_sign_in_asks_for_a_code(visitor: Client, stranger: Client, editor: User) -> None:
    type_password(visitor)
    secret = sign_in.set_up_app(visitor)

    asked = type_password(stranger)
    assert asked.headers["Location"] == "/account/sign-in/second-factor/"
    assert stranger.get("/desk/").headers["Location"].startswith("/account/sign-in/")
    assert "not right" in type_code(stranger, "000000").content.decode()
    type_code(stranger, code_of(secret))

    assert stranger.get("/desk/").status_code == 200


def test_a_code_is_taken_once(visitor: Client, stranger: Client, editor: User) -> None:
    visitor.force_login(editor)
    visitor.logout()
    code = code_of(secret_of(editor), periods=1)  # right for half a minute yet
    type_password(visitor)
    assert type_code(visitor, code).status_code == 302

    type_password(stranger)

    assert "used already" in type_code(stranger, code).content.decode()


def test_a_recovery_code_works_once_and_is_shown_once(
    visitor: Client, stranger: Client, editor: User
) -> None:
    type_password(visitor)
    sign_in.set_up_app(visitor)
    page = visitor.get("/account/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code>", page)
    assert len(codes) == 10
    assert f"data:text/plain;charset=utf-8,{codes[0]}%0A" in page

    again = visitor.get("/account/recovery-codes/").content.decode()
    assert "not shown again" in again
    assert codes[0] not in again
    for expected in (302, 200):
        type_password(stranger)
        assert type_code(stranger, codes[0]).status_code == expected
        stranger.logout()


def test_a_password_alone_from_before_does_not_gain_the_desk(
    visitor: Client, stranger: Client, editor: User
) -> None:
    type_password(stranger)  # somebody who found the password out, and waits
    stranger_key = stranger.session.session_key
    type_password(visitor)
    sign_in.set_up_app(visitor)

    assert stranger.get("/desk/").status_code == 302
    assert not stranger.session.exists(stranger_key)


def test_a_session_without_the_factor_is_asked_for_it(visitor: Visitor, editor: User) -> None:
    visitor.force_login(editor)
    visitor.sign_in_by_password_alone(editor)
    session = visitor.session
    session.pop("second_factor_set_up_here", None)
    session.save()

    asked = visitor.get("/desk/")
    assert asked.headers["Location"] == "/account/again/code/?next=/desk/"
    visitor.post("/account/again/code/?next=/desk/", {"code": code_of(secret_of(editor))})

    assert visitor.get("/desk/").status_code == 200


def test_wrong_passwords_are_throttled_with_a_sentence(visitor: Client, editor: User) -> None:
    for _ in range(5):
        assert "is not right" in type_password(visitor, password="wrong").content.decode()

    refused = type_password(visitor)

    assert refused.status_code == 200
    assert "Wait five minutes" in refused.content.decode()


def test_nobody_lifts_the_throttle_by_naming_many_others(visitor: Client, editor: User) -> None:
    for _ in range(5):
        type_password(visitor, password="wrong")
    for n in range(1000):  # what attempts from everywhere leave behind
        cache.set(f"somebody-{n}", "attempt", timeout=300)

    refused = type_password(visitor)

    assert "Wait five minutes" in refused.content.decode()


def test_wrong_codes_are_throttled(visitor: Client, editor: User) -> None:
    visitor.force_login(editor)
    visitor.logout()
    type_password(visitor)
    for _ in range(5):
        type_code(visitor, "000000")

    refused = type_code(visitor, code_of(secret_of(editor)))

    assert "Wait five minutes" in refused.content.decode()


def test_many_attempts_from_one_address_are_refused_whoever_they_name(
    visitor: Client, newsroom: object
) -> None:
    answers = [type_password(visitor, name=f"name {n}") for n in range(31)]

    assert answers[-1].status_code == 429
    assert "Wait a minute" in answers[-1].content.decode()


def test_a_forwarded_address_is_believed_from_a_configured_proxy_alone(
    visitor: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attempts(expected: str) -> None:
        for n in range(11):
            headers = {"X-Forwarded-For": f"203.0.113.{n}"}
            form = {"login": f"somebody {n}", "password": "wrong"}
            last = visitor.post("/account/sign-in/", form, headers=headers)
        assert expected in last.content.decode()

    attempts("Wait five minutes")
    sign_in.forget_throttle()
    monkeypatch.setattr(settings, "TRUSTED_PROXIES", 1)
    attempts("is not right")


@pytest.mark.parametrize("name", ["editor", "nobody"])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    visitor: Client, editor: User, name: str
) -> None:
    refused = type_password(visitor, name=name, password="wrong")

    assert "The name or the password is not right." in refused.content.decode()


def test_a_closed_account_does_not_sign_in(visitor: Client, editor: User) -> None:
    User.objects.update(is_active=False)

    type_password(visitor)

    assert "_auth_user_id" not in visitor.session


def test_signing_in_leads_to_no_other_site(visitor: Client, editor: User) -> None:
    visitor.force_login(editor)

    led = visitor.get("/account/sign-in/?next=https://evil.example/")

    assert led.headers["Location"] == "/desk/"


def test_the_form_carries_djangos_token(editor: User) -> None:
    strict = Visitor(enforce_csrf_checks=True)

    assert type_password(strict).status_code == 403


def test_the_cookies_are_not_for_scripts_nor_for_other_sites(visitor: Client, editor: User) -> None:
    visitor.get("/account/sign-in/")
    type_password(visitor)

    for name in ("sessionid", "csrftoken"):
        cookie = visitor.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert visitor.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_who_only_reads_gets_no_cookie(visitor: Client, newsroom: object) -> None:
    visitor.get("/")

    assert not visitor.cookies


PAGES = (
    "sign-out/", "again/", "again/code/", "password/", "second-factor/", "second-factor/app/",
    "second-factor/app/remove/", "second-factor/passkeys/add/", "recovery-codes/",
    "recovery-codes/new/", "sessions/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_ours_private_and_under_the_strict_policy(
    visitor: Client, editor: User, page: str
) -> None:
    visitor.force_login(editor)
    type_password(visitor)

    answer = visitor.get(f"/account/{page}", follow=True)

    assert answer.status_code == (404 if page == "recovery-codes/" else 200)
    if answer.status_code == 200:
        assert "account-page" in answer.content.decode()
        assert 'style="' not in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_led_to_the_sign_in(visitor: Client, newsroom: object, page: str) -> None:
    if page == "sign-out/":
        assert visitor.get(f"/account/{page}").headers["Location"] == "/"
    else:
        led = visitor.get(f"/account/{page}")
        assert led.status_code in (302, 403, 404)
        assert "/account/sign-in/" in led.headers.get("Location", "/account/sign-in/")


@pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "social/", "login/code/"])
def test_what_is_not_needed_is_not_there(visitor: Client, newsroom: object, page: str) -> None:
    assert visitor.get(f"/account/{page}").status_code == 404
