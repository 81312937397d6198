"""Where words that somebody selects on the page stand in its text, to the letter."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from broadsheet.conversation.anchoring import Block
from broadsheet.conversation.inline.story_text import Span


def exact_span(
    blocks: Sequence[Block], *, quote: str, before: str = "", after: str = ""
) -> Span | None:
    """The one place of these words among these neighbours; any white space is like any other.

    None if they do not stand there, or more than once.
    """
    whole = "\n".join(block.text for block in blocks)
    wanted = rf"{_loose(before)}\s*({_loose(quote)})\s*{_loose(after)}"
    found = list(re.finditer(rf"(?={wanted})", whole))
    if len(found) != 1:
        return None
    begins = [0, *accumulate(len(block.text) + 1 for block in blocks)]
    first, start = _at(begins, found[0].start(1))
    last, end = _at(begins, found[0].end(1) - 1)
    return Span(first, start, last, end + 1)


def _loose(text: str) -> str:
    return r"\s+".join(map(re.escape, text.split()))


def _at(begins: Sequence[int], offset: int) -> tuple[int, int]:
    block = bisect_right(begins, offset) - 1
    return block, offset - begins[block]
