"""Of who gives, nothing leaves the house but what they made public: over the whole sample site."""

import logging
import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from broadsheet.funding.models import (
    Donor,
    Gift,
    MessageState,
    NameShown,
    RegularGift,
    Reversal,
)

pytestmark = pytest.mark.django_db

# From a network that is kept for documentation: nothing else on the site says it.
ADDRESS = "203.0.113.77"

# Where a crawl begins: pages lead to the rest, and of these some are linked from nowhere.
STARTS = (
    "/",
    "/stories/",
    "/search/?q=gate",
    "/support/",
    "/support/how/records/",
    "/support/ledger.jsonl",
    "/support/ledger.csv",
    "/support/embed/records/",
    "/support/embed/records.svg",
    "/sitemap.xml",
    "/sitemap-news.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/nothing/",
)

# Of addresses of one kind, such as a comment's own page, a few stand for all.
AS_MANY = 16

LINK = re.compile(r"""(?:href|src|action)="([^"]+)"|<(?:loc|link|guid)[^>]*>([^<]+)<""")


@pytest.fixture
def anonymous_giver() -> str:
    """The form keeps no name of who says nobody may know; should one be kept, it stays here."""
    name = "Ottoline Underhill"
    gift = Gift.objects.filter(name_shown=NameShown.ANONYMOUS, state="settled").first()
    assert gift is not None
    Gift.objects.filter(pk=gift.pk).update(name=name, message="What nobody has looked at yet.")
    return name


def test_no_public_byte_and_no_line_of_the_log_tells_of_a_donor(
    anonymous_giver: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    secrets = secrets_of_donors()
    assert anonymous_giver in secrets
    assert len(secrets) > 80

    visitor = Client(HTTP_HOST=urlsplit(settings.SITE_ADDRESS).netloc, REMOTE_ADDR=ADDRESS)
    with caplog.at_level(logging.DEBUG):
        pages = dict(crawl(visitor))
    written = "".join(capfd.readouterr())

    assert len(pages) > 60
    assert "Lieselot Vandermeer" in pages["/support/"]  # who wants to be thanked by name is
    for path, text in [*pages.items(), ("the log", caplog.text), ("the output", written)]:
        for secret in secrets:
            assert secret not in text, f"{path} tells {secret}"


def secrets_of_donors() -> set[str]:
    """All of the database that nobody may see, as it would read on a page."""
    found = {ADDRESS}
    for address in Donor.objects.values_list("address", flat=True):
        found |= {address, address.partition("@")[0] if "@" in address else address}
    for kind in (Gift, RegularGift):
        for row in kind.objects.all():
            found |= {str(row.token), row.token.hex}
            if row.name_shown != NameShown.SHOWN:
                found.add(row.name)
    for gift in Gift.objects.all():
        found |= {gift.checkout, gift.payment, gift.checkout_url}
        if gift.message_state != MessageState.SHOWN:
            found.add(gift.message)
    found |= set(RegularGift.objects.values_list("reference", flat=True))
    found |= set(Reversal.objects.values_list("reference", flat=True))
    # A number alone, such as the name of a made-up mailbox, stands on many pages.
    return {secret for secret in found if secret and not secret.isdigit()}


def crawl(visitor: Client) -> Iterator[tuple[str, str]]:
    """Every page that leads to others, and those: its path, its headers and its text."""
    waiting, seen = deque(STARTS), set(STARTS)
    kinds: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        response = visitor.get(path)
        text = body(response)
        yield path, f"{response.headers}\n{text}"
        for found in links(text):
            if found not in seen and kinds[kind_of(found)] < AS_MANY:
                kinds[kind_of(found)] += 1
                seen.add(found)
                waiting.append(found)


def body(response: HttpResponseBase) -> str:
    parts = response if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace")


def links(text: str) -> Iterator[str]:
    for match in LINK.finditer(text):
        address = (match[1] or match[2]).replace("&amp;", "&")
        address = address.removeprefix(settings.SITE_ADDRESS).partition("#")[0]
        if address.startswith("/") and not address.startswith(("//", "/static/", "/media/")):
            yield address


def kind_of(address: str) -> str:
    """The name of the address's pattern, and which parameters it has."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = "nothing"
    return f"{name}?{'&'.join(sorted(re.findall(r'([^=&]+)=', parts.query)))}"
