"""What is remembered of a passage, and what is answered when its story changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

CONTEXT_LENGTH = 64
BETWEEN_BLOCKS = "\n"


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading or an item of a list, as plain text; `id` may be empty."""

    id: str
    text: str


@dataclass(frozen=True)
class Quote:
    """A passage as it once stood: its words, what stood around them, and where.

    Offsets count code points; `end` counts within the block `end_id`, which may be left empty
    where the passage ends in the block it begins in. Words and context of several blocks are
    joined by a line break.
    """

    words: str
    before: str
    after: str
    block_id: str
    start: int
    end: int
    end_id: str = ""


class How(StrEnum):
    """By which rung of the ladder a passage was found again."""

    PLACE = "place"
    QUOTE = "quote"
    CONTEXT = "context"
    FUZZY = "fuzzy"


@dataclass(frozen=True)
class Place:
    """Where a passage stands: `start` in the block of one index, `end` in that of the other.

    The blocks are given by index as well as by id, since an id may be missing or stand twice.
    """

    start_block: str
    start: int
    end_block: str
    end: int
    words: str
    how: How
    start_index: int
    end_index: int


def quote_of(
    blocks: Sequence[Block], *, start_index: int, start: int, end_index: int, end: int
) -> Quote:
    """Remember the passage that begins and ends at these blocks and offsets."""
    return Quote(
        words=words_between(blocks, start_index, start, end_index, end),
        before=_text_before(blocks, start_index, start),
        after=_text_after(blocks, end_index, end),
        block_id=blocks[start_index].id,
        start=start,
        end=end,
        end_id=blocks[end_index].id,
    )


def words_between(
    blocks: Sequence[Block], start_index: int, start: int, end_index: int, end: int
) -> str:
    """The text from one place to another, with a line break where a block ends."""
    if start_index == end_index:
        return blocks[start_index].text[start:end]
    between = [block.text for block in blocks[start_index + 1 : end_index]]
    whole = [blocks[start_index].text[start:], *between, blocks[end_index].text[:end]]
    return BETWEEN_BLOCKS.join(whole)


def context_of(
    blocks: Sequence[Block], start_index: int, start: int, end_index: int, end: int
) -> tuple[str, str]:
    """What stands before and after a passage."""
    return _text_before(blocks, start_index, start), _text_after(blocks, end_index, end)


def _text_before(blocks: Sequence[Block], index: int, offset: int) -> str:
    text = blocks[index].text[max(0, offset - CONTEXT_LENGTH) : offset]
    while len(text) < CONTEXT_LENGTH and index > 0:
        index -= 1
        text = blocks[index].text[-CONTEXT_LENGTH:] + BETWEEN_BLOCKS + text
    return text[-CONTEXT_LENGTH:]


def _text_after(blocks: Sequence[Block], index: int, offset: int) -> str:
    text = blocks[index].text[offset : offset + CONTEXT_LENGTH]
    while len(text) < CONTEXT_LENGTH and index + 1 < len(blocks):
        index += 1
        text += BETWEEN_BLOCKS + blocks[index].text[:CONTEXT_LENGTH]
    return text[:CONTEXT_LENGTH]
