"""Words as search compares them: folded, so that case, accents and forms of digits do not count.

Scripts that write no spaces (Chinese, Japanese, Thai …) become pairs of neighbouring characters.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 40

# Han, kana, Thai, Lao, Burmese, Khmer: their words stand without spaces.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_TATWEEL = "\u0640"  # stretches an Arabic word, and says nothing


def words_in(text: str) -> list[str]:
    """The folded words of a text, in its order, each as often as it occurs."""
    return [word for run in fold(text).split() for word in _words_of(run)]


def fold(text: str) -> str:
    """Compatibility forms, case and accents taken away, digits of any script as 0 to 9, and
    spaces for all that is no part of a word.

    Marks that carry a vowel of their own, as in Devanagari or Thai, stay.
    """
    if text.isascii():
        return text.lower().translate(_FOLDED)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_FOLDED)


def is_unspaced(word: str) -> bool:
    """Whether a folded word is of a script without spaces."""
    return bool(_UNSPACED.match(word))


class _Folded(dict[int, str]):
    """What stands for a character, by its number; remembered when first asked for."""

    def __missing__(self, number: int) -> str:
        self[number] = _plain(chr(number))
        return self[number]


def _plain(character: str) -> str:
    if unicodedata.combining(character) or character == _TATWEEL:
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return character if unicodedata.category(character)[0] in "LNM" else " "


_FOLDED = _Folded()


def _words_of(run: str) -> Iterator[str]:
    """A run's words: what stands with spaces whole, what stands without them in pairs."""
    end = 0
    for found in _UNSPACED.finditer(run):
        yield from _whole(run[end : found.start()])
        yield from _pairs(found[0])
        end = found.end()
    yield from _whole(run[end:])


def _whole(word: str) -> Iterator[str]:
    if word:
        yield word[:LONGEST_WORD]


def _pairs(run: str) -> Iterator[str]:
    if len(run) == 1:
        yield run
    for start in range(len(run) - 1):
        yield run[start : start + 2]
