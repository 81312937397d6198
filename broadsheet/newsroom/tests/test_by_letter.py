"""What letters of every floor have in common: their links, and the pages behind them."""

from datetime import timedelta
from time import time
from typing import Any

import pytest
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from broadsheet.conversation.telling.signed_links import to_confirm, to_end, whose
from broadsheet.funding.donors import links as donors_links
from broadsheet.newsroom.by_letter.links import BadLink, LinkGone, Seal, mailed_url
from broadsheet.newsroom.by_letter.pages import by_letter
from broadsheet.newsroom.models import FrontPage

SEAL = Seal("broadsheet.one")
FOR_A_DAY = Seal("broadsheet.one", good_for=timedelta(days=1))


class ErasedError(Exception):
    """What a link led to is no more."""


@pytest.mark.parametrize(
    ("read", "salt", "value"),
    [
        (to_confirm, "broadsheet.conversation.telling.letters.confirm", 7),
        (to_end, "broadsheet.conversation.telling.letters.end", [7, 8]),
        (whose, "broadsheet.conversation.telling.letters.address", "a key"),
        (donors_links.YOURS.value, "broadsheet.funding.donors.yours", 7),
        (donors_links.END.value, "broadsheet.funding.donors.end", 7),
    ],
)
def test_links_that_are_in_peoples_mail_stay_good(read: Any, salt: str, value: object) -> None:
    assert read(signing.dumps(value, salt=salt)) == value


def test_a_link_is_good_for_one_thing() -> None:
    token = Seal("broadsheet.other").token(7)

    for strange in (token, f"{SEAL.token(7)}x", f"x{SEAL.token(7)}", "7", "", ":::"):
        with pytest.raises(BadLink) as caught:
            SEAL.value(strange)
        assert not isinstance(caught.value, LinkGone)
    assert SEAL.value(SEAL.token([7, "a key"])) == [7, "a key"]


def test_a_link_that_is_too_old_was_good_once(monkeypatch: pytest.MonkeyPatch) -> None:
    token = FOR_A_DAY.token(7)
    assert FOR_A_DAY.value(token) == 7
    later = time() + timedelta(days=1, seconds=2).total_seconds()

    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    with pytest.raises(LinkGone):
        FOR_A_DAY.value(token)
    assert SEAL.value(token) == 7


def test_a_letter_needs_the_whole_address(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://lantern.example"

    url = mailed_url("subscription_silence", "MQ:1x", 3)

    assert url == "https://lantern.example/subscriptions/of/MQ:1x/comments/3/"


@pytest.mark.parametrize(
    ("raised", "status", "words"),
    [
        (BadLink, 404, "It is not as it stood in the letter"),
        (LinkGone, 410, "It was confirmed too late"),
        (ErasedError, 410, "It was confirmed too late"),
        (None, 200, "Good."),
    ],
)
def test_a_link_that_is_not_good_becomes_a_page_that_no_other_site_hears_of(
    newsroom: FrontPage, raised: type[Exception] | None, status: int, words: str
) -> None:
    @by_letter("site/subscription_gone.html", also_gone=(ErasedError,))
    def view(request: HttpRequest) -> HttpResponse:
        if raised:
            raise raised
        return HttpResponse("Good.")

    response = view(RequestFactory().get("/subscriptions/"))

    assert response.status_code == status
    assert words in response.text
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "no-store, private"


def test_what_has_nothing_to_do_with_the_link_goes_on() -> None:
    @by_letter("site/subscription_gone.html")
    def view(request: HttpRequest) -> HttpResponse:
        raise ErasedError

    with pytest.raises(ErasedError):
        view(RequestFactory().get("/subscriptions/"))
