"""Which token of a new revision each token of the old one has become.

Runs of tokens that stand once in both are matched first and in order (patience diff); what lies
between them is matched in the same way with shorter runs, and the rest by what is common.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from broadsheet.conversation.anchoring.likeness import Pair, common_pairs

RUNS = (5, 2, 1)
_Gap = tuple[int, int, int, int]


def aligned(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The new index of every old token that is still there, in increasing order."""
    pairs: dict[int, int] = {}
    gaps: list[_Gap] = [(0, len(old), 0, len(new))]
    for run in RUNS:
        gaps = [rest for gap in gaps for rest in _match_unique(old, new, gap, run, pairs)]
    for i, i_end, j, j_end in gaps:
        pairs.update((i + a, j + b) for a, b in common_pairs(old[i:i_end], new[j:j_end]))
    return dict(sorted(pairs.items()))


def _match_unique(
    old: Sequence[str], new: Sequence[str], gap: _Gap, run: int, pairs: dict[int, int]
) -> Iterator[_Gap]:
    """Match a gap's unique runs, extended as far as they agree; yield what lies between."""
    i, i_end, j, j_end = gap
    for a, b in _in_order(_unique_runs(old, new, gap, run)):
        if a < i or b < j:
            continue  # an earlier match has grown over it
        back = forth = 0
        while a - back > i and b - back > j and old[a - back - 1] == new[b - back - 1]:
            back += 1
        while a + forth < i_end and b + forth < j_end and old[a + forth] == new[b + forth]:
            forth += 1
        pairs.update((a + step, b + step) for step in range(-back, forth))
        if a - back > i and b - back > j:
            yield i, a - back, j, b - back
        i, j = a + forth, b + forth
    if i < i_end and j < j_end:
        yield i, i_end, j, j_end


def _unique_runs(old: Sequence[str], new: Sequence[str], gap: _Gap, run: int) -> list[Pair]:
    i, i_end, j, j_end = gap
    in_old, in_new = _places(old, i, i_end, run), _places(new, j, j_end, run)
    return [
        (a, in_new[key])
        for key, a in in_old.items()
        if a >= 0 and in_new.get(key, -1) >= 0
    ]  # fmt: skip


def _places(keys: Sequence[str], start: int, end: int, run: int) -> dict[tuple[str, ...], int]:
    """Where each run stands, in order; -1 where it stands more than once."""
    places: dict[tuple[str, ...], int] = {}
    for at in range(start, end - run + 1):
        key = tuple(keys[at : at + run])
        places[key] = -1 if key in places else at
    return places


def _in_order(pairs: list[Pair]) -> list[Pair]:
    """The longest part of the pairs that increases on both sides."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for at, (_, b) in enumerate(pairs):
        length = bisect_left(tails, b)
        before.append(tail_at[length - 1] if length else -1)
        tails[length : length + 1] = [b]
        tail_at[length : length + 1] = [at]
    chain, at = [], tail_at[-1] if tail_at else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
