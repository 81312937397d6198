"""Slots: the places in a page that a lower floor leaves open and a higher floor fills.

The newsroom renders a story without knowing of comments or gifts. It asks `fill` what
belongs around it; which functions answer is one table in `broadsheet/site/wiring.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

BodyFilter = Callable[[str, str], str]


@dataclass(frozen=True)
class Filling:
    """What one slot adds to a page.

    `values` join the template's context, `keys` are what the page was made from,
    `body_filters` rewrite each block of a story's HTML, given the block's id as well. `until`
    is when the clock alone makes it untrue.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    body_filters: tuple[BodyFilter, ...] = ()
    until: datetime | None = None

    def __or__(self, other: "Filling") -> "Filling":
        return Filling(
            values={**self.values, **other.values},
            keys=self.keys + other.keys,
            body_filters=self.body_filters + other.body_filters,
            until=earliest(self.until, other.until),
        )


@dataclass(frozen=True)
class Question:
    """What a slot is asked: the page's subject (a story, or None) and its declared query.

    `newsroom` holds the settings the page is written with, already loaded.
    """

    newsroom: Any
    subject: Any = None
    query: Mapping[str, str] = field(default_factory=dict)


class Elsewhere(Exception):
    """What is asked of a page is not there; the page at `url` is what there is."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


Slot = Callable[[Question], Filling]
Query = Mapping[str, str]
Params = Callable[[Query], Query]

_slots: dict[str, tuple[Slot, ...]] = {}
_params: dict[str, Params] = {}


def provide(table: Mapping[str, Iterable[Slot]], *, params: Mapping[str, Params]) -> None:
    """Install the table of slots, page by page, and what of a page's query they read; called
    once, at start.
    """
    _slots.clear()
    _slots.update({page: tuple(slots) for page, slots in table.items()})
    _params.clear()
    _params.update(params)


def params_of(page: str) -> Params:
    """What the slots of `page` read of a query."""
    return lambda query: _params[page](query) if page in _params else {}


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of some moments, of which None never comes."""
    return min((moment for moment in moments if moment is not None), default=None)


def fill(page: str, question: Question) -> Filling:
    """Ask every slot of `page`, in the table's order, and join the answers.

    :raises Elsewhere: when one of them knows that what is asked is not there.
    """
    return reduce(or_, (slot(question) for slot in _slots.get(page, ())), Filling())
