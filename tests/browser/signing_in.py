"""Signing in as the editor does: by the pages, once a site, and then with the cookies of that."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.running import RunningSite, wait_until

PERIOD_SECONDS = 30


@dataclass
class Signed:
    """What signing in on a site has brought."""

    secret: str = ""
    cookies: list[Any] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


_signed: dict[Path, Signed] = {}


def sign_in(page: Page, site: RunningSite) -> None:
    """Bring a page that shows the sign-in to the desk."""
    signed = _signed.setdefault(site.folder, Signed())
    page.context.add_cookies(signed.cookies)
    page.goto("/desk/")
    if "/account/sign-in/" in page.url:
        type_password(page, site.password)
        if signed.secret:
            type_code(page, signed)
        else:
            signed.secret = set_up_app(page)
        signed.cookies = page.context.cookies()
        page.goto("/desk/")
    expect(page.get_by_role("link", name="Write a story").first).to_be_attached()


def type_password(page: Page, password: str, *, name: str = "editor") -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_app(page: Page) -> str:
    """From the page that asks for a second factor; return the app's secret."""
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("[data-secret]").inner_text()
    page.get_by_role("textbox", name="Code").fill(_code(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret


def type_code(page: Page, signed: Signed) -> None:
    page.get_by_label("Code of your app").fill(_unused_code(signed))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/desk/"))


def _unused_code(signed: Signed) -> str:
    """A code is taken once, and those of the periods before and after are right as well."""
    found: list[str] = []

    def look() -> bool:
        found[:] = {_code(signed.secret, periods=n) for n in (0, -1, 1)} - signed.used
        return bool(found)

    wait_until(look)
    signed.used.add(found[0])
    return found[0]


def _code(secret: str, *, periods: int = 0) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # needs settings

    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_SECONDS + periods))
