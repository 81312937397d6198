from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from broadsheet.lib import slots
from broadsheet.lib.slots import Filling, Question, earliest, fill, params_of, provide

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NIGHT = datetime(2026, 5, 4, 23, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _table_again() -> Iterator[None]:
    table, params = dict(slots._slots), dict(slots._params)
    yield
    provide(table, params=params)


def test_what_all_slots_say_is_true_until_the_first_is_not() -> None:
    def clock(question: Question) -> Filling:
        return Filling(values={"clock": 1}, keys=("a",), until=NIGHT)

    def banner(question: Question) -> Filling:
        return Filling(values={"banner": 2}, keys=("b",), until=NOON)

    provide({"front": (clock, banner, lambda question: Filling())}, params={})

    found = fill("front", Question(newsroom=None))

    assert found == Filling(values={"clock": 1, "banner": 2}, keys=("a", "b"), until=NOON)
    assert fill("another", Question(newsroom=None)) == Filling()


def test_a_page_reads_what_its_slots_read() -> None:
    provide({}, params={"article": lambda query: {"sort": query["sort"]}})

    assert params_of("article")({"sort": "best", "utm": "x"}) == {"sort": "best"}
    assert params_of("front")({"sort": "best"}) == {}


def test_never_comes_after_every_moment() -> None:
    assert earliest(None, NIGHT, NOON) == NOON
    assert earliest(None) is None
