"""What tells a process which keys have moved since it last asked: one kind for each database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Blind(Exception):
    """The database does not answer: nobody knows what has moved."""


@dataclass(frozen=True)
class News:
    """The keys that were touched since the last news; `is_all` when nobody can say which."""

    keys: frozenset[str] = frozenset()
    is_all: bool = False


class Watch(Protocol):
    """Looks for touched rows in a database; not to be called by two threads at once."""

    def mark(self) -> str:
        """Up to where the last news went, in words that last beyond this process."""

    def news(self) -> News:
        """What was committed since the last news.

        :raises Blind: when the database does not answer.
        """

    def has_moved(self, keys: Iterable[str], *, since: str) -> bool:
        """Whether any of `keys` was touched after `since`, a mark of any process's time.

        :raises Blind: when the database does not answer.
        """

    def close(self) -> None:
        """Let the database go."""
