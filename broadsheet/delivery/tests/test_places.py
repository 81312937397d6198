"""Requests that wait inside Django never keep the readers from the stored pages."""

import threading
from collections.abc import Iterable

import pytest

from broadsheet.delivery.front.places import Places
from broadsheet.delivery.front.wsgi import Environ, StartResponse
from broadsheet.delivery.tests.house import Browser


class Waiting:
    """An application whose requests wait until they may go on."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.inside = threading.Semaphore(0)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self.inside.release()
        self.may_go_on.wait(10)
        start_response("200 OK", [])
        return [b"done"]


def refuse(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("503 Service Unavailable", [("Retry-After", "5")])
    return [b"wait"]


def test_some_threads_are_left_and_places_are_given_back() -> None:
    django = Waiting()
    places = Places(django, refuse=refuse, threads=8)
    ask = Browser(places)
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask("/comment/").status)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert django.inside.acquire(timeout=10)
    places._last_out_at -= 60  # nobody has come out for a while

    assert [ask("/comment/").status for _ in range(30)] == [503] * 30

    django.may_go_on.set()
    for thread in threads:
        thread.join(10)
    assert answers == [200] * 6
    assert [ask("/comment/").status for _ in range(12)] == [200] * 12


def test_while_requests_come_and_go_one_more_waits_a_moment() -> None:
    django = Waiting()
    ask = Browser(Places(django, refuse=refuse, threads=3))
    first = threading.Thread(target=lambda: ask("/comment/"))
    first.start()
    assert django.inside.acquire(timeout=10)
    threading.Timer(0.02, django.may_go_on.set).start()

    assert ask("/comment/").status == 200
    first.join(10)


def test_what_fails_inside_gives_its_place_back() -> None:
    def failing(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        raise RuntimeError

    ask = Browser(Places(failing, refuse=refuse, threads=1))

    for _ in range(3):
        with pytest.raises(RuntimeError):  # and not a refusal
            ask("/")
