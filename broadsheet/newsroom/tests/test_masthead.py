from datetime import timedelta

from django.test import Client
from django.utils import timezone

from broadsheet.newsroom.masthead import masthead
from broadsheet.newsroom.models import (
    Article,
    FrontPage,
    InfoPage,
    NavigationLink,
    NewsroomSettings,
    Topic,
)


def test_the_topics_are_the_navigation_until_editors_choose_another(
    visitor: Client, harbour: Topic
) -> None:
    assert [link.label for link in masthead().navigation] == ["Harbour"]

    newsroom = NewsroomSettings.load()
    newsroom.navigation.add(NavigationLink(url="https://elsewhere.example/", label="Elsewhere"))
    newsroom.save()

    assert [link.label for link in masthead().navigation] == ["Elsewhere"]
    assert 'href="https://elsewhere.example/"' in visitor.get("/").text


def test_the_navigation_leads_to_no_page_that_is_taken_down(newsroom: FrontPage) -> None:
    page = newsroom.add_child(instance=InfoPage(title="About us", slug="about"))
    settings = NewsroomSettings.load()
    settings.navigation.add(NavigationLink(page=page))
    settings.save()
    assert [link.label for link in masthead().navigation] == ["About us"]

    page.unpublish()

    assert masthead().navigation == []


def test_the_masthead_is_read_once_until_the_site_changes(
    harbour: Topic, django_assert_num_queries: object
) -> None:
    masthead()

    with django_assert_num_queries(1):  # type: ignore[operator]
        masthead()
    harbour.name = "The harbour"
    harbour.save()

    assert [link.label for link in masthead().navigation] == ["The harbour"]


def test_the_banner_leads_to_its_story(visitor: Client, story: Article) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.banner_text, newsroom.banner_article = "The gate is closed", story
    newsroom.save()

    page = visitor.get("/").text

    assert f'<a href="/stories/{story.slug}/">The gate is closed</a>' in page


def test_the_banner_follows_its_story_to_another_address(visitor: Client, story: Article) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.banner_text, newsroom.banner_article = "The gate is closed", story
    newsroom.save()
    visitor.get("/")

    story.slug = "another-address"
    story.save_revision().publish()

    assert '<a href="/stories/another-address/">The gate is closed</a>' in visitor.get("/").text


def test_the_banner_of_a_story_taken_down_leads_nowhere(visitor: Client, story: Article) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.banner_text, newsroom.banner_article = "The gate is closed", story
    newsroom.save()

    story.unpublish()

    page = visitor.get("/about-nothing/").text
    assert "The gate is closed" in page
    assert f"/stories/{story.slug}/" not in page


def test_the_banner_is_gone_when_its_time_is_over(visitor: Client, newsroom: FrontPage) -> None:
    settings = NewsroomSettings.load()
    settings.banner_text = "The gate is closed"
    settings.banner_until = timezone.now() + timedelta(hours=1)
    settings.save()
    assert "The gate is closed" in visitor.get("/").text

    settings.banner_until = timezone.now() - timedelta(seconds=1)
    settings.save()

    assert "The gate is closed" not in visitor.get("/").text


def test_the_footer_says_what_the_newsroom_wants(visitor: Client, newsroom: FrontPage) -> None:
    settings = NewsroomSettings.load()
    settings.footer_text = "<p>4 Rope Walk, <b>Tidewell</b></p>"
    settings.save()

    assert "4 Rope Walk, <b>Tidewell</b>" in visitor.get("/").text
