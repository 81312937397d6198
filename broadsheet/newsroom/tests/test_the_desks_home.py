"""What the desk greets people with, and whose name it bears."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom.desk.first_steps import first_steps
from broadsheet.newsroom.models import Article, Author, FrontPage, NewsroomSettings, Topic
from broadsheet.newsroom.roles import ADMINISTRATORS, EDITORS
from broadsheet.readers.models import User

GREETING = "Five steps to your first edition"


@pytest.fixture
def desk(visitor: Visitor, staff: MakeStaff) -> Client:
    visitor.force_login(staff("ada", ADMINISTRATORS))
    return visitor


def done() -> list[bool]:
    return [step.is_done for step in first_steps()]


def name_newsroom() -> None:
    newsroom = NewsroomSettings.load()
    newsroom.name = "The Lantern"
    newsroom.save()


def test_an_empty_site_greets_its_first_editor_with_five_steps(
    desk: Client, newsroom: FrontPage
) -> None:
    page = desk.get("/desk/").text

    assert GREETING in page
    for step in first_steps():
        assert str(step.name) in page
        assert desk.get(step.url, follow=True).status_code == 200


def test_each_step_ticks_itself_off(newsroom: FrontPage, write_story: WriteStory) -> None:
    assert done() == [False, True, True, False, False]  # the cast has a topic and an author

    name_newsroom()
    assert done() == [True, True, True, False, False]
    story = write_story(live=False)
    assert done() == [True, True, True, True, False]
    story.save_revision().publish()
    assert done() == [True, True, True, True, True]


def test_a_topic_and_an_author_are_steps(newsroom: FrontPage) -> None:
    assert done()[1:3] == [False, False]

    Topic.objects.create(name="Harbour", slug="harbour")
    Author.objects.create(name="Ada", slug="ada")

    assert done()[1:3] == [True, True]


def test_the_greeting_goes_once_all_is_done(desk: Client, story: Article) -> None:
    name_newsroom()

    assert GREETING not in desk.get("/desk/").text


def test_readers_of_an_empty_site_are_told_the_same_steps(
    stranger: Client, newsroom: FrontPage
) -> None:
    page = stranger.get("/").text

    for step in first_steps():
        assert str(step.name) in page


def test_whoever_may_not_change_the_settings_is_not_sent_there(
    visitor: Visitor, staff: MakeStaff, newsroom: FrontPage
) -> None:
    visitor.force_login(staff("wen", EDITORS))

    assert GREETING not in visitor.get("/desk/").text


def test_what_waits_is_listed(
    visitor: Visitor, staff: MakeStaff, reporter: User, write_story: WriteStory
) -> None:
    wen = staff("wen", EDITORS)
    visitor.force_login(wen)
    write_story("A draft of mine", live=False, owner=wen)
    write_story("A draft of another", live=False, owner=reporter)
    review = write_story("For review", live=False, owner=reporter)
    review.save_revision(user=reporter)
    review.get_workflow().start(review, reporter)
    later = write_story("Going out", live=False)
    later.go_live_at = timezone.now() + timedelta(hours=1)
    later.save_revision().publish()

    page = visitor.get("/desk/").text

    for title in ("A draft of mine", "For review", "Going out"):
        assert title in page
    assert "A draft of another" not in page


def test_the_home_page_needs_as_many_queries_for_many_stories(
    desk: Client, reporter: User, write_story: WriteStory
) -> None:
    def look(number: int) -> int:
        review = write_story(f"Story {number}", live=False, owner=reporter)
        review.save_revision(user=reporter)
        review.get_workflow().start(review, reporter)
        write_story(f"Public {number}")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/")
        return len(queries)

    look(0)
    few = look(1)

    assert [look(number) for number in range(2, 5)] == [few] * 3


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/desk/", "/desk/stories/"])
def test_the_desk_bears_the_newsrooms_name(desk: Client, path: str) -> None:
    name_newsroom()

    page = desk.get(path).text

    assert "- The Lantern</title>" in page
    assert 'alt="The Lantern"' in page
    assert "site/icon" in page
    assert "Wagtail" not in page.replace("wagtail", "").split("<noscript")[0]


@pytest.mark.one_database
@pytest.mark.parametrize("path", ["/desk/", "/desk/stories/", "/desk/account/"])
def test_the_desk_asks_no_other_host_for_anything(desk: Client, path: str) -> None:
    page = desk.get(path).text

    for attribute in ('src="http', 'src="//', 'rel="stylesheet" href="http', "gravatar"):
        assert attribute not in page


def test_only_administrators_reach_the_newsrooms_settings(
    visitor: Visitor, stranger: Visitor, desk: Client, staff: MakeStaff, reporter: User
) -> None:
    path = "/desk/settings/newsroom/newsroomsettings/"

    assert desk.get(path, follow=True).status_code == 200
    for user in (staff("wen", EDITORS), reporter):
        stranger.force_login(user)
        assert "Accent colour" not in stranger.get(path, follow=True).text


@pytest.mark.one_database
def test_the_settings_form_offers_languages_and_zones(desk: Client) -> None:
    page = desk.get("/desk/settings/newsroom/newsroomsettings/", follow=True).text

    assert '<option value="Asia/Tokyo">' in page
    assert "العربية (ar) – translated" in page
    assert "français (fr)<" in page


def test_a_language_that_is_not_on_the_list_stays_chosen(desk: Client) -> None:
    NewsroomSettings.objects.update(language="gsw-CH")

    page = desk.get("/desk/settings/newsroom/newsroomsettings/", follow=True).text

    assert '<option value="gsw-CH" selected>' in page
