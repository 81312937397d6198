"""Every page of the sample that a reader or a crawler comes to is one page, the same for all."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from broadsheet.conftest import Visitor, new_visitor
from broadsheet.delivery.pages import KEYS_HEADER, declared

pytestmark = pytest.mark.django_db

ROOTS = ("/", "/sitemap.xml", "/robots.txt", "/humans.txt", "/.well-known/security.txt")
_LINK = re.compile(r'(?:href|src|data-live|data-more)="([^"]+)"|<(?:loc|link)>([^<]+)<')
_SITE = settings.SITE_ADDRESS
# What no public page reads.
BESIDE = "utm_source=letter&fbclid=7&page=01"
# There is one to answer each comment, and one to be told of its replies.
MOST_OF_A_KIND = 14


def test_every_page_names_its_keys_and_is_the_same_for_everybody() -> None:
    plain, other = new_visitor(), a_known_reader()
    seen = set()

    for address, found in walked(plain):
        seen.add(kind_of(address))
        assert found.headers[KEYS_HEADER], address
        assert not found.cookies, address
        beside = "" if "page=" in address else f"{'&' if '?' in address else '?'}{BESIDE}"
        assert body_of(other.get(address + beside)) == body_of(found), address

    assert {"front", "article", "topic", "author", "support", "info", "feed"} <= seen


def walked(visitor: Visitor) -> Iterator[tuple[str, Any]]:
    """The public pages that are found by following links, each once."""
    known, waiting, number = set(ROOTS), list(ROOTS), Counter[str]()
    while waiting:
        address = waiting.pop()
        number[kind_of(address)] += 1
        if number[kind_of(address)] > MOST_OF_A_KIND:
            continue
        response = visitor.get(address)
        assert response.status_code == 200, address
        yield address, response
        new = {link for link in links_in(body_of(response).decode()) if is_public(link)} - known
        known |= new
        waiting += sorted(new)


def links_in(text: str) -> Iterator[str]:
    for found in _LINK.finditer(text):
        address = unescape(found[1] or found[2]).removeprefix(_SITE).partition("#")[0]
        if address.startswith("/") and not address.startswith("//"):
            yield address


def is_public(address: str) -> bool:
    try:
        return declared(resolve(address.partition("?")[0]).func) is not None
    except Resolver404:
        return False


def kind_of(address: str) -> str:
    """The name of its pattern, and which parameters it is asked with."""
    path, _, query = address.partition("?")
    return " ".join([resolve(path).url_name or "", *sorted(parse_qs(query))])


def body_of(response: Any) -> bytes:
    """Also of one that streams."""
    body: bytes = getattr(response, "_read", None) or response.getvalue()
    response._read = body
    return body


def a_known_reader() -> Visitor:
    visitor = Visitor(HTTP_ACCEPT_LANGUAGE="ar, de;q=0.5")
    for name in settings.IDENTITY_COOKIES:
        visitor.cookies[name] = "somebody"
    visitor.cookies["wrote"] = "1"
    return visitor
