"""A page has one address, however its query is written."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.delivery.params import canonical, no_params, number_in, page_number


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("page=2", "page=2"),
        ("page=02&utm_source=x", "page=2"),
        ("page=3&page=2", "page=2"),
        ("page=1", ""),
        ("page=01", ""),
        ("page=0", ""),
        ("page=-2", ""),
        ("page=2.0", ""),
        ("page=%D9%A2", ""),  # a digit of another script
        ("page=", ""),
        ("page", ""),
        ("page=two", ""),
        ("page=9999999999999999999", ""),
        ("Page=2", ""),
        ("p%61ge=2", "page=2"),
    ],
)
def test_the_page_of_a_list_is_a_number_or_nothing(asked: str, kept: str) -> None:
    assert canonical(asked, page_number) == kept
    assert canonical(asked, no_params) == ""


def test_words_that_are_not_escaped_are_read_as_what_they_are() -> None:
    sent = "q=wörth".encode().decode("latin-1")  # as a WSGI server says it

    assert canonical(sent, lambda query: {"q": query["q"]}) == "q=w%C3%B6rth"


@given(st.text(), st.sampled_from(["page", "p", "q", "sort"]))
def test_whatever_is_typed_is_kept_in_one_form_or_not_at_all(value: str, name: str) -> None:
    kept = canonical(f"{name}={value}", lambda query: number_in(query, "page"))

    assert kept == canonical(kept, lambda query: number_in(query, "page"))
    assert all(n == "page" and str(int(v)) == v for n, v in parse_qsl(kept))
