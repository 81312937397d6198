"""Laying out threads: the pure part, from rows to lines of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

MAX_INDENT = 4


class Row(Protocol):
    """What laying out needs to know of a comment."""

    @property
    def id(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


SomeRow = TypeVar("SomeRow", bound=Row)


@dataclass(frozen=True)
class Placed(Generic[SomeRow]):
    """A comment in its place: how far it is indented, whom it answers, and under what it stands."""

    row: SomeRow
    indent: int
    in_reply_to: str
    under: SomeRow | None = None


def lay_out(root: SomeRow, replies: Sequence[SomeRow]) -> list[Placed[SomeRow]]:
    """The thread of `root` in reading order: each reply under what it answers, oldest first.

    `replies` are in order of id. A reply whose parent is not among them stands under the
    root, in reply to nobody. Beyond four levels the indent stays.
    """
    children: dict[int, list[SomeRow]] = {}
    known = {root.id, *(reply.id for reply in replies)}
    for reply in replies:
        parent_id = reply.parent_id if reply.parent_id in known else root.id
        children.setdefault(parent_id or root.id, []).append(reply)
    return _walk(root, children)


def share(counts: Sequence[int], *, room: int, most: int) -> int:
    """How many replies each thread may show: as many for all, at most `room` in all together.

    `counts` are how many each has; no thread shows more than `most`.
    """
    fitting = (each for each in range(most, 0, -1) if sum(min(n, each) for n in counts) <= room)
    return next(fitting, 0)


def _place(answer: SomeRow, *, under: Placed[SomeRow]) -> Placed[SomeRow]:
    name = under.row.name if answer.parent_id == under.row.id else ""
    return Placed(answer, min(under.indent + 1, MAX_INDENT), name, under.row)


def _walk(root: SomeRow, children: dict[int, list[SomeRow]]) -> list[Placed[SomeRow]]:
    # A stack of its own: threads can be deeper than Python's recursion allows.
    placed: list[Placed[SomeRow]] = []
    stack = [Placed(root, 0, "")]
    while stack:
        current = stack.pop()
        placed.append(current)
        answers = reversed(children.get(current.row.id, []))
        stack.extend(_place(answer, under=current) for answer in answers)
    return placed
