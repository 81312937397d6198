"""Words in the order and the forms in which they are drawn, letter by letter."""

import pytest

from broadsheet.funding.receipts.lettering import as_drawn, joined, runs_from_right

# Drawn as a browser draws them; Arabic letters by their joined forms.
MUHAMMAD = "\ufeaa\ufee4\ufea4\ufee3"


@pytest.mark.parametrize(
    "said, is_rtl, drawn",
    [
        ("Zoë (Å)", False, "Zoë (Å)"),
        ("محمد", True, MUHAMMAD),
        ("محمّد", True, MUHAMMAD),  # without the mark that would stand in no place
        ("Ann محمد, Ben", False, f"Ann {MUHAMMAD}, Ben"),
        ("שלום (בן) 12", True, "12 (ןב) םולש"),
        ("Ann (שלום) 12", False, "Ann (םולש) 12"),
        ("שלום 12-34 Ann", True, "Ann 12-34 םולש"),
        ("שלום 12.50$", True, "12.50$ םולש"),
        ("שלום \u206612-34 (b)\u2069, בן", True, "ןב ,12-34 (b) םולש"),
        ("\u206725 \u2068US$\u2069\u2069", False, "US$ 25"),
        ("Å\u0301\u200dx\u0007", False, "\u01fax"),  # Å and its acute are one letter
    ],
)
def test_a_line_is_drawn_from_the_left(said: str, is_rtl: bool, drawn: str) -> None:
    assert as_drawn(said, is_rtl=is_rtl) == drawn


@pytest.mark.parametrize(
    "said, forms",
    [
        ("بب", "\ufe91\ufe90"),
        ("ببب", "\ufe91\ufe92\ufe90"),
        ("دب", "\ufea9\ufe8f"),  # nothing joins a dal from behind
        ("لا", "\ufefb"),
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("ب ب", "\ufe8f \ufe8f"),
        ("پ", "\ufb56"),
        ("ء", "\ufe80"),
        ("Ann", "Ann"),
    ],
)
def test_arabic_letters_join(said: str, forms: str) -> None:
    assert joined(said) == forms


@pytest.mark.parametrize(
    "text, otherwise, expected",
    [
        ("Ann שלום", True, False),
        ("12 שלום Ann", False, True),
        ("12", True, True),
        ("", False, False),
    ],
)
def test_a_paragraph_runs_as_its_first_letter_does(
    text: str, otherwise: bool, expected: bool
) -> None:
    assert runs_from_right(text, otherwise=otherwise) is expected
