"""Languages: which one is spoken now, which way it runs, and how it writes numbers and lists.

A language is named by its tag, such as "en-GB" or "ar". Words come from our catalogues, and are
English where there is none; numbers, lists and directions come from CLDR for every language.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import TypeVar

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import translation

Item = TypeVar("Item")

# Stands for a number, or for an item, in words that are put together later.
PLACE = "#"

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, everything is said in `language`; afterwards in what was spoken before."""
    before = _spoken.set(language)
    try:
        with translation.override(catalogue_for(language)):
            yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language that is spoken now, as `speaking` was told."""
    return _spoken.get() or settings.LANGUAGE_CODE


def catalogue_for(language: str) -> str:
    """The language whose catalogue serves `language`: its own, a broader one's, or English."""
    try:
        return translation.get_supported_language_variant(language.lower())
    except LookupError:
        return settings.LANGUAGE_CODE


def direction_of(language: str) -> str:
    """Which way a language runs: "ltr" or "rtl"."""
    return str(locale_of(language).text_direction)


def foreign(language: str, *, page: str) -> str:
    """What `lang` has to say within a page: "" for its own language, or where none is named."""
    return "" if language.lower() in ("", page.lower()) else language


@cache
def locale_of(language: str) -> Locale:
    """What CLDR knows of a language."""
    return Locale.parse(language, sep="-")


@lru_cache(maxsize=4096)
def figure(number: int, *, language: str) -> str:
    """A whole number as the language groups it: "1,204", "1.204". The digits are the same in
    every language, as those of times and amounts are."""
    return format_decimal(number, locale=locale_of(language))


def joined(items: Sequence[Item], *, language: str) -> list[tuple[Item, str]]:
    """Each item of a list, with the words that follow it: a comma, "and", or nothing."""
    names = [PLACE] * len(items)
    written = format_list(names, locale=locale_of(language)) if names else ""
    return list(zip(items, written.split(PLACE)[1:], strict=True))


@cache
def first_of_each_plural(language: str) -> Mapping[str, int]:
    """The smallest number of each plural of a language, by CLDR's name: {"one": 1, "other": 0}."""
    first: dict[str, int] = {}
    for number in range(101):
        first.setdefault(locale_of(language).plural_form(number), number)
    return first
