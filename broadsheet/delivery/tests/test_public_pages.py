import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from broadsheet.delivery.pages import PersonalPage, name_keys, public_page


@public_page
def board(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, AnonymousUser)
    words = f"{dict(request.COOKIES)} {request.headers.get('Accept-Language')}"
    return name_keys(HttpResponse(words), ["site"])


def ask(**headers: str) -> HttpRequest:
    return RequestFactory().get("/", **headers)


def test_two_readers_get_the_same_bytes() -> None:
    plain = board(ask())
    personal = board(ask(HTTP_COOKIE="sessionid=1; reader=2", HTTP_ACCEPT_LANGUAGE="ar"))

    assert personal.content == plain.content == b"{} None"


def test_a_page_is_revalidated_with_its_etag() -> None:
    first = board(ask())
    second = board(ask(HTTP_IF_NONE_MATCH=first.headers["ETag"]))

    assert first.headers["Cache-Control"] == (
        "public, max-age=0, must-revalidate, s-maxage=1, stale-if-error=86400"
    )
    assert second.status_code == 304
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_proxy_keeps_what_is_not_stored_no_longer_than_this_second() -> None:
    assert "X-Accel-Expires" not in board(ask()).headers

    behind = board(ask(HTTP_X_FORWARDED_FOR="192.0.2.1"))

    assert 0 <= time.time() - int(behind.headers["X-Accel-Expires"][1:]) < 3


def test_a_page_that_sets_a_cookie_is_never_sent() -> None:
    @public_page
    def greedy(request: HttpRequest) -> HttpResponse:
        response = name_keys(HttpResponse("hello"), ["site"])
        response.set_cookie("who", "you")
        return response

    with pytest.raises(PersonalPage):
        greedy(ask())


@pytest.mark.parametrize("header", ["Cookie", "Accept-Language, Accept-Encoding"])
def test_a_page_that_varies_by_reader_is_never_sent(header: str) -> None:
    @public_page
    def fickle(request: HttpRequest) -> HttpResponse:
        response = name_keys(HttpResponse("hello"), ["site"])
        response.headers["Vary"] = header
        return response

    with pytest.raises(PersonalPage):
        fickle(ask())


def test_a_page_must_name_its_keys() -> None:
    @public_page
    def nameless(request: HttpRequest) -> HttpResponse:
        return HttpResponse("hello")

    with pytest.raises(PersonalPage):
        nameless(ask())


def test_a_page_is_read_only() -> None:
    assert board(RequestFactory().post("/")).status_code == 405
