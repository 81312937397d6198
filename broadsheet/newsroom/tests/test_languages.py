import pytest
from django.utils.translation import get_language

from broadsheet.newsroom.languages import (
    catalogue_for,
    direction_of,
    figure,
    first_of_each_plural,
    foreign,
    joined,
    speaking,
    spoken,
)


def test_a_language_is_spoken_within_and_not_afterwards() -> None:
    inside: list[str | None] = []

    def break_off() -> None:
        with speaking("ar-EG"):
            inside.extend([spoken(), get_language()])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()

    assert inside == ["ar-EG", "ar"]
    assert (spoken(), get_language()) == ("en", "en")


@pytest.mark.parametrize(
    ("language", "catalogue"),
    [("ar", "ar"), ("ar-MA", "ar"), ("en-GB", "en"), ("pt-BR", "en"), ("zh-Hant-TW", "en")],
)
def test_a_language_without_a_catalogue_is_said_in_english(language: str, catalogue: str) -> None:
    assert catalogue_for(language) == catalogue


@pytest.mark.parametrize(
    ("language", "direction"), [("en-GB", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa-AF", "rtl")]
)
def test_a_language_runs_the_way_its_script_does(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@pytest.mark.parametrize(
    ("language", "page", "said"),
    [("", "en", ""), ("en", "en", ""), ("en-gb", "en-GB", ""), ("ar", "en", "ar")],
)
def test_only_another_language_than_the_pages_is_named(language: str, page: str, said: str) -> None:
    assert foreign(language, page=page) == said


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,204"), ("de", "1.204"), ("fr", "1\u202f204")]
)
def test_a_figure_is_written_as_the_language_has_it(language: str, written: str) -> None:
    assert figure(1204, language=language) == written


def test_a_list_has_the_commas_of_its_language() -> None:
    names = ["Ann", "Bob", "Kit"]

    assert joined(names, language="en-GB") == [("Ann", ", "), ("Bob", " and "), ("Kit", "")]
    assert joined(names[:1], language="ar") == [("Ann", "")]
    assert joined([], language="ar") == []


def test_arabic_counts_in_six_ways() -> None:
    plurals = first_of_each_plural("ar")

    assert plurals == {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
