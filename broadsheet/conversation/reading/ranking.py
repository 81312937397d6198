"""The orders in which a conversation can be read."""

from enum import StrEnum
from math import sqrt

# The quantile of the normal distribution for an interval of 80 %, two-sided.
Z = 1.281551565545


class Sort(StrEnum):
    """How the roots of a conversation are ordered; replies always stand in their order of time."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_VOTED = "most-voted"
    BEST = "best"


# Each order ends with the primary key, so that pages never overlap. Most Voted: net votes,
# then newest, then id.
ORDER_BY = {
    Sort.NEWEST: ("-created_at", "-id"),
    Sort.OLDEST: ("created_at", "id"),
    Sort.MOST_VOTED: ("-net_votes", "-created_at", "-id"),
    Sort.BEST: ("-best_score", "-created_at", "-id"),
}


def sort_from(value: str | None) -> Sort:
    """The sort of that name; Newest for anything else, since links may be old or damaged."""
    try:
        return Sort(value or "")
    except ValueError:
        return Sort.NEWEST


def best_score(up: int, down: int) -> float:
    """The lower end of the interval in which the share of votes up lies, from 0 to 1.

    Source: E. B. Wilson, "Probable Inference", JASA 22 (1927), the score interval at 80 %.
    """
    total = up + down
    if not total:
        return 0.0
    share, square = up / total, Z * Z
    spread = Z * sqrt((share * (1 - share) + square / (4 * total)) / total)
    return (share + square / (2 * total) - spread) / (1 + square / total)
