"""The chain: each entry's digest seals its public fields and, by the digest before, all earlier.

Pure: values in, values out. Whoever has the export can do the same; docs/ledger.md says how.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

# What stands before the first entry.
FIRST = "0" * 64


@dataclass(frozen=True)
class PublicEntry:
    """What the world may know of an entry: a day, amounts, and no id of anybody.

    A posting is (account, campaign, currency, amount in the smallest unit).
    """

    number: int
    day: str
    kind: str
    campaign: str
    given_minor: int
    given_currency: str
    rate: str
    rate_source: str
    postings: tuple[tuple[str, str, str, int], ...]


class BrokenChain(Exception):
    """An entry that is not what was sealed. `number` is its number."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(f"Entry {number}: {words}")
        self.number = number


def line_of(entry: PublicEntry, *, previous: str) -> str:
    """The sealed text: one line of JSON, keys in order, nothing escaped that need not be."""
    fields = {
        "number": entry.number,
        "day": entry.day,
        "kind": entry.kind,
        "campaign": entry.campaign,
        "given": [entry.given_minor, entry.given_currency],
        "rate": [entry.rate, entry.rate_source],
        "postings": sorted(list(posting) for posting in entry.postings),
        "previous": previous,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(entry: PublicEntry, *, previous: str) -> str:
    """SHA-256 of the sealed text in UTF-8, as 64 characters of hex."""
    return hashlib.sha256(line_of(entry, previous=previous).encode()).hexdigest()


def check_chain(entries: Iterable[tuple[PublicEntry, str, str]]) -> int:
    """Recompute every digest of (entry, previous, digest), in order; returns how many there are.

    :raises BrokenChain: at the first entry that was changed, left out, added or put elsewhere.
    """
    last, number = FIRST, 0
    for entry, previous, digest in entries:
        number += 1
        if entry.number != number:
            raise BrokenChain(entry.number, f"number {number} is missing.")
        if previous != last:
            raise BrokenChain(number, "it does not follow the entry before it.")
        if digest_of(entry, previous=previous) != digest:
            raise BrokenChain(number, "it is not what was sealed.")
        last = digest
    return number
