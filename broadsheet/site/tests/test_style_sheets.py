"""What a style sheet may not say, so that every page can run from the right as well."""

import re
from pathlib import Path

import pytest

from broadsheet.site.assets import bundles

FOLDER = Path(bundles.__file__).parents[1] / "static" / "site" / "css"

PHYSICAL = re.compile(
    r"""
    (?<![\w-])(?:
        (?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right)[\w-]*\s*:
        | (?:left|right)\s*:
        | border-(?:top|bottom)-(?:left|right)-radius\s*:
        | (?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b
        | (?:min-|max-)?width\s*:
    )
    """,
    re.VERBOSE,
)
SLANTED = re.compile(r"\bfont(?:-style)?:[^;]*\b(?:italic|oblique)\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Conditions know widths only.
CONDITION = re.compile(r"@(?:media|container|supports)[^{]*\{")


def physical(sheet: str) -> list[str]:
    return PHYSICAL.findall(CONDITION.sub("{", COMMENT.sub("", sheet)))


@pytest.mark.parametrize("name", bundles.STYLE_SHEETS)
def test_a_style_sheet_names_no_side_of_the_page(name: str) -> None:
    assert physical((FOLDER / f"{name}.css").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", bundles.STYLE_SHEETS)
def test_nothing_pulls_or_slants_letters_that_join(name: str) -> None:
    """Letters are set closer or aslant only by the tokens that Arabic takes back."""
    sheet = COMMENT.sub("", (FOLDER / f"{name}.css").read_text(encoding="utf-8"))

    assert re.findall(r"letter-spacing:\s*-[\d.]+em", sheet) == []
    assert name == "fonts" or SLANTED.findall(sheet) == []
    assert re.findall(r"text-transform:\s*(?:uppercase|capitalize)|small-caps", sheet) == []


@pytest.mark.parametrize(
    "sheet",
    [
        "p { margin-left: 1em }",
        "p{left:0}",
        "a { border-top-left-radius: 2px; }",
        "td { text-align: right }",
        "img { max-width: 100% }",
    ],
)
def test_a_side_is_found(sheet: str) -> None:
    assert physical(sheet)


@pytest.mark.parametrize(
    "sheet",
    [
        "@media (min-width: 48rem) { p { margin-inline-start: 1em } }",
        "/* left: 0 */ p { inset: 0 }",
    ],
)
def test_what_names_no_side_is_let_through(sheet: str) -> None:
    assert not physical(sheet)
