"""A part of what is sent, as a request's Range asks for it. Source: RFC 9110, 14."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*")


@dataclass(frozen=True)
class Part:
    """Bytes `start` to `end`, the latter excluded, of `size`; none where the range lies outside."""

    start: int
    end: int
    size: int

    @property
    def is_none(self) -> bool:
        return self.start >= self.end

    @property
    def header(self) -> str:
        """The value of Content-Range."""
        if self.is_none:
            return f"bytes */{self.size}"
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def part_of(wanted: str, size: int) -> Part | None:
    """The part of `size` bytes; None where the whole is to be sent.

    That is for what is no range, several ranges, and ranges that make no sense.
    """
    found = _ONE_RANGE.fullmatch(wanted)
    if found is None or found[1] == found[2] == "":
        return None
    first, last = found[1], found[2]
    if not first:
        return Part(max(size - int(last), 0), size if int(last) else 0, size)
    if last and int(last) < int(first):
        return None
    start = int(first)
    return Part(start, min(int(last) + 1, size) if last else size, size)
