"""The orders in which a conversation can be read."""

from enum import StrEnum


class Sort(StrEnum):
    """How the roots of a conversation are ordered; replies always stand in their order of time."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_VOTED = "most-voted"


# Each order ends with the primary key, so that pages never overlap. Most Voted: net votes,
# then newest, then id.
ORDER_BY = {
    Sort.NEWEST: ("-created_at", "-id"),
    Sort.OLDEST: ("created_at", "id"),
    Sort.MOST_VOTED: ("-net_votes", "-created_at", "-id"),
}


def sort_from(value: str | None) -> Sort:
    """The sort of that name; Newest for anything else, since links may be old or damaged."""
    try:
        return Sort(value or "")
    except ValueError:
        return Sort.NEWEST
