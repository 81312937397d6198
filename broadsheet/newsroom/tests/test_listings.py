import pytest
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Author, InfoPage, NewsroomSettings, Topic
from broadsheet.newsroom.queries import LIST_STORIES, listing


def test_a_topic_lists_its_stories_newest_first(
    visitor: Client, harbour: Topic, write_story: WriteStory
) -> None:
    write_story("The older")
    write_story("The newer")

    page = visitor.get("/topics/harbour/").text

    assert page.index("The newer") < page.index("The older")


def test_a_topic_without_stories_says_so(visitor: Client, harbour: Topic) -> None:
    assert "No stories on this topic yet." in visitor.get("/topics/harbour/").text


def test_an_author_has_a_page(visitor: Client, ines: Author, write_story: WriteStory) -> None:
    write_story("Signed by Inès")

    page = visitor.get("/authors/ines-calloway/").text

    assert "Inès Calloway" in page
    assert "Signed by Inès" in page


@pytest.mark.parametrize("path", ["/topics/none/", "/authors/none/", "/none/", "/nor/this/"])
def test_what_is_not_there_is_not_found_and_the_latest_are_offered(
    visitor: Client, write_story: WriteStory, path: str
) -> None:
    write_story("The latest story")

    response = visitor.get(path)

    assert response.status_code == 404
    assert "There is no such page" in response.text
    assert "The latest story" in response.text


def test_a_plain_page_stands_in_every_footer(visitor: Client, newsroom: object) -> None:
    page = InfoPage(title="About us", slug="about", show_in_menus=True, body="<p>Four people.</p>")
    newsroom.add_child(instance=page)  # type: ignore[attr-defined]

    assert "Four people." in visitor.get("/about/").text
    assert 'href="/about/"' in visitor.get("/").text


def test_a_listing_needs_as_many_queries_for_many_stories(
    harbour: Topic, write_story: WriteStory, django_assert_max_num_queries: object
) -> None:
    for number in range(20):
        write_story(f"Story {number}")
    newsroom = NewsroomSettings.load()

    with django_assert_max_num_queries(3):  # type: ignore[operator]
        listing(harbour, newsroom=newsroom)


def test_older_stories_are_a_page_away(visitor: Client, write_story: WriteStory) -> None:
    write_story("The oldest")
    for number in range(LIST_STORIES):
        write_story(f"Story {number}")

    first = visitor.get("/stories/").text
    second = visitor.get("/stories/?page=2").text

    assert "The oldest" not in first
    assert 'href="?page=2">Older stories' in first
    assert "The oldest" in second
    assert "Older stories" not in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_damaged_page_number_is_no_error(
    visitor: Client, write_story: WriteStory, page: str
) -> None:
    write_story()

    assert visitor.get(f"/stories/?page={page}").status_code == 200
