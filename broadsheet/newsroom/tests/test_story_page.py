from datetime import datetime, timedelta

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from broadsheet.conftest import WriteStory
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article, Source, StoryArchive, Topic
from broadsheet.readers.models import Reader, User


def test_a_story_shows_what_an_editor_wrote(visitor: Client, write_story: WriteStory) -> None:
    story = write_story("The gate is worn", standfirst="It has been for years.")
    story.sources.add(Source(outlet="Orme & Dale", title="Report", url="https://orme.example/r"))
    story.save()

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert "<h1>The gate is worn</h1>" in page
    assert "It has been for years." in page
    assert "Inès Calloway" in page
    assert "The gate has a worn hinge." in page
    assert "<b><bdi>Orme &amp; Dale</bdi></b>" in page
    assert '<a href="https://orme.example/r"><bdi>Report</bdi></a>' in page


@pytest.mark.parametrize("slug", ["nothing", "%00", "a" * 3000, "storm gate", "../../etc"])
def test_a_story_that_is_not_there_is_not_found(
    visitor: Client, newsroom: object, slug: str
) -> None:
    assert visitor.get(f"/stories/{slug}/").status_code == 404


def test_a_draft_is_seen_by_nobody(visitor: Client, write_story: WriteStory) -> None:
    write_story("A secret draft", live=False)

    assert visitor.get("/stories/a-secret-draft/").status_code == 404
    for path in ("/", "/stories/", "/topics/harbour/", "/authors/ines-calloway/", "/feed/"):
        assert "A secret draft" not in visitor.get(path).text


def test_even_an_editor_sees_a_draft_only_at_the_desk(
    visitor: Client, write_story: WriteStory, editor: User
) -> None:
    write_story("A secret draft", live=False)
    visitor.force_login(editor)

    assert visitor.get("/stories/a-secret-draft/").status_code == 404


@pytest.mark.parametrize("restricted", ["the story", "the archive above it"])
def test_a_private_story_is_seen_by_nobody(
    visitor: Client, story: Article, restricted: str
) -> None:
    page = story if restricted == "the story" else StoryArchive.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert visitor.get(f"/stories/{story.slug}/").status_code == 404
    assert story.title not in visitor.get("/").text
    assert story.title not in visitor.get("/feed/").text


def test_an_edit_is_invisible_until_it_is_published(visitor: Client, story: Article) -> None:
    story.title = "The gate is worn out"
    revision = story.save_revision()
    assert "worn out" not in visitor.get(f"/stories/{story.slug}/").text

    revision.publish()

    assert "The gate is worn out" in visitor.get(f"/stories/{story.slug}/").text


def test_a_story_published_again_later_says_that_it_was_updated(
    visitor: Client, story: Article
) -> None:
    assert "Updated" not in visitor.get(f"/stories/{story.slug}/").text
    Article.objects.update(first_published_at=story.last_published_at - timedelta(hours=2))

    assert "Updated" in visitor.get(f"/stories/{story.slug}/").text


def test_more_on_this_topic_lists_other_stories_of_it(
    visitor: Client, story: Article, write_story: WriteStory
) -> None:
    elsewhere = Topic.objects.create(name="Schools", slug="schools")
    write_story("A harbour story")
    write_story("A story that is also in it", topic=elsewhere).also_in.add(story.topic)
    write_story("A school story", topic=elsewhere)

    more = visitor.get(f"/stories/{story.slug}/").text.split("More on this topic")[1]

    assert "A harbour story" in more
    assert "A school story" not in more


@pytest.mark.parametrize(("comments", "budget"), [(0, 12), (200, 15)])
def test_a_story_page_stays_within_its_queries(
    visitor: Client,
    story: Article,
    ann: Reader,
    now: datetime,
    comments: int,
    budget: int,
    django_assert_max_num_queries: object,
) -> None:
    parent = None
    for number in range(comments):
        values = {"reader": ann, "name": "Ann", "text": f"No. {number}", "now": now}
        parent = publish_comment(story, parent=parent if number % 4 else None, **values)
    visitor.get(f"/stories/{story.slug}/")

    with django_assert_max_num_queries(budget):  # type: ignore[operator]
        response = visitor.get(f"/stories/{story.slug}/")

    assert response.status_code == 200


def test_a_page_sets_no_cookie_and_is_the_same_for_an_editor(
    visitor: Client, stranger: Client, story: Article, editor: User
) -> None:
    stranger.force_login(editor)

    anonymous = visitor.get(f"/stories/{story.slug}/")
    signed_in = stranger.get(f"/stories/{story.slug}/", HTTP_ACCEPT_LANGUAGE="ar")

    assert not anonymous.cookies
    assert anonymous.content == signed_in.content
    assert "csrf" not in anonymous.text


def test_an_editor_previews_a_draft(
    visitor: Client, stranger: Client, write_story: WriteStory, editor: User
) -> None:
    draft = write_story("A secret draft", live=False)
    revision = draft.save_revision()
    path = f"/desk/pages/{draft.pk}/revisions/{revision.pk}/view/"
    visitor.force_login(editor)

    assert "A secret draft" in visitor.get(path).text
    assert stranger.get(path).status_code == 302  # to the sign-in


def test_a_slug_may_be_of_any_script(visitor: Client, write_story: WriteStory) -> None:
    write_story("بوابة العاصفة", slug="بوابة-العاصفة")

    assert visitor.get("/stories/بوابة-العاصفة/").status_code == 200
    assert visitor.get("/topics/harbour/").status_code == 200
