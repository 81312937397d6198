"""What the funding tells the floors above, and itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RegularFell:
    """A payment of a regular gift has failed; `pay_url` is where it can be made up, or ""."""

    regular_id: int
    pay_url: str
