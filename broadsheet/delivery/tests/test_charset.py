import pytest

from broadsheet.delivery.front.charset import without_charset


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
    assert without_charset(sent) == passed_on
