"""How a bucket of tokens empties and fills, reckoned from the one time when it will be full."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Processes and machines disagree by this much about the time without anything being wrong.
CLOCKS_DIFFER = timedelta(minutes=1)
NOTHING = timedelta()


@dataclass(frozen=True)
class Limit:
    """So many at once, and after that one every so many seconds."""

    name: str
    capacity: int
    seconds_per_token: float

    @property
    def token(self) -> timedelta:
        """What it takes to fill in one token."""
        return timedelta(seconds=self.seconds_per_token)

    @property
    def span(self) -> timedelta:
        """What it takes to fill the empty bucket."""
        return self.capacity * self.token


def full_after_one(limit: Limit, *, full_at: datetime, now: datetime) -> datetime:
    """When the bucket will be full again if a token is taken now."""
    return now + _missing(limit, full_at=full_at, now=now) + limit.token


def wait_for_one(limit: Limit, *, full_at: datetime, now: datetime) -> timedelta:
    """How long until the bucket holds a token: nothing if it does.

    Source: the generic cell rate algorithm (ITU-T I.371, annex A), which is a token bucket.
    """
    missing_then = _missing(limit, full_at=full_at, now=now) + limit.token
    return max(missing_then - limit.span, NOTHING)


def _missing(limit: Limit, *, full_at: datetime, now: datetime) -> timedelta:
    missing = full_at - now
    if missing > limit.span + CLOCKS_DIFFER:
        # More than fits: the clock was set back, or the limit is a new one. Begin with a full
        # bucket; an empty one would stay empty until the clock has caught up.
        return NOTHING
    return min(max(missing, NOTHING), limit.span)
