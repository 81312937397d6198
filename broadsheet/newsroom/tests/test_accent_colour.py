import re
from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client

from broadsheet.newsroom.accent.colour import (
    DARK_GROUNDS,
    DARK_INK,
    LEAST_CONTRAST,
    LIGHT_GROUNDS,
    accent_in_the_dark,
    contrast,
    contrast_on_paper,
    readable_accent,
)
from broadsheet.newsroom.models import FrontPage, NewsroomSettings

STEPS = ("00", "33", "66", "99", "cc", "ff")
EVERY_FIFTH = ["#" + "".join(parts) for parts in product(STEPS, repeat=3)]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#9e2b18", "#9e2b18", 1.0),
    ],
)
def test_contrast_is_what_wcag_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_that_is_dark_enough_stays_as_it_is() -> None:
    assert readable_accent("#9e2b18") == "#9e2b18"


def test_whatever_is_suggested_can_be_read() -> None:
    suggested = map(readable_accent, EVERY_FIFTH)

    assert min(map(contrast_on_paper, suggested)) >= LEAST_CONTRAST


def test_every_accent_can_be_read_in_the_dark_and_written_on() -> None:
    dark = [accent_in_the_dark(accent) for accent in EVERY_FIFTH]

    for ground in (*DARK_GROUNDS, DARK_INK):
        assert min(contrast(accent, ground) for accent in dark) >= LEAST_CONTRAST


def test_the_nearest_readable_colour_is_only_just_darker() -> None:
    assert LEAST_CONTRAST <= contrast_on_paper(readable_accent("#ff8800")) < LEAST_CONTRAST + 0.15


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    sheet = Path(finders.find("site/css/tokens.css")).read_text()
    light, dark = sheet.split("@media (prefers-color-scheme: dark)")

    for part, grounds in ((light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)):
        found = re.findall(r"--paper(?:-sunk)?: (#[0-9a-f]{6});", part)
        assert tuple(found) == grounds


def test_an_accent_that_cannot_be_read_is_refused_with_its_ratio_and_a_better_one(
    newsroom: FrontPage,
) -> None:
    with pytest.raises(ValidationError) as refusal:
        NewsroomSettings(accent="#ff8800").full_clean()

    sentence = refusal.value.message_dict["accent"][0]
    assert f"{contrast_on_paper('#ff8800'):.1f}" in sentence
    assert readable_accent("#ff8800") in sentence


@pytest.mark.parametrize("words", ["red", "#12345", "9e2b18", "#9e2b1g", "#9e2b188"])
def test_what_is_no_colour_is_refused(newsroom: FrontPage, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        NewsroomSettings(accent=words).full_clean()

    assert "accent" in refusal.value.message_dict


def test_an_accent_is_kept_in_lower_case(newsroom: FrontPage) -> None:
    settings = NewsroomSettings.load()
    settings.accent = "#0A5C36"
    settings.full_clean()

    assert settings.accent == "#0a5c36"


def test_readers_get_the_accent_as_a_style_sheet_that_never_changes(
    visitor: Client, newsroom: FrontPage
) -> None:
    response = visitor.get("/colours/0a5c36.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert "--accent:#0a5c36" in response.text
    assert f"--accent:{accent_in_the_dark('#0a5c36')}" in response.text
    assert not response.cookies


@pytest.mark.parametrize("path", ["ff8800", "0A5C36", "0a5c3", "zzzzzz", "0a5c36;x", "0a5c36ff"])
def test_no_other_style_sheet_is_made(visitor: Client, newsroom: FrontPage, path: str) -> None:
    assert visitor.get(f"/colours/{path}.css").status_code == 404
