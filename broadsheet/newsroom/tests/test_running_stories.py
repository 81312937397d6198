from datetime import timedelta

from django.test import Client
from wagtail.models import Page

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Topic


def test_a_running_story_is_told_from_its_beginning(
    visitor: Client, harbour: Topic, write_story: WriteStory
) -> None:
    harbour.is_running = True
    harbour.save()
    first, second = write_story("How it began"), write_story("What came next")
    Page.objects.filter(pk=first.pk).update(
        first_published_at=second.first_published_at - timedelta(days=1)
    )

    page = visitor.get("/topics/harbour/").text

    assert page.index("How it began") < page.index("What came next")


def test_any_other_topic_shows_its_newest_first(
    visitor: Client, harbour: Topic, write_story: WriteStory
) -> None:
    write_story("How it began")
    write_story("What came next")

    page = visitor.get("/topics/harbour/").text

    assert page.index("What came next") < page.index("How it began")


def test_a_story_leads_to_the_running_story_it_belongs_to(
    visitor: Client, write_story: WriteStory
) -> None:
    gate = Topic.objects.create(name="The storm gate", slug="gate", is_running=True)
    story = write_story()
    story.also_in.add(gate)
    story.save_revision().publish()

    page = visitor.get(f"/stories/{story.slug}/").text

    assert "The storm gate, from its beginning" in page
