"""Where a quote may stand in a new revision, and what speaks for each of these places."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from broadsheet.conversation.anchoring.alignment import aligned
from broadsheet.conversation.anchoring.likeness import (
    common_pairs,
    coverage,
    densest,
    total_weight,
)
from broadsheet.conversation.anchoring.passages import Block
from broadsheet.conversation.anchoring.sought import Sought
from broadsheet.conversation.anchoring.tokens import Text, is_telling, weight

WINDOWS = 3  # how many places are looked at closely, beside the one the alignment names
RARE = 40  # a word that stands more often names no place
CONTEXT_SHARE = 0.4  # of a score; the rest is likeness
SLACK = 4  # tokens that may have come between a quote and its context

OldSpan = tuple[int, int]


@dataclass(frozen=True)
class Candidate:
    """A run of tokens of the new revision, first and last. All measures run from 0 to 1.

    `likeness` is what it has in common with the quote, `kept` the share of the quote's words that
    it has, `context` what is left of the quote's surroundings around it. The alignment of the two
    revisions says how much of it was `carried` from the quote (None where nothing is known), and
    how much is `claimed` by other words of the old text.
    """

    first: int
    last: int
    is_exact: bool
    likeness: float
    kept: float
    context: float
    carried: float | None
    claimed: float
    has_first: bool
    has_last: bool

    @property
    def score(self) -> float:
        carried = self.context if self.carried is None else self.carried
        evidence = (2 * self.context + carried) / 3  # an alignment may have matched a twin
        return (1 - CONTEXT_SHARE) * self.likeness + CONTEXT_SHARE * evidence

    def is_apart_from(self, other: "Candidate") -> bool:
        return self.last < other.first or self.first > other.last


class Revision:
    """A new revision beside the former one, which may be unknown; made once for many quotes."""

    def __init__(self, blocks: Sequence[Block], former: Sequence[Block]) -> None:
        self.new = Text.of(blocks)
        self.old = Text.of(former)

    @cached_property
    def became(self) -> dict[int, int]:
        return aligned(self.old.keys, self.new.keys)

    @cached_property
    def was(self) -> dict[int, int]:
        return {new: old for old, new in self.became.items()}

    def old_span(self, what: Sought) -> OldSpan | None:
        """Where the quote stood in the former revision, in tokens; None where that is unknown."""
        length, quote = len(what.keys), what.quote
        for block in self.old.blocks_of(quote.block_id):
            first = self.old.first_token_from(block, quote.start)
            if self.old.keys[first : first + length] == what.keys:
                return first, first + length
        places = self.old.occurrences(what.keys, most=2)
        return (places[0], places[0] + length) if len(places) == 1 else None

    def exact(self, what: Sought, old: OldSpan | None, *, most: int) -> list[Candidate]:
        """Where the words stand as they were; ends after `most`."""
        pairs = [(at, at) for at in range(len(what.keys))]
        return [
            self._judged(what, old, [(i, first + j) for i, j in pairs])
            for first in self.new.occurrences(what.keys, most=most)
        ]

    def similar(self, what: Sought, old: OldSpan | None) -> list[Candidate]:
        """The places that have most in common with the quote, each once."""
        found: dict[tuple[int, int], Candidate] = {}
        for start in self._windows(what, old):
            if pairs := self._pairs_near(what, start):
                candidate = self._judged(what, old, pairs)
                found[candidate.first, candidate.last] = candidate
        return list(found.values())

    def _windows(self, what: Sought, old: OldSpan | None) -> Iterator[int]:
        """At which tokens a look may be worth while: where the quote was carried, where its
        rare words stand in the right distances."""
        length = len(what.keys)
        if old and (carried := [self.became[at] for at in range(*old) if at in self.became]):
            yield carried[len(carried) // 2] - length // 2
        width = max(SLACK, length // 2)
        votes: Counter[int] = Counter()
        for at, key in enumerate(what.keys):
            places = self.new.positions.get(key, [])
            for place in places if len(places) <= RARE else ():
                for slot in ((place - at) // width, (place - at) // width + 1):
                    votes[slot] += 100 * weight(key) // len(places)
        for slot, _ in votes.most_common(WINDOWS):
            yield slot * width - width // 2

    def _pairs_near(self, what: Sought, start: int) -> list[tuple[int, int]]:
        """Which tokens of the quote stand where, in the densest run about here."""
        length, skipped = len(what.keys), len(what.before)
        low = max(0, start - length // 2 - SLACK - skipped)
        high = start + length + length // 2 + SLACK + len(what.after)
        found = common_pairs(what.pattern, self.new.keys[low:high])
        pairs = [(i - skipped, low + j) for i, j in found if 0 <= i - skipped < length]
        pairs = densest(pairs, what.keys, self.new.keys)
        while pairs and pairs[0][0] > 0 and not is_telling(what.keys[pairs[0][0]]):
            del pairs[0]
        while pairs and pairs[-1][0] < length - 1 and not is_telling(what.keys[pairs[-1][0]]):
            del pairs[-1]
        return pairs

    def _judged(
        self, what: Sought, old: OldSpan | None, pairs: Sequence[tuple[int, int]]
    ) -> Candidate:
        first, last = pairs[0][1], pairs[-1][1]
        span = self.new.keys[first : last + 1]
        is_exact = span == what.keys
        common = sum(weight(what.keys[i]) for i, _ in pairs)
        both = total_weight(what.keys) + total_weight(span)
        words = sum(map(is_telling, what.keys))
        carried, claimed = self._origin(what, old, first, last)
        return Candidate(
            first=first,
            last=last,
            is_exact=is_exact,
            likeness=2 * common / both if both else float(is_exact),
            kept=sum(is_telling(what.keys[i]) for i, _ in pairs) / words if words else 1.0,
            context=self._context(what, first, last),
            carried=carried,
            claimed=claimed,
            has_first=pairs[0][0] == 0,
            has_last=pairs[-1][0] == len(what.keys) - 1,
        )

    def _context(self, what: Sought, first: int, last: int) -> float:
        keys, sides = self.new.keys, []
        if what.before:
            reach = len(what.before) + SLACK
            sides.append(coverage(what.before, keys[max(0, first - reach) : first]))
        if what.after:
            reach = len(what.after) + SLACK
            sides.append(coverage(what.after, keys[last + 1 : last + 1 + reach]))
        return sum(sides) / len(sides) if sides else 1.0

    def _origin(
        self, what: Sought, old: OldSpan | None, first: int, last: int
    ) -> tuple[float | None, float]:
        span = self.new.keys[first : last + 1]
        if old is None:  # then the context is all that may lay claim to these words
            return None, max(coverage(span, what.before), coverage(span, what.after))
        own = other = 0
        for at, key in enumerate(span, first):
            if (was := self.was.get(at)) is not None:
                is_own = old[0] <= was < old[1]
                own, other = own + weight(key) * is_own, other + weight(key) * (not is_own)
        total = total_weight(span)
        return (own / total, other / total) if total else (1.0, 0.0)
