"""What the funding tells the floors above, and itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RegularFell:
    """A payment of a regular gift has failed; `pay_url` is where it can be made up, or ""."""

    regular_id: int
    pay_url: str


@dataclass(frozen=True)
class RegularChanged:
    """A regular gift has another amount, from its next payment on."""

    regular_id: int


@dataclass(frozen=True)
class RegularEnded:
    """A regular gift has ended, whoever ended it."""

    regular_id: int
