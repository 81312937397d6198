"""What happens to a comment before anybody reads it: the pure part of moderation.

A comment is refused only for what its writer can mend at once; whatever else a rule stops
waits for a moderator.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from broadsheet.lib.text import without_unseen

# Shorter ones are said by many: "Thank you!".
REPETITION_MIN_LENGTH = 40


class Stop(StrEnum):
    """Why a comment waits for a moderator."""

    ALL_WAIT = "all"
    FIRST_WAITS = "first"
    NO_PROOF = "proof"
    WORD = "word"
    LINKS = "links"
    REPETITION = "repetition"
    CROWD = "crowd"


@dataclass(frozen=True)
class Screened:
    """What is known of a comment that is about to be written.

    `is_repetition` says that the same words have come from somebody else before, `is_crowd` that
    very many comments arrive under this story.
    """

    text: str
    link_count: int
    is_guest: bool
    is_first: bool
    is_trusted: bool
    has_proof: bool
    is_repetition: bool
    is_crowd: bool


@dataclass(frozen=True)
class Screen:
    """The rules that a comment meets."""

    holds_all: bool
    holds_first: bool
    most_links: int
    words: tuple[str, ...]


def first_stop(screened: Screened, *, screen: Screen) -> Stop | None:
    """The first rule that stops a comment, or None: it is published at once.

    The newsroom's own people and those whose comments moderators have published before need no
    proof of work; no rule knows of money.
    """
    if screen.holds_all:
        return Stop.ALL_WAIT
    if has_word(screened.text, words=screen.words):
        return Stop.WORD
    if screened.link_count > screen.most_links:
        return Stop.LINKS
    if screened.is_repetition:
        return Stop.REPETITION
    if screen.holds_first and screened.is_first:
        return Stop.FIRST_WAITS
    if screened.is_guest and not screened.has_proof and not screened.is_trusted:
        return Stop.NO_PROOF
    return Stop.CROWD if screened.is_crowd else None


def words_of(lines: str) -> tuple[str, ...]:
    """The words of a moderator's list, one a line, folded."""
    return tuple(dict.fromkeys(word for line in lines.splitlines() if (word := fold(line))))


def has_word(text: str, *, words: Iterable[str]) -> bool:
    """Whether `text` has one of the folded `words`, as whole words."""
    return bool(words_in(text, words=words))


def words_in(text: str, *, words: Iterable[str]) -> list[str]:
    """Which of the folded `words` stand in `text` as whole words."""
    folded = f" {fold(text)} "
    return [word for word in words if f" {word} " in folded]


def digest(text: str) -> str:
    """What is equal for texts that differ in case, accents, spaces and punctuation alone."""
    return blake2b(fold(text).encode() or text.encode(), digest_size=16).hexdigest()


def fold(text: str) -> str:
    """Letters and digits alone, without case and accents, words apart by one space."""
    bare = text.casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", without_unseen(bare)).casefold()
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare))
