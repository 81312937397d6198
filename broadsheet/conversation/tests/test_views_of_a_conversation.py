"""Each view of a conversation has one address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.conversation.reading.view import View, conversation_params
from broadsheet.delivery.params import canonical


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("sort=newest&page=1", ""),
        ("sort=best&page=02", "sort=best&page=2"),
        ("sort=worst&show=all&thread=x&passage=-1", ""),
        ("page=2&show=inline&sort=oldest", "sort=oldest&show=inline&page=2"),
        ("thread=7&sort=best&show=inline&passage=3", "thread=7"),
        ("thread=007&page=2", "thread=7&page=2"),
        ("passage=3&show=inline", "passage=3"),
        ("inline=1&comment=4", ""),
    ],
)
def test_what_means_the_same_is_one_page(asked: str, kept: str) -> None:
    assert canonical(asked, conversation_params) == kept


VALUES = st.sampled_from(["", "0", "1", "2", "02", "best", "newest", "BEST", "inline", "x"])


@given(st.dictionaries(st.sampled_from(["sort", "show", "page", "thread", "passage"]), VALUES))
def test_what_is_kept_is_the_same_view(query: dict[str, str]) -> None:
    view = View.from_query(query)

    assert View.from_query(view.query) == view
    assert conversation_params(view.query) == view.query
