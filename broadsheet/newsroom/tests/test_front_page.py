import pytest
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import FrontPage, NewsroomSettings
from broadsheet.newsroom.queries import front_page


def test_an_empty_newsroom_says_how_to_begin(visitor: Client, newsroom: FrontPage) -> None:
    response = visitor.get("/")

    assert response.status_code == 200
    assert "A newsroom begins here" in response.text
    assert "/desk/" in response.text


def test_the_newest_story_leads_when_nobody_chooses(
    newsroom: FrontPage, write_story: WriteStory
) -> None:
    write_story("An older story")
    newest = write_story("The newest story")

    page = front_page(newsroom=NewsroomSettings.load())

    assert page.lead is not None
    assert page.lead.id == newest.pk
    assert [card.headline for card in page.seconds] == ["An older story"]


def test_an_editors_choice_leads_however_old(newsroom: FrontPage, write_story: WriteStory) -> None:
    chosen = write_story("The chosen story")
    for number in range(15):
        write_story(f"Story {number}")
    newsroom.lead = chosen
    newsroom.save()

    page = front_page(newsroom=NewsroomSettings.load())

    assert page.lead is not None
    assert page.lead.headline == "The chosen story"
    listed = [card.headline for card in [*page.seconds, *page.river]]
    assert "The chosen story" not in listed


def test_a_chosen_lead_that_is_taken_down_leads_no_more(
    newsroom: FrontPage, write_story: WriteStory
) -> None:
    chosen = write_story("The chosen story")
    write_story("Another story")
    newsroom.lead = chosen
    newsroom.save()

    chosen.unpublish()

    page = front_page(newsroom=NewsroomSettings.load())
    assert page.lead is not None
    assert page.lead.headline == "Another story"


def test_the_front_page_needs_as_many_queries_for_many_stories(
    newsroom: FrontPage, write_story: WriteStory, django_assert_max_num_queries: object
) -> None:
    for number in range(20):
        write_story(f"Story {number}")
    newsroom_settings = NewsroomSettings.load()

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        front_page(newsroom=newsroom_settings)


def test_times_stand_in_the_newsrooms_zone(visitor: Client, write_story: WriteStory) -> None:
    NewsroomSettings.objects.update(time_zone="Asia/Tokyo", language="en-GB")
    write_story()

    assert "GMT+09:00</time>" in visitor.get("/").text


@pytest.mark.parametrize(
    ("language", "direction"), [("en-GB", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_the_page_runs_as_its_language_does(
    visitor: Client, newsroom: FrontPage, language: str, direction: str
) -> None:
    NewsroomSettings.objects.update(language=language)

    assert f'<html lang="{language}" dir="{direction}">' in visitor.get("/").text
