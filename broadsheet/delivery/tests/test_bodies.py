"""What is sent is measured and read before Django, by no more threads than half."""

from collections.abc import Iterable
from typing import Any

import pytest

from broadsheet.delivery.front.bodies import Bodies
from broadsheet.delivery.front.wsgi import Environ, StartResponse
from broadsheet.delivery.tests.house import Browser


def count(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [f"{len(environ['wsgi.input'].read())} bytes".encode()]


@pytest.fixture
def ask() -> Browser:
    return Browser(Bodies(count, most_bytes=lambda path: 1_000, threads=4))


class Unread:
    """A body that must not be read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize("method", ["POST", "GET", "DELETE"])
def test_what_is_too_long_or_of_no_length_is_refused_unread(ask: Browser, method: str) -> None:
    unread: dict[str, Any] = {"method": method, "wsgi.input": Unread()}

    assert ask("/comment/", HTTP_TRANSFER_ENCODING="chunked", **unread).status == 411
    assert ask("/comment/", CONTENT_LENGTH="1001", **unread).status == 413
    for length in ("-1", "1e3", "9" * 30, "٣"):
        assert ask("/comment/", CONTENT_LENGTH=length, **unread).status == 400


def test_a_body_that_ends_early_is_refused(ask: Browser) -> None:
    answer = ask("/comment/", method="POST", body=b"hello", CONTENT_LENGTH="6")

    assert answer.status == 400


def test_no_more_than_half_of_the_threads_wait_for_bodies(ask: Browser) -> None:
    refused: list[Any] = []

    class Nested:
        """A body that is slow: while it is read, others come."""

        def __init__(self, depth: int) -> None:
            self.depth = depth

        def read(self, size: int) -> bytes:
            if self.depth:
                slow: dict[str, Any] = {"wsgi.input": Nested(self.depth - 1)}
                answer = ask("/comment/", method="POST", CONTENT_LENGTH="1", **slow)
                refused.append((answer.status, answer.headers.get("Retry-After")))
            return b"x"[:size]

    slow: dict[str, Any] = {"wsgi.input": Nested(3)}
    first = ask("/comment/", method="POST", CONTENT_LENGTH="1", **slow)

    assert first.status == 200
    assert refused == [(503, "2"), (200, None)]
    assert ask("/comment/", method="POST", body=b"x").status == 200
