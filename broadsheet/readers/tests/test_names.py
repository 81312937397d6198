"""One name, one person: however it is typed."""

import pytest

from broadsheet.conftest import MakeStaff
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Author
from broadsheet.readers.models import Reader
from broadsheet.readers.name_keys import KEY_LENGTH, name_key, same_name
from broadsheet.readers.names import BadName, NameWithoutLetters, is_taken, tidy_name

CYRILLIC_A = "\N{CYRILLIC CAPITAL LETTER A}"
GREEK_NU = "\N{GREEK CAPITAL LETTER NU}"


@pytest.mark.parametrize(
    "one, other",
    [
        ("Ada Lovelace", "ADA  LOVELACE"),
        ("Ada Lovelace", f"{CYRILLIC_A}da Lovelace"),
        ("Nick", f"{GREEK_NU}ick"),
        ("Bob", "\N{CYRILLIC CAPITAL LETTER VE}ob"),
        ("Inès Calloway", "Ines-Calloway"),
        ("Bob", "B0b"),
        ("Ivar", "lvar"),
        ("Al", "A|"),
        ("Arnold", "Amold"),
        ("Will", "VVill"),
        ("Ada", "A\u200bd\u2060a\ufe0f\u3164"),
        ("Ada", "A\u202eda"),
        ("Ada", "ＡＤＡ"),
        ("Ada", "𝐀𝕕𝒂"),
        ("Ada", "A\u0335d\u0301\u0302\u0303a"),
        ("Søren", "Soren"),
        ("Mara Stein", "ᴍara \N{LATIN LETTER SMALL CAPITAL S}tein"),
        ("Mara", "Mara\N{COMBINING ENCLOSING CIRCLE}"),
        ("Straße", "STRASSE"),
        ("İbrahim", "ibrahım"),
        ("Вера", "ВЕРА"),
        ("Νίκος", "ΝΙΚΟΣ"),
        ("محمد", "مُحَمَّد"),
    ],
)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Ada", "Ida"), ("Anna", "Alma"), ("Ян", "Яна"), ("राम", "रमा"), ("かき", "がき"),
        ("นก", "นัก"), ("王", "玉"), ("😀", "😀"), ("...", "!!!"),
    ],
)  # fmt: skip
def test_names_that_do_not_are_two(one: str, other: str) -> None:
    assert not same_name(one, other)


def test_a_key_fits_into_its_column() -> None:
    assert len(name_key("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 60)) == KEY_LENGTH


@pytest.mark.parametrize(
    "name", ["", "   ", "\u200b\u200d", "A\x00da", "A\x07da", "a" * 61, "a" * 10_000, "\ufb2c" * 60]
)
def test_nobody_bears_such_a_name(name: str) -> None:
    with pytest.raises(BadName):
        tidy_name(name)


def test_a_name_needs_a_letter() -> None:
    with pytest.raises(NameWithoutLetters):
        tidy_name("!!! 😀")


def test_what_turns_a_line_around_is_taken_off() -> None:
    assert tidy_name(" Ada \u202e Love\u2066lace ") == "Ada Lovelace"


def test_nobody_takes_a_members_an_authors_or_the_staffs_name(
    ann: Reader, bob: Reader, ines: Author, staff: MakeStaff
) -> None:
    ann.name_key = name_key("Ann Keel")
    ann.save()
    rosa = staff("rosa", roles.REPORTERS)
    rosa.first_name, rosa.last_name = "Rosa", "Quay"
    rosa.save()

    for name in ("Ann Keel", "ANN  KEEL", "Ines Calloway", "R0SA", "rosa quay"):
        assert is_taken(name, by=bob), name
        assert is_taken(name, by=None), name
    assert not is_taken("Ann Keel", by=ann)
    assert not is_taken("Anna Keel", by=bob)
    assert not is_taken("Rosa", by=Reader.objects.create(user=rosa))
