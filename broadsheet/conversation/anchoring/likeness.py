"""How like two runs of tokens are, and which of their tokens belong together."""

from collections.abc import Sequence

from broadsheet.conversation.anchoring.tokens import weight

Pair = tuple[int, int]
MAX_WORK = 64_000_000  # bits of the table that leads back: 8 MB
FEWEST_SPACED = 4


def common_pairs(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """The pairs of a longest common subsequence; none where both are too long to compare.

    Source: Hyyrö, Bit-parallel LCS-length computation revisited (2004).
    """
    if not ours or not theirs or len(ours) * len(theirs) > MAX_WORK:
        return []
    where: dict[str, int] = {}
    for at, key in enumerate(ours):
        where[key] = where.get(key, 0) | 1 << at
    full = (1 << len(ours)) - 1
    row, rows = full, []
    for key in theirs:
        same = row & where.get(key, 0)
        row = ((row + same) | (row - same)) & full
        rows.append(row)
    return _led_back(ours, theirs, rows)


def _led_back(ours: Sequence[str], theirs: Sequence[str], rows: list[int]) -> list[Pair]:
    pairs = []
    i, j = len(ours) - 1, len(theirs) - 1
    while i >= 0 and j >= 0:
        if ours[i] == theirs[j]:
            pairs.append((i, j))
            i, j = i - 1, j - 1
        elif rows[j] >> i & 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def densest(pairs: Sequence[Pair], ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """The run of pairs in which most is common and least stands between.

    What is common counts double, what stands between two pairs on either side counts against.
    """
    best, best_value, value, first = (0, 0), 0.0, 0.0, 0
    for at, (i, j) in enumerate(pairs):
        if at > first:
            last_i, last_j = pairs[at - 1]
            gap = total_weight(ours[last_i + 1 : i]) + total_weight(theirs[last_j + 1 : j])
            value -= gap
        if value <= 0:
            value, first = 0.0, at
        value += 2 * weight(ours[i]) + 0.1
        if value > best_value:
            best, best_value = (first, at + 1), value
    return list(pairs[best[0] : best[1]])


def total_weight(keys: Sequence[str]) -> int:
    return sum(map(weight, keys))


def coverage(wanted: Sequence[str], found: Sequence[str]) -> float:
    """How much of what is wanted stands in what was found, in this order: 0 to 1."""
    total = total_weight(wanted)
    if not total:
        return 1.0 if list(wanted) == list(found) else 0.0
    return sum(weight(wanted[i]) for i, _ in common_pairs(wanted, found)) / total


def kept_as_written(words: str, found: str) -> float:
    """How many of these words stand in what was found with case and signs as they were.

    Words are what white space divides; a script that uses none has nothing to compare: 1.
    """
    ours, theirs = words.split(), found.split()
    if len(ours) < FEWEST_SPACED:
        return 1.0
    return len(common_pairs(ours, theirs)) / len(ours)
