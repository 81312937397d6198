"""Where readers found a post before, they find the story."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from broadsheet.importers.wordpress.load import Report, import_export
from broadsheet.importers.wordpress.tests.exports import export, item, written
from broadsheet.newsroom.models import Article

pytestmark = pytest.mark.usefixtures("newsroom")

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("old", ["/bridge-1/", "/bridge-1", "/?p=1", "/?p=1&utm_source=mail"])
def test_an_old_address_leads_to_the_story(visitor: Client, tmp_path: Path, old: str) -> None:
    report = _imported(tmp_path, item())

    response = visitor.get(old)

    assert report.old_addresses == 2
    assert response.status_code == 301
    assert (
        response.headers["Location"].partition("?")[0]
        == f"{settings.SITE_ADDRESS}/stories/bridge-1-closes/"
    )


def test_the_number_of_a_page_leads_to_the_page(visitor: Client, tmp_path: Path) -> None:
    _imported(tmp_path, item(wp_id=7, kind="page"))

    assert (
        visitor.get("/?page_id=7").headers["Location"]
        == f"{settings.SITE_ADDRESS}/bridge-7-closes/"
    )


def test_a_number_of_nothing_is_not_found(visitor: Client, tmp_path: Path) -> None:
    _imported(tmp_path, item())

    assert visitor.get("/?p=2").status_code == 404
    assert visitor.get("/?p=second").status_code == 200


def test_a_second_run_adds_none_and_brings_back_what_is_missing(tmp_path: Path) -> None:
    _imported(tmp_path, item())
    assert _imported(tmp_path, item()).old_addresses == 0
    Redirect.objects.filter(old_path="/bridge-1").delete()

    assert _imported(tmp_path, item()).old_addresses == 1


def test_a_story_that_an_editor_deleted_gets_none(tmp_path: Path) -> None:
    _imported(tmp_path, item())
    Article.objects.get().delete()

    assert _imported(tmp_path, item()).old_addresses == 0
    assert not Redirect.objects.exists()


def test_what_an_editor_has_led_elsewhere_stays(visitor: Client, tmp_path: Path) -> None:
    Redirect.add_redirect("/bridge-1/", "/support/")

    _imported(tmp_path, item())

    assert visitor.get("/bridge-1/").headers["Location"] == f"{settings.SITE_ADDRESS}/support/"


def test_a_draft_is_not_betrayed(visitor: Client, tmp_path: Path) -> None:
    _imported(tmp_path, item(status="draft"))

    assert visitor.get("/bridge-1/").status_code == 404


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://[",
        "https://ferry.example/",
        "",
        "//evil.example/x",
        "https://x.example//[/",
    ],
)
def test_a_hostile_link_breaks_nothing(visitor: Client, tmp_path: Path, link: str) -> None:
    post = item().replace("https://ferry.example/bridge-1/", link)

    report = _imported(tmp_path, post)

    assert report.added["story"] == 1
    assert visitor.get("/?p=1").status_code == 301
    assert visitor.get("/").status_code == 200


def _imported(folder: Path, *elements: str) -> Report:
    return import_export(written(folder, export(*elements)), now=NOW)
