"""A text as tokens that know where they stand: words and signs, folded so that they compare."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from broadsheet.conversation.anchoring.passages import Block

# Scripts that write no spaces come one character at a time, with what combines with it.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
)
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f"
    r"\u0900-\u0903\u093a-\u094f\u200c\u200d\ufe0f"
)
_TOKEN = re.compile(
    rf"(?:[^\W{_UNSPACED}]|[{_MARKS}])+|[{_UNSPACED}][{_MARKS}]*|([^\w\s{_MARKS}])\1*"
)
_TYPOGRAPHY = str.maketrans({
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "\u00ad": None,
    "\u200b": None,
})  # fmt: skip
_END = "\n"  # stands in no token
_MAX_WEIGHT = 8
_UNSPACED_FROM = "\u0e00"  # one such character tells as much as half a short word


class Token(NamedTuple):
    """One word or sign: `key` compares, the rest says where it stands."""

    key: str
    block: int
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """The tokens of a revision, in order, with indexes made once for many questions."""

    blocks: Sequence[Block]
    tokens: Sequence[Token] = field(repr=False)

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> "Text":
        return cls(blocks, [t for at, block in enumerate(blocks) for t in _tokens(block.text, at)])

    @cached_property
    def keys(self) -> list[str]:
        return [token.key for token in self.tokens]

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self.keys):
            places[key].append(at)
        return places

    @cached_property
    def joined(self) -> str:
        return _END + _END.join(self.keys) + _END

    @cached_property
    def offsets(self) -> list[int]:
        """Where each token begins in `joined`, its own line break included."""
        offsets, offset = [], 0
        for key in self.keys:
            offsets.append(offset)
            offset += len(key) + 1
        return offsets

    def occurrences(self, keys: Sequence[str], *, most: int) -> list[int]:
        """At which tokens these stand, one after the other; ends after `most` are found."""
        wanted, offset = _END + _END.join(keys) + _END, -1
        found: list[int] = []
        while len(found) < most and (offset := self.joined.find(wanted, offset + 1)) >= 0:
            found.append(bisect_left(self.offsets, offset))
        return found

    def blocks_of(self, block_id: str) -> list[int]:
        """Which blocks bear this id: none without an id, several where one was copied."""
        return self._by_id.get(block_id, [])

    def next_block(self, block_id: str, *, after: int) -> int:
        """The next block of this id; -1 if none follows."""
        indexes = self.blocks_of(block_id)
        at = bisect_right(indexes, after)
        return indexes[at] if at < len(indexes) else -1

    @cached_property
    def _by_id(self) -> dict[str, list[int]]:
        indexes: dict[str, list[int]] = defaultdict(list)
        for index, block in enumerate(self.blocks):
            if block.id:
                indexes[block.id].append(index)
        return dict(indexes)

    def first_token_from(self, block: int, offset: int) -> int:
        """The first token that ends after this place."""
        return bisect_left(self.tokens, (block, offset + 1), key=lambda t: (t.block, t.end))


def weight(key: str) -> int:
    """What a token tells: long words more than short ones, signs nothing."""
    if not is_telling(key):
        return 0
    return 2 if len(key) == 1 and key >= _UNSPACED_FROM else min(len(key), _MAX_WEIGHT)


def is_telling(key: str) -> bool:
    return key[0].isalnum()


def _tokens(text: str, block: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        yield Token(_folded(match[0]), block, match.start(), match.end())


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY)).casefold()
    return "".join(plain.split()) or text
