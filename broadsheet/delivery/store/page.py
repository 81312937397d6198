"""A stored page: the bytes that every reader gets, and what they were made from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

Headers = tuple[tuple[str, str], ...]

# What is kept beside the bodies of a page, about: headers, keys, the objects themselves.
OVERHEAD_BYTES = 3_000


@dataclass(eq=False, slots=True)
class Page:
    """One page as it was rendered once.

    `bodies` by content coding ("gzip", "br"; "" where it is too small to compress). `mark` and
    `turn` say up to where touched keys had been seen before the first read. `until` and
    `made_at` are seconds since the epoch; `rendered_at`, `true_at`, `stands_until` and `used_at`
    monotonic.
    """

    address: str
    headers: Headers
    bodies: Mapping[str, bytes]
    digest: str
    keys: tuple[str, ...]
    made_at: float
    until: float = math.inf
    mark: str = ""
    turn: int = 0
    checked_in: int = 0  # the turn in which it was last found to be true
    rendered_at: float = -math.inf  # by this process
    true_at: float = -math.inf  # when it was last known to be
    stands_until: float = -math.inf  # as the last page, while it changes all the time
    used_at: float = 0.0
    answers: dict[str, object] = field(default_factory=dict)  # made once, by front/sending.py

    @property
    def size(self) -> int:
        """Bytes that keeping it takes."""
        return sum(map(len, self.bodies.values())) + OVERHEAD_BYTES

    def is_in_time(self, *, now: float) -> bool:
        """Whether the clock lets it stand; a clock that was set back to before it does not."""
        return self.made_at - 1 <= now < self.until
