"""Joining as a person does: by the pages, and by what stands in the letters."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from broadsheet.notices.models import Notice
from broadsheet.readers.models import Reader, User

ADDRESS = "ada@harbour.example"
NEW = "ada@lighthouse.example"


def ask_for_code(browser: Client, address: str = ADDRESS, **more: str) -> Any:
    return browser.post("/account/join/", {"email": address} | more)


def type_code(browser: Client, code: str, **more: str) -> Any:
    return browser.post("/account/join/code/", {"code": code} | more)


def type_name(browser: Client, name: str, **more: str) -> Any:
    return browser.post("/account/join/name/", {"display_name": name} | more)


def letters_to(address: str = ADDRESS) -> list[dict[str, str]]:
    """Newest first."""
    found = Notice.objects.filter(address=address.strip().lower()).order_by("-pk")
    return [notice.about for notice in found]


def code_to(address: str = ADDRESS) -> str:
    """The code in the newest letter."""
    found = re.search(r"\d{4} \d{4}", letters_to(address)[0]["text"])
    assert found
    return found[0]


def come_in(browser: Client, address: str = ADDRESS, **more: str) -> Any:
    """Ask for a code and type it."""
    ask_for_code(browser, address)
    return type_code(browser, code_to(address), **more)


def join(browser: Client, name: str = "Ada Lovelace", address: str = ADDRESS) -> Reader:
    """Become a member, signed in."""
    come_in(browser, address)
    joined = type_name(browser, name)
    assert joined.headers.get("Location") == "/account/", joined.content.decode()
    return Reader.objects.get(user__email=address)


def give_passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )
