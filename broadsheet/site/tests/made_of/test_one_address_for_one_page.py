"""What the front door keeps pages under: as many addresses as there are pages."""

import pytest

from broadsheet.conftest import Visitor
from broadsheet.delivery.front.addresses import asked
from broadsheet.site.tests.made_of.paper import Paper

STORY = "/stories/gate/"


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/", "utm_source=x", "/"),
        ("/", "p=12&utm_source=x", "?p=12 /"),
        ("/", "page_id=012", "?page_id=12 /"),
        ("/", "p=twelve", "/"),
        ("/stories/", "page=01", "/stories/"),
        ("/stories/", "page=02&x=1", "?page=2 /stories/"),
        ("/topics/harbour/", "page=junk", "/topics/harbour/"),
        (STORY, "sort=worst&page=1", STORY),
        (STORY, "page=2&sort=best", f"?sort=best&page=2 {STORY}"),
        (STORY, "sort=best&thread=7", f"?thread=7 {STORY}"),
        (f"{STORY}comments/feed/", "page=2", f"{STORY}comments/feed/"),
        ("/feed/", "x=1", "/feed/"),
        ("/support/", "page=1", "/support/"),
        ("/support/records/", "page=2", "?page=2 /support/records/"),
        (f"{STORY}subscriptions/", "", f"{STORY}subscriptions/"),
        ("/comments/7/subscriptions/", "", "/comments/7/subscriptions/"),
    ],
)
def test_a_page_is_kept_under_what_its_query_means(path: str, query: str, address: str) -> None:
    found = asked(path, query)

    assert found is not None
    assert found.address == address


@pytest.mark.parametrize(
    "path",
    [
        "/search/",
        "/support/ledger.jsonl",
        "/support/ledger.csv",
        f"{STORY}comments/",
        "/comments/007/subscriptions/",
        "/sitemap/2026-01.xml",
        "/desk/",
        "/colours/aa1122.css",
    ],
)
def test_what_is_without_end_is_never_kept(path: str) -> None:
    assert asked(path, "") is None


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?p=987654321", 404),
        ("/stories/?page=2", 404),
        ("/stories/?page=900000000000000", 404),
        ("/topics/harbour/?page=9", 404),
        ("/topics/ferry/?page=9", 404),
        ("/authors/ines/?page=9", 404),
        ("/corrections/?page=9", 404),
        ("/support/?page=9", 404),
        (f"{STORY}?page=9", 302),
        (f"{STORY}?sort=best&page=9", 302),
        (f"{STORY}?thread=987654321", 302),
        (f"{STORY}?passage=987654321", 302),
    ],
)
def test_no_number_that_nothing_has_is_a_page(
    paper: Paper, visitor: Visitor, address: str, status: int
) -> None:
    assert visitor.get(address).status_code == status


def test_a_thread_of_another_story_or_beyond_its_end_is_no_page(
    paper: Paper, visitor: Visitor
) -> None:
    other = visitor.get(f"{STORY}?thread={paper.elsewhere.pk}")
    beyond = visitor.get(f"{STORY}?thread={paper.said.pk}&page=2")
    profile = visitor.get(f"/readers/{paper.ada.pk}/?page=2")

    assert other.headers["Location"] == f"{STORY}#conversation"
    assert beyond.headers["Location"] == f"{STORY}?thread={paper.said.pk}#conversation"
    assert profile.status_code == 404


def test_a_query_that_no_page_reads_goes_on_to_where_a_story_has_moved(
    paper: Paper, visitor: Visitor
) -> None:
    paper.gate.slug = "the-gate"
    paper.gate.save_revision().publish()

    moved = visitor.get(f"{STORY}?utm_source=letter&sort=best")

    assert moved.headers["Location"].endswith("/stories/the-gate/?utm_source=letter&sort=best")
