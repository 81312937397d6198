"""Every change at the desk names the keys of the pages that show it."""

from collections.abc import Callable

import pytest
from wagtail.models import PageViewRestriction

from broadsheet.conftest import WriteStory
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article, Author, InfoPage, NewsroomSettings, Topic


@pytest.fixture
def touched() -> Callable[[], set[str]]:
    """What has been touched since the last call."""

    def since() -> set[str]:
        keys = set(Touched.objects.values_list("key", flat=True))
        Touched.objects.all().delete()
        return keys

    return since


def test_publishing_a_story(touched: Callable[[], set[str]], write_story: WriteStory) -> None:
    story = write_story("A draft", live=False)
    touched()

    story.save_revision().publish()

    assert {"stories", f"article:{story.pk}", f"topic:{story.topic_id}"} <= touched()


def test_a_new_draft_of_a_public_story_touches_nothing(
    touched: Callable[[], set[str]], story: Article
) -> None:
    touched()

    story.title = "Not yet"
    story.save_revision()

    assert touched() == set()


def test_taking_a_story_down(touched: Callable[[], set[str]], story: Article) -> None:
    touched()

    story.unpublish()

    assert {"stories", f"article:{story.pk}"} <= touched()


def test_deleting_a_story(touched: Callable[[], set[str]], story: Article) -> None:
    key = f"article:{story.pk}"
    touched()

    story.delete()

    assert {"stories", key} <= touched()


def test_moving_a_story_to_another_topic_touches_both(
    touched: Callable[[], set[str]], story: Article
) -> None:
    schools = Topic.objects.create(name="Schools", slug="schools")
    before = f"topic:{story.topic_id}"
    touched()

    story.topic = schools
    story.save_revision().publish()

    assert {before, f"topic:{schools.pk}"} <= touched()


def test_renaming_the_newspaper(touched: Callable[[], set[str]], newsroom: object) -> None:
    settings = NewsroomSettings.load()
    touched()

    settings.name = "The Tidewell Lantern"
    settings.save()

    assert touched() == {"site"}


def test_an_authors_profile(touched: Callable[[], set[str]], ines: Author) -> None:
    touched()

    ines.bio = "Edits the Lantern."
    ines.save()

    assert f"author:{ines.pk}" in touched()


def test_a_plain_page(touched: Callable[[], set[str]], newsroom: object) -> None:
    touched()

    newsroom.add_child(instance=InfoPage(title="About", slug="about"))  # type: ignore[attr-defined]

    assert "site" in touched()


def test_making_a_story_private_and_public_again(
    touched: Callable[[], set[str]], story: Article
) -> None:
    touched()

    restriction = PageViewRestriction.objects.create(page=story, restriction_type="login")
    assert {"stories", f"article:{story.pk}", f"topic:{story.topic_id}"} <= touched()

    restriction.delete()
    assert {"stories", f"article:{story.pk}"} <= touched()


def test_making_the_archive_private_touches_every_story(
    touched: Callable[[], set[str]], story: Article
) -> None:
    touched()

    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")

    assert f"article:{story.pk}" in touched()


def test_deleting_a_story_touches_its_other_topics(
    touched: Callable[[], set[str]], story: Article
) -> None:
    schools = Topic.objects.create(name="Schools", slug="schools")
    story.also_in.add(schools)
    story.save()
    touched()

    Article.objects.get(pk=story.pk).delete()

    assert f"topic:{schools.pk}" in touched()
