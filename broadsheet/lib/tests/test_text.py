import pytest

from broadsheet.lib.text import has_controls, initials, tidy_line, tidy_paragraphs


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\x7f", "a\x85b"])
def test_control_characters_are_found(text: str) -> None:
    assert has_controls(text)


@pytest.mark.parametrize("text", ["one\r\ntwo", "tab\tbed", "مرحبا", "👩‍🚀"])
def test_line_breaks_tabs_and_every_script_are_text(text: str) -> None:
    assert not has_controls(text)


def test_a_line_loses_its_spare_space_and_turned_directions() -> None:
    assert tidy_line("  Máire \u202e O’Brien ") == "Máire O’Brien"


def test_paragraphs_keep_one_blank_line() -> None:
    assert tidy_paragraphs("one \r\n\r\n\r\n\r\ntwo\r") == "one\n\ntwo"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marguerite Oyelaran", "MO"),
        ("Kaz", "K"),
        ("O'Brien-Śliwiński, Máire (née d'Àlençon)", "OD"),
        ("نادية فن", "ن\u200cف"),
        ("🐙", "?"),
        ("", "?"),
    ],
)
def test_initials_stand_for_a_face(name: str, letters: str) -> None:
    assert initials(name) == letters
