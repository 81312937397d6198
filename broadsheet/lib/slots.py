"""Slots: the places in a page that a lower floor leaves open and a higher floor fills.

The newsroom renders a story without knowing of comments or gifts. It asks `fill` what
belongs around it; which functions answer is one table in `broadsheet/site/wiring.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

BodyFilter = Callable[[str, str], str]


@dataclass(frozen=True)
class Filling:
    """What one slot adds to a page.

    `values` join the template's context, `keys` are what the page was made from,
    `body_filters` rewrite each block of a story's HTML, given the block's id as well.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    body_filters: tuple[BodyFilter, ...] = ()

    def __or__(self, other: "Filling") -> "Filling":
        return Filling(
            values={**self.values, **other.values},
            keys=self.keys + other.keys,
            body_filters=self.body_filters + other.body_filters,
        )


@dataclass(frozen=True)
class Question:
    """What a slot is asked: the page's subject (a story, or None) and its declared query.

    `newsroom` holds the settings the page is written with, already loaded.
    """

    newsroom: Any
    subject: Any = None
    query: Mapping[str, str] = field(default_factory=dict)


Slot = Callable[[Question], Filling]

_slots: dict[str, tuple[Slot, ...]] = {}


def provide(table: Mapping[str, Iterable[Slot]]) -> None:
    """Install the table of slots, page by page; called once, at start."""
    _slots.clear()
    _slots.update({page: tuple(slots) for page, slots in table.items()})


def fill(page: str, question: Question) -> Filling:
    """Ask every slot of `page`, in the table's order, and join the answers."""
    fillings = [slot(question) for slot in _slots.get(page, ())]
    return Filling(
        values={name: value for filling in fillings for name, value in filling.values.items()},
        keys=tuple(key for filling in fillings for key in filling.keys),
        body_filters=tuple(f for filling in fillings for f in filling.body_filters),
    )
