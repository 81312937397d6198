"""Marking in a text the words that were looked for."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from broadsheet.newsroom.search.finding import can_be_beginning
from broadsheet.newsroom.search.words import words_in

_RUN = re.compile(r"(\w+)")


def marked(text: str, words: Sequence[str]) -> SafeString:
    """`text` escaped, with a `<mark>` around each whole word that is among the folded `words`."""
    return format_html_join("", "{}", ((part,) for part in _parts(text, words)))


def _parts(text: str, words: Sequence[str]) -> Iterator[str]:
    for part in _RUN.split(text):
        is_meant = _RUN.fullmatch(part) and _is_among(part, words)
        yield format_html("<mark>{}</mark>", part) if is_meant else part


def _is_among(part: str, words: Sequence[str]) -> bool:
    folded = words_in(part)
    if len(folded) != 1:  # of a script without spaces: where a word ends is not known
        return False
    word, last = folded[0], words[-1]
    return word in words or (can_be_beginning(last) and word.startswith(last))
