"""The desk's list of stories: each in its state, for whoever may know of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import WorkflowState

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom.desk.states import StoryState, with_states
from broadsheet.newsroom.models import Article, Author, Byline, StuckPage, Topic
from broadsheet.newsroom.roles import EDITORS, MODERATORS
from broadsheet.readers.models import User

AN_HOUR = timedelta(hours=1)
PATH = "/desk/stories/"


@pytest.fixture
def wen(staff: MakeStaff) -> User:
    return staff("wen", EDITORS)


@pytest.fixture
def desk(visitor: Visitor, wen: User) -> Client:
    visitor.force_login(wen)
    return visitor


@pytest.fixture
def draft(write_story: WriteStory) -> Article:
    story = write_story("A draft", live=False)
    story.save_revision()
    return story


def state_of(story: Article) -> StoryState:
    return StoryState(with_states(Article.objects.all()).get(pk=story.pk).state)


def submit(story: Article, *, user: User) -> WorkflowState:
    workflow = story.get_workflow()
    assert workflow is not None
    state: WorkflowState = workflow.start(story, user)
    return state


def schedule(story: Article) -> None:
    story.go_live_at = timezone.now() + AN_HOUR
    story.save_revision().publish()


def test_a_draft_is_a_draft(draft: Article) -> None:
    assert state_of(draft) is StoryState.DRAFT


def test_a_public_story_is_public_until_it_is_changed(story: Article) -> None:
    assert state_of(story) is StoryState.PUBLIC

    story.title = "The gate is mended"
    story.save_revision()

    assert state_of(story) is StoryState.CHANGED


def test_a_story_with_a_time_set_is_scheduled(draft: Article) -> None:
    schedule(draft)

    assert state_of(draft) is StoryState.SCHEDULED


def test_a_submitted_story_is_in_review_and_a_refused_one_sent_back(
    draft: Article, reporter: User, wen: User
) -> None:
    review = submit(draft, user=reporter)
    assert state_of(draft) is StoryState.IN_REVIEW

    review.current_task_state.reject(user=wen, comment="Who says so?")

    assert state_of(draft) is StoryState.SENT_BACK


def test_a_story_that_was_public_is_taken_down(story: Article) -> None:
    story.unpublish()

    assert state_of(story) is StoryState.TAKEN_DOWN


def test_what_is_stuck_is_nothing_else(draft: Article) -> None:
    schedule(draft)
    StuckPage.objects.create(page=draft, reason="No credit.", failed_at=timezone.now())

    assert state_of(draft) is StoryState.STUCK


def test_a_row_says_what_it_is_about_who_writes_it_and_who_saved_it(
    desk: Client, story: Article, wen: User
) -> None:
    story.save_revision(user=wen)

    row = desk.get(PATH).text
    row = row[row.index("<tbody") :]

    for words in ("The gate is worn", "Harbour", "Inès Calloway", "Public", "wen"):
        assert words in row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A draft", "Public here", "Public there"}),
        ("state=draft", {"A draft"}),
        ("state=public", {"Public here", "Public there"}),
        ("state=stuck", set()),
        ("q=HERE", {"Public here", "Public there"}),
        ("q=public+th", {"Public there"}),
        ("mine=on", {"A draft"}),
        ("topic={topic}", {"Public there"}),
        ("author={author}", {"Public here"}),
        ("state=public&author={author}", {"Public here"}),
    ],
)
def test_stories_are_found_by_state_words_topic_and_author(
    desk: Client, draft: Article, write_story: WriteStory, wen: User, query: str, found: set[str]
) -> None:
    town = Topic.objects.create(name="Town", slug="town")
    ada = Author.objects.create(name="Ada", slug="ada")
    write_story("Public there", topic=town)
    here = write_story("Public here")
    here.bylines.set([Byline(author=ada)])
    here.save()
    Article.objects.filter(pk=draft.pk).update(owner=wen)

    page = desk.get(f"{PATH}?{query.format(topic=town.pk, author=ada.pk)}").text
    rows = page[page.index("listing-results") :]

    assert {name for name in ("A draft", "Public here", "Public there") if name in rows} == found


def test_a_row_leads_to_the_form_of_whoever_may_edit_it(
    desk: Client, stranger: Visitor, story: Article, reporter: User, write_story: WriteStory
) -> None:
    own = write_story("My own", live=False, owner=reporter)
    stranger.force_login(reporter)

    for client, theirs in ((desk, [story, own]), (stranger, [own])):
        page = client.get(PATH).text
        linked = [s for s in (story, own) if f"/desk/pages/{s.pk}/edit/" in page]
        assert linked == theirs


def test_the_newest_comes_first_and_the_list_is_in_pages(
    desk: Client, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        write_story(f"Story {number}")
    monkeypatch.setattr("broadsheet.newsroom.desk.stories.StoryIndex.paginate_by", 3)

    first, second = desk.get(PATH).text, desk.get(f"{PATH}?p=2").text

    assert first.index("Story 3") < first.index("Story 2") < first.index("Story 1")
    assert "Story 0" not in first
    assert "Story 0" in second


def test_the_list_needs_as_many_queries_for_many_stories(
    desk: Client, write_story: WriteStory, reporter: User
) -> None:
    def fill(number: int) -> int:
        write_story(f"Public {number}").save_revision(user=reporter)
        review = write_story(f"Review {number}", live=False)
        review.save_revision()
        submit(review, user=reporter)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PATH).status_code == 200
        return len(queries)

    fill(0)
    few = fill(1)
    for number in range(2, 8):
        many = fill(number)

    assert many == few


def test_a_reporter_does_not_see_anothers_private_draft(
    visitor: Visitor, reporter: User, draft: Article, write_story: WriteStory, wen: User
) -> None:
    write_story("A secret", live=False, is_private=True, owner=wen)
    write_story("My secret", live=False, is_private=True, owner=reporter)
    visitor.force_login(reporter)

    page = visitor.get(PATH).text

    assert "A secret" not in page
    assert "My secret" in page
    assert "A draft" in page


def test_who_has_nothing_to_do_with_stories_is_not_let_in(
    visitor: Visitor, staff: MakeStaff, story: Article
) -> None:
    visitor.force_login(staff("mo", MODERATORS))

    response = visitor.get(PATH)

    assert response.status_code == 302
    assert "desk-states" not in response.text


def test_a_stranger_is_asked_to_sign_in(stranger: Client, story: Article) -> None:
    response = stranger.get(PATH)

    assert response.status_code == 302
    assert story.title not in response.text


def test_the_menu_leads_to_the_list_the_form_and_the_front_page(
    desk: Client, newsroom: Any
) -> None:
    home = desk.get("/desk/").text

    for path in (PATH, "/desk/pages/add/newsroom/article/", f"/desk/pages/{newsroom.pk}/edit/"):
        assert path in home
