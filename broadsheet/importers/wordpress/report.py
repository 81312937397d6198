"""What an import did, in numbers and in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass
class Report:
    """What an import did.

    `added` and `known` count by "story", "page" and "comment"; `left_out` counts parts of
    bodies, `passed_over` whole items and comments; `refused` says why, by title;
    `old_addresses` lead to what was imported from now on.
    """

    added: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    passed_over: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    old_addresses: int = 0

    def lines(self) -> list[str]:
        """The report for a person at a terminal."""
        return [
            *_counted("Imported:", self.added),
            *_counted("Here already:", self.known),
            *_counted("Leading on:", {"old address": self.old_addresses}),
            *_counted("Left out of the stories:", self.left_out),
            *_counted("Passed over:", self.passed_over),
            *(f"Refused: “{title}”: {reason}" for title, reason in self.refused.items()),
        ]


def _counted(heading: str, counts: Mapping[str, int]) -> Iterator[str]:
    if not any(counts.values()):
        return
    yield heading
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count:
            yield f"  {count:>7,} {name}"
