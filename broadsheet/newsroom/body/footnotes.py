"""Footnotes: written where they belong in a text, numbered over the whole story, listed below it.

Stored as `<embed embedtype="footnote" note="The words of the note."/>` at the place of the mark,
so that the mark moves with the words around it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

NOTE_MAX_LENGTH = 1000

_STORED = re.compile(r'<embed\b(?=[^>]*\bembedtype="footnote")[^>]*?\bnote="([^">]*)"[^>]*>')


@dataclass(frozen=True)
class Footnote:
    """One note: its number, its words with their web addresses as links."""

    number: int
    html: SafeString


def page_mark(number: int) -> str:
    """The mark in the story's page, which leads to the note and is led back to."""
    return format_html(
        '<sup class="note-mark"><a href="#note-{0}" id="note-mark-{0}" role="doc-noteref" '
        'aria-label="{1}">{0}</a></sup>',
        number,
        gettext("Footnote %(number)d") % {"number": number},
    )


@dataclass
class Footnotes:
    """Takes the notes out of a story's texts, in order, and leaves numbered marks.

    `mark` writes the mark of a number.
    """

    mark: Callable[[int], str] = page_mark
    notes: list[Footnote] = field(default_factory=list)

    def take(self, html: str) -> str:
        return _STORED.sub(lambda found: self._note(unescape(found[1])), html)

    def _note(self, words: str) -> str:
        number = len(self.notes) + 1
        # Safe: urlize escapes all that is not a link of its own making.
        self.notes.append(Footnote(number, mark_safe(urlize(words, autoescape=True))))
        return self.mark(number)


def notes_in(html: str) -> list[str]:
    """The words of the notes in a stored text."""
    return [unescape(words) for words in _STORED.findall(html)]
