from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.delivery.front import Environ, utf8_only


@pytest.mark.parametrize(
    ("sent", "passed_on"),
    [
        ("", ""),
        ("text/html; charset=hex", "text/html"),
        ("text/html;CHARSET=undefined", "text/html"),
        ("multipart/form-data; charset=rot13; boundary=x", "multipart/form-data; boundary=x"),
        ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"),
    ],
)
def test_a_requests_own_charset_is_passed_over(sent: str, passed_on: str) -> None:
    def echo(environ: Environ, start_response: Callable[..., Any]) -> list[bytes]:
        return [environ["CONTENT_TYPE"].encode()]

    answer = utf8_only(echo)({"CONTENT_TYPE": sent}, lambda *_: None)

    assert list(answer) == [passed_on.encode()]
