"""Reads are counted in memory, and handed upwards in one transaction."""

from collections.abc import Iterator
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from broadsheet.delivery import reads
from broadsheet.delivery.pages import name_keys, public_page
from broadsheet.lib import events

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PATH = "/stories/gate/live.json"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[reads.PagesRead]]:
    """What is handed over; nobody else hears of it."""
    reads._counter.take()
    found: list[reads.PagesRead] = []
    monkeypatch.setattr(events, "_handlers", {reads.PagesRead: (found.append,)})
    yield found
    reads._counter.take()


def asking(**environ: str) -> dict[str, Any]:
    request: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH}
    return request | {"HTTP_USER_AGENT": BROWSER} | environ


@pytest.mark.django_db
def test_reads_are_summed_up_and_handed_over_once(
    heard: list[reads.PagesRead], now: datetime
) -> None:
    for path in (PATH, PATH, "/stories/بوابة/live.json"):
        reads.note(asking(PATH_INFO=path.encode().decode("latin-1")))

    assert reads.hand_over(now=now)
    assert not reads.hand_over(now=now)

    [event] = heard
    assert event.counts == {PATH: 2, "/stories/بوابة/live.json": 1}
    assert event.until == now


@pytest.mark.django_db
def test_a_request_is_counted_once_whoever_tells_of_it(
    heard: list[reads.PagesRead], now: datetime
) -> None:
    request = asking()

    reads.note(request)
    reads.note(request)

    reads.hand_over(now=now)
    assert heard[0].counts == {PATH: 1}


NOBODY = {
    "a search engine": {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
    "a program": {"HTTP_USER_AGENT": "curl/8.5.0"},
    "a browser without a window": {"HTTP_USER_AGENT": "Mozilla/5.0 HeadlessChrome/150.0"},
    "whoever says nothing": {"HTTP_USER_AGENT": ""},
    "a browser that loads ahead": {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
    "an old browser that loads ahead": {"HTTP_PURPOSE": "prefetch"},
    "another site's page": {"HTTP_SEC_FETCH_SITE": "cross-site"},
    "one that wants no answer": {"REQUEST_METHOD": "HEAD"},
}


@pytest.mark.parametrize("who", NOBODY)
def test_what_nobody_reads_is_not_counted(who: str, heard: list[reads.PagesRead]) -> None:
    reads.note(asking(**NOBODY[who]))

    assert reads._counter.take() == {}


def test_a_telephone_called_like_a_program_is_counted(heard: list[reads.PagesRead]) -> None:
    reads.note(asking(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14; CUBOT X70) Mobile"))

    assert reads._counter.take() == {PATH: 1}


@pytest.mark.django_db
def test_what_a_failing_database_does_not_take_is_kept(
    heard: list[reads.PagesRead], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: reads.PagesRead) -> None:
        raise OperationalError("database is locked")

    reads.note(asking())
    with monkeypatch.context() as failing:
        failing.setattr(events, "_handlers", {reads.PagesRead: (fail,)})
        assert reads.hand_over(now=now)
    reads.note(asking())
    reads.hand_over(now=now)

    assert heard[0].counts == {PATH: 2}


def test_no_more_than_so_many_paths_are_kept(
    heard: list[reads.PagesRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "MOST_PATHS", 2)

    for number in (1, 2, 3, 2):
        reads.note(asking(PATH_INFO=f"/stories/{number}/live.json"))

    assert reads._counter.take() == {"/stories/1/live.json": 1, "/stories/2/live.json": 2}


def test_no_read_is_lost_between_threads(heard: list[reads.PagesRead]) -> None:
    def read_often() -> None:
        for _ in range(500):
            reads.note(asking())

    threads = [Thread(target=read_often) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reads._counter.take() == {PATH: 2000}


def test_a_thread_hands_over_and_ends_when_nothing_more_comes(
    heard: list[reads.PagesRead], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[dict[str, int]] = []

    def hand_over(*, now: datetime) -> bool:
        taken.append(reads._counter.take())
        return bool(taken[-1])

    monkeypatch.setattr(reads, "FLUSH_SECONDS", 0)
    monkeypatch.setattr(reads, "hand_over", hand_over)
    monkeypatch.setattr(reads._counter, "when_first", reads._start_thread)

    reads.note(asking())
    with reads._is_running:  # once the thread has ended
        pass

    assert taken == [{PATH: 1}, {}]


def test_the_counted_answer_is_kept_by_nobody(heard: list[reads.PagesRead]) -> None:
    @reads.counts_reads
    @public_page(counts_reads=True)
    def live(request: HttpRequest) -> HttpResponse:
        return name_keys(HttpResponse("{}"), ["site"])

    ask = RequestFactory(HTTP_USER_AGENT=BROWSER)
    plain, counted = live(ask.get(PATH)), live(ask.get(f"{PATH}?read"))

    assert counted.content == plain.content
    assert "must-revalidate" in plain.headers["Cache-Control"]
    assert counted.headers["Cache-Control"] == "no-store"
    assert reads._counter.take() == {PATH: 1}
