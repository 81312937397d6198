"""What editors see beside the form: the page as readers will see it, at three widths."""

from typing import Any

import pytest
from django.test import Client

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom.models import Article, FrontPage, InfoPage
from broadsheet.newsroom.roles import EDITORS
from broadsheet.newsroom.tests.desk_forms import edit_path, open_form

pytestmark = pytest.mark.one_database

WIDTHS = (390, 820, 1440)
NO_ROWS = {
    f"{name}-{count}": "0"
    for name in ("seconds", "sections")
    for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def desk(visitor: Visitor, staff: MakeStaff) -> Client:
    visitor.force_login(staff("wen", EDITORS))
    return visitor


def preview(client: Client, page: Any, form: dict[str, Any]) -> Any:
    path = f"{edit_path(page)}preview/"
    assert client.post(path, form).json() == {"is_valid": True, "is_available": True}
    return client.get(path)


def test_a_story_is_shown_as_it_is_being_typed(desk: Client, story: Article) -> None:
    response = preview(desk, story, open_form(desk, story) | {"title": "The gate is mended"})

    assert "The gate is mended</h1>" in response.text
    assert Article.objects.get(pk=story.pk).title == "The gate is worn"


def test_the_front_page_is_shown_as_it_is_being_composed(
    desk: Client, newsroom: FrontPage, write_story: WriteStory
) -> None:
    old = write_story("The old one")
    for number in range(15):
        write_story(f"Story {number}")

    shown = preview(desk, newsroom, {**NO_ROWS, "lead": old.pk, "seo_title": ""}).text

    lead = shown[shown.index("front-lead") : shown.index("front-seconds")]
    assert "The old one" in lead
    assert "The old one" not in desk.get("/").text


def test_the_seconds_and_sections_being_chosen_are_shown(
    desk: Client, newsroom: FrontPage, write_story: WriteStory
) -> None:
    old = write_story("The old one")
    for number in range(15):
        write_story(f"Story {number}")
    one_row = {"seconds-TOTAL_FORMS": "1", "seconds-0-article": old.pk, "seconds-0-ORDER": "1"}

    shown = preview(desk, newsroom, {**NO_ROWS, **one_row, "lead": ""}).text

    assert "The old one" in shown[shown.index("front-seconds") :]


def test_the_desk_may_frame_a_preview_and_nobody_else_may(desk: Client, story: Article) -> None:
    response = preview(desk, story, open_form(desk, story))

    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("model", [Article, InfoPage, FrontPage])
def test_pages_are_shown_at_the_widths_that_we_look_at_them_in(
    newsroom: FrontPage, model: Any
) -> None:
    page = model()

    assert tuple(size["device_width"] for size in page.preview_sizes) == WIDTHS
    assert page.is_previewable()


def test_a_stranger_sees_no_preview(stranger: Client, story: Article) -> None:
    assert stranger.get(f"{edit_path(story)}preview/").status_code == 302
