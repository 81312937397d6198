"""Signing in as a person does, by the pages alone."""

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from broadsheet.readers.models import User

PASSWORD = "a long password 7"


def type_password(browser: Client, name: str = "editor", password: str = PASSWORD) -> Any:
    return browser.post("/account/sign-in/", {"login": name, "password": password})


def type_code(browser: Client, code: str) -> Any:
    return browser.post("/account/sign-in/second-factor/", {"code": code})


def code_of(secret: str, *, periods: int = 0) -> str:
    """The code that an app shows now, or so many periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def secret_of(user: User) -> str:
    return str(Authenticator.objects.get(user=user, type="totp").data["secret"])


def shown_secret(browser: Client) -> str:
    page = browser.get("/account/second-factor/app/").content.decode()
    found = re.search(r"data-secret>([A-Z2-7]+)<", page)
    assert found, page
    return found[1]


def set_up_app(browser: Client) -> str:
    """Set an authenticator app up and return its secret."""
    secret = shown_secret(browser)
    done = browser.post("/account/second-factor/app/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def forget_throttle() -> None:
    """The throttle's counts outlive a test's transaction."""
    cache.clear()
