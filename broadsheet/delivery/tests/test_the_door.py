"""The front door, asked as a server asks it, before a small house of two pages."""

import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import Http404, HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from broadsheet.delivery.front import addresses
from broadsheet.delivery.front.bodies import Bodies
from broadsheet.delivery.front.door import Door
from broadsheet.delivery.front.wsgi import Environ
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.delivery.params import page_number
from broadsheet.delivery.tests.house import HOST, Browser, Told, pages

# Django asks an open database at each request whether it is to be closed.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LONG = "The ferry sails at dusk. " * 200
rendered: list[str] = []


@public_page(params=page_number)
def front(request: HttpRequest) -> HttpResponse:
    rendered.append(request.get_full_path())
    return name_keys(HttpResponse(f"{LONG}{request.GET.dict()}"), ["site"])


@public_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    if slug == "gone":
        raise Http404
    if slug == "long":
        return HttpResponse(LONG, status=410)
    return name_keys(HttpResponse("short"), [f"article:{slug}"])


@public_page(is_stored=False)
def search(request: HttpRequest) -> HttpResponse:
    rendered.append("search")
    return name_keys(HttpResponse("found"), ["site"])


@public_page(counts_reads=True)
def live(request: HttpRequest) -> HttpResponse:
    return name_keys(HttpResponse("{}", content_type="application/json"), ["site"])


def comment(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.body)} bytes", status=int(request.GET.get("status", 200)))


urlpatterns = [
    path("", front),
    path("stories/<slug:slug>/", story),
    path("search/", search),
    path("live.json", live),
    path("comment/", comment),
]


class House:
    """The house, with what a test wants to look at."""

    def __init__(self, folder: Path) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        self.told = Told()
        self.reads: list[str] = []
        django = WSGIHandler()
        self.bodies = Bodies(django, most_bytes=lambda path: 1_000, threads=4)
        self.ask = Browser(
            Door(
                django,
                pages=pages(folder, self.told),
                bodies=self.bodies,
                hosts=frozenset([HOST]),
                note_read=lambda environ: self.reads.append(environ["PATH_INFO"]),
                is_https=True,
            )
        )


@pytest.fixture
def house(tmp_path: Path) -> Iterable[House]:
    addresses._declared.cache_clear()
    rendered.clear()
    # It would ask for the connection that an earlier test has left, which this one may not have.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=[HOST]):
        yield House(tmp_path)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    addresses._declared.cache_clear()


GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


def test_a_stored_page_is_sent_without_django_in_the_coding_that_is_accepted(house: House) -> None:
    plain = house.ask("/")
    zipped = house.ask("/", **GZIP)
    both = house.ask("/", HTTP_ACCEPT_ENCODING="gzip, deflate, br;q=1.0, zstd")
    refused = house.ask("/", HTTP_ACCEPT_ENCODING="br;q=0, gzip;q=0.000")

    assert rendered == ["/"]
    assert zlib.decompress(zipped.body, wbits=31) == brotli.decompress(both.body) == plain.body
    assert refused.body == plain.body
    tags = {answer.headers["ETag"] for answer in (plain, zipped, both)}
    assert len(tags) == 3
    assert not any(tag.startswith("W/") for tag in tags)
    for answer in (plain, zipped, both):
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Surrogate-Key"] == "site"
        assert answer.headers["Cache-Control"] == (
            "public, max-age=0, must-revalidate, s-maxage=1, stale-if-error=86400"
        )


def test_a_proxy_is_told_the_second_in_which_the_page_was_true(house: House) -> None:
    assert "X-Accel-Expires" not in house.ask("/").headers

    for more in ({}, {"HTTP_IF_NONE_MATCH": "*"}):
        answer = house.ask("/", HTTP_X_FORWARDED_FOR="192.0.2.1", **more)
        assert 0 <= time.time() - int(answer.headers["X-Accel-Expires"][1:]) < 3


def test_a_reader_who_has_the_page_is_told_so(house: House) -> None:
    tag = house.ask("/", **GZIP).headers["ETag"]

    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = house.ask("/", HTTP_IF_NONE_MATCH=known, **GZIP)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert "Content-Security-Policy" not in answer.headers
    assert house.ask("/", HTTP_IF_NONE_MATCH=tag).status == 200  # that of another coding
    house.told.touch("site")
    assert house.ask("/", HTTP_IF_NONE_MATCH='"x"', **GZIP).status == 200


def test_head_is_get_without_its_body(house: House) -> None:
    first = house.ask("/", method="HEAD")
    second = house.ask("/")

    assert first.body == b""
    assert first.headers == second.headers
    assert rendered == ["/"]


def test_a_part_is_sent_where_one_is_asked_for(house: House) -> None:
    whole = house.ask("/")
    tag = whole.headers["ETag"]

    part = house.ask("/", HTTP_RANGE="bytes=4-8")
    assert (part.status, part.body) == (206, whole.body[4:9])
    assert part.headers["Content-Range"] == f"bytes 4-8/{len(whole.body)}"
    assert part.headers["Content-Length"] == "5"
    assert house.ask("/", HTTP_RANGE="bytes=-3").body == whole.body[-3:]
    assert house.ask("/", HTTP_RANGE="bytes=4-", HTTP_IF_RANGE=tag).body == whole.body[4:]
    beyond = house.ask("/", HTTP_RANGE=f"bytes={len(whole.body)}-")
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole.body)}")
    for no_range in ("bytes=8-4", "bytes=-", "lines=1-2", "bytes=1-2, 4-5", "bytes=a-b"):
        assert house.ask("/", HTTP_RANGE=no_range).body == whole.body
    assert house.ask("/", HTTP_RANGE="bytes=4-8", HTTP_IF_RANGE='"x"').body == whole.body


def test_undeclared_parameters_make_no_other_page(house: House) -> None:
    for query in ("", "utm_source=x", "fbclid=1&page2=2", "&&&"):
        assert house.ask("/", query=query).body.endswith(b"{}")
    assert rendered == ["/"]

    for query in ("page=2", "utm=1&page=2", "page=2&a=b"):
        assert house.ask("/", query=query).body.endswith(b"{'page': '2'}")
    assert rendered == ["/", "/?page=2"]


def test_no_path_is_the_address_of_a_page_with_parameters(house: House) -> None:
    house.ask("/", query="page=2")

    for path_ in ("/?page=2", "?page=2 /", "/%3Fpage=2"):
        assert house.ask(path_).status == 404


def test_a_page_is_the_same_for_whoever_asks(house: House) -> None:
    personal = {"HTTP_COOKIE": "sessionid=1", "HTTP_ACCEPT_LANGUAGE": "ar"}

    assert house.ask("/", **personal).body == house.ask("/").body
    assert rendered == ["/"]


def test_what_is_no_page_to_store_is_djangos(house: House) -> None:
    assert house.ask("/stories/gone/").status == 404
    assert house.ask("/nowhere/").status == 404
    assert [house.ask("/search/").status for _ in range(2)] == [200, 200]
    assert rendered == ["search", "search"]
    for _ in range(2):  # another host, which Django sends to ours
        house.ask("/", HTTP_HOST="other.example")
    assert rendered == ["search", "search", "/", "/"]


def test_what_is_no_page_is_compressed_too(house: House) -> None:
    plain = house.ask("/stories/long/")
    zipped = house.ask("/stories/long/", **GZIP)

    assert plain.status == zipped.status == 410
    assert zlib.decompress(zipped.body, wbits=31) == plain.body
    assert zipped.headers["Content-Length"] == str(len(zipped.body))
    assert zipped.headers["Vary"] == "Accept-Encoding"


def test_a_read_is_noted_and_never_kept_by_a_cache(house: House) -> None:
    tag = house.ask("/live.json").headers["ETag"]

    read = house.ask("/live.json", query="read", HTTP_IF_NONE_MATCH=tag)

    assert (read.status, read.body) == (200, b"{}")
    assert read.headers["Cache-Control"] == "no-store"
    assert "ETag" not in read.headers
    assert house.reads == ["/live.json"]
    house.ask("/", query="read")
    assert house.reads == ["/live.json"]


def test_whoever_has_written_is_known_for_some_seconds(house: House) -> None:
    answer = house.ask("/comment/", method="POST", body=b"hello")

    assert answer.body == b"5 bytes"
    assert answer.headers["Set-Cookie"] == (
        "wrote=1; Path=/; Max-Age=3; HttpOnly; SameSite=Lax; Secure"
    )
    refused = house.ask("/comment/", query="status=403", method="POST", body=b"hello")
    assert "Set-Cookie" not in refused.headers
    assert "Set-Cookie" not in house.ask("/comment/").headers


def test_a_charset_that_is_none_hurts_nobody(house: House) -> None:
    for method in ("GET", "POST"):
        answer = house.ask("/comment/", method=method, CONTENT_TYPE="text/plain; charset=hex")
        assert answer.status == 200


def test_a_page_that_fails_is_handed_on(house: House) -> None:
    def failing(environ: Environ, start: Callable[..., Any]) -> list[bytes]:
        start("500 Internal Server Error", [("Content-Type", "text/plain")])
        return [b"sorry"]

    house.ask.application._application = failing  # type: ignore[attr-defined]

    assert house.ask("/").status == 500
