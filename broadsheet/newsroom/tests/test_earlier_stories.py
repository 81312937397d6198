"""Links to earlier stories: found while typing, followed for as long as there is a page."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from broadsheet.conftest import Visitor, WriteStory
from broadsheet.newsroom.models import Article, InfoPage, StoryArchive
from broadsheet.readers.models import User

PATH = "/desk/earlier-stories/"


def headlines(visitor: Client, words: str = "") -> list[str]:
    listed = visitor.get(PATH, {"q": words}).json()["stories"]
    return [story["headline"] for story in listed]


def linking(*ids: int) -> list[tuple[str, str]]:
    links = (f'<p>See <a linktype="page" id="{pk}">story {pk}</a>.</p>' for pk in ids)
    return [("text", "".join(links))]


def test_stories_are_found_by_parts_of_their_words(
    visitor: Visitor, editor: User, write_story: WriteStory
) -> None:
    write_story("The storm gate is worn", standfirst="The harbour board knew.")
    write_story("Oysters counted", standfirst="On a reef beyond the storm gate.")
    write_story("Égalité for the ferry")
    visitor.force_login(editor)

    assert headlines(visitor, "orm ga") == ["The storm gate is worn", "Oysters counted"]
    assert headlines(visitor, "WORN harb") == ["The storm gate is worn"]
    assert headlines(visitor, "égal") == ["Égalité for the ferry"]
    assert headlines(visitor, "storm ferry") == []
    assert headlines(visitor, "100%") == []
    assert headlines(visitor, "wo\x00rn") == ["The storm gate is worn"]
    assert headlines(visitor)[0] == "Égalité for the ferry"


def test_what_is_listed_makes_an_ordinary_link(
    visitor: Visitor, editor: User, story: Article
) -> None:
    visitor.force_login(editor)

    (found,) = visitor.get(PATH, {"q": "worn"}).json()["stories"]

    assert found["id"] == story.pk
    assert found["parentId"] == StoryArchive.objects.get().pk
    assert found["url"] == f"/stories/{story.slug}/"
    assert found["published"]


def test_drafts_and_private_stories_are_not_listed(
    visitor: Visitor, editor: User, write_story: WriteStory
) -> None:
    write_story("A secret draft", live=False)
    private = write_story("A private story")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    visitor.force_login(editor)

    assert headlines(visitor, "a") == []


def test_nobody_else_sees_the_list(stranger: Visitor, story: Article) -> None:
    response = stranger.get(PATH)

    assert response.status_code in (302, 403)
    assert story.title not in response.text


def test_the_list_takes_few_queries(
    visitor: Visitor, editor: User, write_story: WriteStory, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        write_story(f"Story {number}")
    visitor.force_login(editor)
    visitor.get(PATH)

    with django_assert_max_num_queries(12):  # most are those of signing in
        assert len(headlines(visitor, "story")) == 12


def test_links_follow_the_address_of_a_story(visitor: Client, write_story: WriteStory) -> None:
    earlier = write_story("The earlier story")
    write_story("The later story", body=linking(earlier.pk))
    earlier.slug = "moved"
    earlier.save_revision().publish()

    page = visitor.get("/stories/the-later-story/").text

    assert f'<a href="/stories/moved/">story {earlier.pk}</a>' in page


@pytest.mark.parametrize("state", ["taken down", "a draft", "private", "deleted", "no number"])
def test_a_link_to_what_readers_may_not_see_is_plain_words(
    visitor: Client, write_story: WriteStory, state: str
) -> None:
    earlier = write_story("The earlier story", live=state != "a draft")
    body = linking(earlier.pk)
    if state == "no number":
        body = [("text", f'<p>See <a linktype="page" id="x">story {earlier.pk}</a>.</p>')]
    write_story("The later story", body=body)
    if state == "taken down":
        earlier.unpublish()
    elif state == "private":
        PageViewRestriction.objects.create(page=earlier, restriction_type="login")
    elif state == "deleted":
        pk = earlier.pk
        earlier.delete()
        earlier.pk = pk

    page = visitor.get("/stories/the-later-story/")

    assert page.status_code == 200
    assert f"<p>See story {earlier.pk}.</p>" in page.text


def test_twenty_links_take_one_query(
    visitor: Client, write_story: WriteStory, newsroom: Any, django_assert_max_num_queries: Any
) -> None:
    others = [write_story(f"Story {number}").pk for number in range(20)]
    about = newsroom.add_child(instance=InfoPage(title="About", slug="about"))
    body = linking(*others, about.pk, newsroom.pk, StoryArchive.objects.get().pk)
    write_story("The later story", body=body)
    visitor.get("/stories/the-later-story/")

    with django_assert_max_num_queries(12):
        page = visitor.get("/stories/the-later-story/").text

    assert page.split('class="story-body"')[1].count('<p>See <a href="/') == 23
    for path in ("/about/", "/", "/stories/"):
        assert f'<p>See <a href="{path}">' in page
