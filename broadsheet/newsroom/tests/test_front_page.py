import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import (
    Article,
    FrontPage,
    FrontSecond,
    FrontSection,
    NewsroomSettings,
    Topic,
)
from broadsheet.newsroom.queries import front_page
from broadsheet.readers.models import Reader


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


def test_editors_choose_the_seconds_and_their_order(
    newsroom: FrontPage, write_story: WriteStory
) -> None:
    first, second = write_story("First choice"), write_story("Second choice")
    write_story("The newest story")
    newsroom.seconds.set(
        [FrontSecond(article=second, sort_order=1), FrontSecond(article=first, sort_order=0)]
    )
    newsroom.save()

    page = front_page(newsroom=NewsroomSettings.load())

    assert [card.headline for card in page.seconds] == ["First choice", "Second choice"]
    assert "First choice" not in [card.headline for card in page.river]


def test_a_second_that_is_taken_down_gives_its_place_to_the_newest(
    newsroom: FrontPage, write_story: WriteStory
) -> None:
    chosen = write_story("The chosen story")
    write_story("Another story")
    write_story("The newest story")
    newsroom.seconds.set([FrontSecond(article=chosen)])
    newsroom.save()

    chosen.unpublish()

    page = front_page(newsroom=NewsroomSettings.load())
    assert [card.headline for card in page.seconds] == ["Another story"]


def test_a_section_lists_the_newest_of_its_topic_that_do_not_stand_above(
    newsroom: FrontPage, write_story: WriteStory
) -> None:
    schools = Topic.objects.create(name="Schools", slug="schools")
    for number in range(5):
        write_story(f"School {number}", topic=schools)
    lead = write_story("School lead", topic=schools)
    for number in range(4):
        write_story(f"Harbour {number}")
    newsroom.lead = lead
    newsroom.sections.set([FrontSection(topic=schools)])
    newsroom.save()

    page = front_page(newsroom=NewsroomSettings.load())

    assert [section.topic for section in page.sections] == [schools]
    listed = [card.headline for card in page.sections[0].stories]
    assert listed == ["School 4", "School 3", "School 2"]


def test_sections_nobody_chose_are_those_of_the_navigation_with_stories(
    newsroom: FrontPage, harbour: Topic, write_story: WriteStory
) -> None:
    empty = Topic.objects.create(name="Schools", slug="schools")
    for number in range(8):
        write_story(f"Harbour {number}")

    page = front_page(newsroom=NewsroomSettings.load(), topics=[empty, harbour])

    assert [section.topic for section in page.sections] == [harbour]


def test_the_most_discussed_stories_are_listed_by_their_comments(
    visitor: Client, newsroom: FrontPage, write_story: WriteStory, ann: Reader
) -> None:
    quiet, loud = write_story("A quiet story"), write_story("A loud story")
    for story in (quiet, loud, loud):
        publish_comment(story, reader=ann, name="Ann", text="Yes.", now=timezone.now())

    page = visitor.get("/").text

    discussed = page.split("Most discussed")[1].split("</ol>")[0]
    assert discussed.index("A loud story") < discussed.index("A quiet story")
    assert "2 comments" in discussed


def test_editors_can_leave_out_the_most_discussed(
    visitor: Client, newsroom: FrontPage, story: Article, ann: Reader
) -> None:
    publish_comment(story, reader=ann, name="Ann", text="Yes.", now=timezone.now())
    assert "Most discussed" in visitor.get("/").text

    newsroom.shows_most_discussed = False
    newsroom.save()

    assert "Most discussed" not in visitor.get("/").text
