"""What is a reader's own, whichever floor keeps it: each contributes to what can be downloaded."""

from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.readers.models import Reader

# Gives back what JSON can hold.
Belongings = Callable[[Reader], Any]

_table: dict[str, Belongings] = {}


def register(table: Mapping[str, Belongings]) -> None:
    """Install the table of who knows what is a reader's own, by name; called once, at start."""
    _table.clear()
    _table.update(table)


def belongings_of(reader: Reader) -> dict[str, Any]:
    """All that the house keeps of a reader, under the names of the table."""
    return {name: find(reader) for name, find in _table.items()}
