"""The catalogues of words. `make catalogues` brings them up to date and says what is missing."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import ngettext

from broadsheet.newsroom.languages import speaking
from tools.catalogues import (
    catalogue_files,
    compiled,
    missing,
    mistakes,
    read_catalogue,
    source_catalogue,
)

FILES = catalogue_files()


def _named(path: Path) -> str:
    return path.parts[-3]


@pytest.fixture(scope="module")
def said() -> Catalog:
    return source_catalogue()


def test_there_is_an_arabic_catalogue() -> None:
    assert "ar" in [_named(path) for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_everything_that_readers_are_told_is_translated(path: Path, said: Catalog) -> None:
    assert missing(read_catalogue(path), said=said) == []


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_no_translation_loses_a_value_or_breaks_the_page(path: Path) -> None:
    assert mistakes(read_catalogue(path)) == []


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_what_django_loads_is_what_the_catalogue_says(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(read_catalogue(path))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا تعليقات"),
        (1, "تعليق واحد"),
        (2, "تعليقان"),
        (7, "7 تعليقات"),
        (11, "11 تعليقًا"),
        (99, "99 تعليقًا"),
        (100, "100 تعليق"),
        (102, "102 تعليق"),
        (103, "103 تعليقات"),
    ],
)
def test_arabic_counts_as_arabic_does(number: int, words: str) -> None:
    with speaking("ar"):
        counted = ngettext("%(number)s comment", "%(number)s comments", number)

    assert counted % {"number": number} == words


def test_what_is_not_translated_is_found(said: Catalog) -> None:
    arabic = Catalog(locale="ar")
    arabic.add("Latest", "الأحدث")

    assert not any(repr("Latest") in problem for problem in missing(arabic, said=said))
    assert any(repr("Support") in problem for problem in missing(arabic, said=said))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Back to %(title)s", "عودة"),
        ("Back to %(title)s", "عودة إلى %(titel)s"),
        ("<b>Sign in</b>", "ادخل"),
        ("Close", 'أغلق "هذا"'),
        (("%(number)s of %(all)s", "%(number)s of %(all)s"), ("لا شيء",) * 6),
    ],
)
def test_a_translation_that_breaks_the_page_is_found(source: Any, words: Any) -> None:
    arabic = Catalog(locale="ar")
    arabic.add(source, words)

    assert mistakes(arabic)


def test_templates_and_python_are_read(said: Catalog) -> None:
    assert said.get("More on this topic") is not None
    assert said.get("Newest", context="order of the comments") is not None
    assert said.get("%(number)s comment").pluralizable  # type: ignore[union-attr]
    assert said.get("Please write something.") is not None
