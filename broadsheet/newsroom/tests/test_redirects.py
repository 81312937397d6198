"""Old addresses lead to where a thing has gone."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Article, Author, FrontPage, InfoPage, Topic
from broadsheet.readers.models import User

GATE = "/stories/the-gate-is-worn/"


def test_a_renamed_story_is_found_under_its_old_address(visitor: Client, story: Article) -> None:
    _rename(story, "another-gate")

    response = visitor.get(f"{GATE}?sort=most-voted")

    assert response.status_code == 301
    assert (
        response.headers["Location"]
        == f"{settings.SITE_ADDRESS}/stories/another-gate/?sort=most-voted"
    )
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    assert "Vary" not in response.headers or "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("path", [GATE, "/stories/the-gate-is-worn", "/STORIES/the-gate-is-worn/"])
def test_a_slash_may_be_missing_but_case_counts(visitor: Client, story: Article, path: str) -> None:
    _rename(story, "another-gate")

    response = visitor.get(path)

    assert response.status_code == (404 if "STORIES" in path else 301)


def test_names_in_turn_all_lead_to_the_last(visitor: Client, story: Article) -> None:
    _rename(story, "second")
    _rename(story, "third")

    assert visitor.get(GATE).headers["Location"].endswith("/stories/third/")
    assert visitor.get("/stories/second/").headers["Location"].endswith("/stories/third/")


def test_a_story_named_back_is_at_home_again(visitor: Client, story: Article) -> None:
    _rename(story, "second")
    _rename(story, "the-gate-is-worn")

    assert visitor.get(GATE).status_code == 200
    assert visitor.get("/stories/second/").headers["Location"].endswith(GATE)
    assert not Redirect.objects.filter(old_path=GATE.rstrip("/")).exists()


def test_a_new_story_at_an_old_address_is_the_one_that_answers(
    visitor: Client, story: Article, write_story: WriteStory
) -> None:
    _rename(story, "second")
    newer = write_story("Newer", slug="the-gate-is-worn")

    assert visitor.get(GATE).status_code == 200
    _rename(newer, "newest")
    assert visitor.get(GATE).headers["Location"].endswith("/stories/newest/")


def test_what_is_taken_down_or_deleted_leaves_no_redirect(visitor: Client, story: Article) -> None:
    _rename(story, "second")
    story.unpublish()
    assert visitor.get(GATE).status_code == 404

    story.delete()

    assert visitor.get(GATE).status_code == 404
    assert not Redirect.objects.exists()


def test_a_private_story_is_not_betrayed(visitor: Client, story: Article) -> None:
    _rename(story, "a-secret-name")
    PageViewRestriction.objects.create(page=story, restriction_type="login")

    assert visitor.get(GATE).status_code == 404


def test_a_draft_that_nobody_saw_leaves_no_redirect(write_story: WriteStory) -> None:
    draft = write_story("A draft", live=False)

    draft.slug = "renamed"
    draft.save()

    assert not Redirect.objects.exists()


def test_a_draft_of_a_new_name_changes_no_address(visitor: Client, story: Article) -> None:
    story.slug = "not-yet"
    story.save_revision()

    assert not Redirect.objects.exists()
    assert visitor.get(GATE).status_code == 200


def test_a_renamed_plain_page_is_found(visitor: Client, newsroom: FrontPage) -> None:
    page = InfoPage(title="About", slug="about")
    newsroom.add_child(instance=page)
    _rename(page, "über-uns")

    assert visitor.get("/about/").headers["Location"] == f"{settings.SITE_ADDRESS}/%C3%BCber-uns/"


@pytest.mark.parametrize("rest", ["", "feed/", "feed/atom/"])
def test_a_renamed_topic_is_found_with_all_below_it(
    visitor: Client, harbour: Topic, rest: str
) -> None:
    for slug in ("quay", "waterfront"):
        harbour.slug = slug
        harbour.save()

    for old in ("harbour", "quay"):
        response = visitor.get(f"/topics/{old}/{rest}")
        assert response.headers["Location"] == f"{settings.SITE_ADDRESS}/topics/waterfront/{rest}"


def test_a_renamed_author_is_found_and_a_deleted_one_is_not(visitor: Client, ines: Author) -> None:
    ines.slug = "ines-marlowe"
    ines.save()
    assert (
        visitor.get("/authors/ines-calloway/feed/")
        .headers["Location"]
        .endswith("/authors/ines-marlowe/feed/")
    )

    ines.delete()

    assert visitor.get("/authors/ines-calloway/").status_code == 404


def test_a_topic_named_in_a_circle_does_not_lead_in_one(visitor: Client, harbour: Topic) -> None:
    for slug in ("quay", "pier", "harbour"):
        harbour.slug = slug
        harbour.save()

    assert visitor.get("/topics/harbour/").status_code == 200
    assert visitor.get("/topics/quay/").headers["Location"].endswith("/topics/harbour/")
    assert visitor.get("/topics/pier/").headers["Location"].endswith("/topics/harbour/")


def test_the_comments_feed_of_a_renamed_story_is_found(visitor: Client, story: Article) -> None:
    _rename(story, "second")

    response = visitor.get(f"{GATE}comments/feed/?x=1")

    assert (
        response.headers["Location"] == f"{settings.SITE_ADDRESS}/stories/second/comments/feed/?x=1"
    )


def test_a_comment_is_not_led_on(visitor: Client, story: Article) -> None:
    _rename(story, "second")

    assert visitor.post(f"{GATE}comments/", {"name": "Ann", "text": "No."}).status_code == 404


def test_a_redirect_by_hand_may_lead_elsewhere(visitor: Client, newsroom: object) -> None:
    Redirect.add_redirect("/fair", "https://fair.example/dates?year=2026#top", is_permanent=False)

    response = visitor.get("/fair/?x=1")

    assert response.status_code == 302
    assert response.headers["Location"] == "https://fair.example/dates?year=2026&x=1#top"


def test_a_redirect_by_hand_goes_before_ours(visitor: Client, story: Article) -> None:
    Redirect.add_redirect(GATE, "/support/")

    _rename(story, "second")

    assert visitor.get(GATE).headers["Location"] == f"{settings.SITE_ADDRESS}/support/"


REFUSED_BY_THE_FORM = [
    "javascript:alert(1)",
    "data:text/html,x",
    "/\\evil.example",
    "x",
]
# Wagtail's form takes these; nobody is led there all the same.
TAKEN_BY_THE_FORM = ["//evil.example/", "ftp://x.example/", "http://[x", " "]


@pytest.mark.parametrize("link", [*REFUSED_BY_THE_FORM, *TAKEN_BY_THE_FORM])
def test_no_redirect_leads_where_a_browser_should_not_go(
    visitor: Client, newsroom: object, link: str
) -> None:
    Redirect.add_redirect("/fair", link)

    assert visitor.get("/fair/").status_code == 404


@pytest.mark.parametrize("link", REFUSED_BY_THE_FORM)
def test_the_desks_form_refuses_where_a_browser_should_not_go(newsroom: object, link: str) -> None:
    form = RedirectForm({"old_path": "/fair", "redirect_link": link, "is_permanent": "on"})

    assert not form.is_valid()
    assert "redirect_link" in form.errors


def test_a_redirect_to_itself_is_not_found(visitor: Client, newsroom: object) -> None:
    Redirect.add_redirect("/fair", "/fair/")

    assert visitor.get("/fair/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "//[",
        "///[/",
        "/%00/",
        "/%ff/",
        "/a;b=[/",
        "/?p=%00",
        "/?p=99999999999999999999",
        "/x/?%5b=//[",
    ],
)
def test_no_address_breaks_it(visitor: Client, newsroom: object, path: str) -> None:
    where, _, query = path.partition("?")

    response = visitor.get("/", PATH_INFO=where, QUERY_STRING=query)

    assert response.status_code in (200, 404)


def test_a_page_that_is_there_costs_no_look(visitor: Client, story: Article) -> None:
    visitor.get(GATE)

    with CaptureQueriesContext(connection) as queries:
        visitor.get(GATE)
        visitor.get("/")

    assert not [q for q in queries if "redirect" in q["sql"].lower()]


def test_editors_find_the_redirects_at_the_desk(
    visitor: Client, story: Article, editor: User
) -> None:
    _rename(story, "second")
    visitor.force_login(editor)

    page = visitor.get("/desk/redirects/")

    assert page.status_code == 200
    assert GATE.rstrip("/") in page.text


def _rename(page: Article | InfoPage, slug: str) -> None:
    page.slug = slug
    page.save_revision().publish()
