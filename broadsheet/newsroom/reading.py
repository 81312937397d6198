"""How long a text takes to read.

Source: M. Brysbaert, "How many words do we read per minute? A review and meta-analysis of reading
rate", Journal of Memory and Language 109 (2019): 238 words a minute for non-fiction in English, and
about 255 characters for Chinese, which is written without spaces.
"""

import re
from math import ceil

WORDS_PER_MINUTE = 238
CHARACTERS_PER_MINUTE = 255

_WORD = re.compile(r"\w+(?:[’'\-.,]\w+)*")
# Han, Kana, Thai and their neighbours: scripts whose words no space parts.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def count_words(text: str) -> int:
    """The words of a text; a character counts as one where words are not parted."""
    spaced, unspaced = _counts(text)
    return spaced + unspaced


def reading_minutes(text: str) -> int:
    """Whole minutes that an adult needs for a text, at least one."""
    spaced, unspaced = _counts(text)
    return max(1, ceil(spaced / WORDS_PER_MINUTE + unspaced / CHARACTERS_PER_MINUTE))


def _counts(text: str) -> tuple[int, int]:
    return len(_WORD.findall(_UNSPACED.sub(" ", text))), len(_UNSPACED.findall(text))
