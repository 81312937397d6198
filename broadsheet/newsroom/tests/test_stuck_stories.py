"""A story that cannot go out at its time: its editor is told why, until it does."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom.jobs import publish_scheduled
from broadsheet.newsroom.models import Article, StuckPage
from broadsheet.newsroom.roles import EDITORS
from broadsheet.newsroom.tests.test_scheduling import A_MINUTE, expire, schedule
from broadsheet.readers.models import User

REASON = "The picture “gate.jpg” has no credit."


@pytest.fixture
def desk(visitor: Visitor, staff: MakeStaff) -> Client:
    visitor.force_login(staff("wen", EDITORS))
    return visitor


@pytest.fixture
def broken(write_story: WriteStory, monkeypatch: pytest.MonkeyPatch) -> Article:
    """A story whose time has come, and which cannot be saved as a public one."""
    story = write_story("The broken one", live=False)
    schedule(story)
    refuse(monkeypatch, ValidationError(REASON))
    return story


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def full_clean(self: Article, *args: Any, **kwargs: Any) -> None:
        if self.title == "The broken one":
            raise error

    monkeypatch.setattr(Article, "full_clean", full_clean)


def test_why_a_story_could_not_go_out_is_noted(broken: Article) -> None:
    publish_scheduled.call()

    stuck = StuckPage.objects.get()
    assert stuck.page_id == broken.pk
    assert stuck.reason == REASON


def test_a_field_is_named_by_its_label(broken: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, ValidationError({"also_in": ["One topic is enough."], "hero": ["None."]}))

    publish_scheduled.call()

    assert StuckPage.objects.get().reason == "Also in: One topic is enough. Hero: None."


def test_what_is_no_refusal_is_noted_in_words_as_well(
    broken: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, RuntimeError("something hangs on it"))

    publish_scheduled.call()

    assert "something hangs on it" in StuckPage.objects.get().reason


def test_a_story_that_cannot_be_taken_down_is_noted(
    write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(write_story("The broken one"))

    def unpublish(self: Article, **kwargs: Any) -> None:
        raise RuntimeError("something hangs on it")

    monkeypatch.setattr(Article, "unpublish", unpublish)

    publish_scheduled.call()

    assert "something hangs on it" in StuckPage.objects.get().reason


def test_the_first_failure_for_a_reason_is_the_time_that_is_kept(broken: Article) -> None:
    publish_scheduled.call()
    first = StuckPage.objects.get().failed_at

    publish_scheduled.call()

    assert StuckPage.objects.get().failed_at == first


def test_it_is_forgotten_once_the_story_is_out(
    broken: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_scheduled.call()
    monkeypatch.undo()

    publish_scheduled.call()

    assert not StuckPage.objects.exists()
    assert Article.objects.get(pk=broken.pk).live


def test_it_is_forgotten_once_the_time_is_called_off(broken: Article) -> None:
    publish_scheduled.call()
    broken.revisions.update(approved_go_live_at=None)

    publish_scheduled.call()

    assert not StuckPage.objects.exists()


def test_it_is_forgotten_once_the_story_has_another_time(broken: Article) -> None:
    publish_scheduled.call()
    broken.revisions.update(approved_go_live_at=timezone.now() + A_MINUTE)

    publish_scheduled.call()

    assert not StuckPage.objects.exists()


@pytest.mark.parametrize("path", ["/desk/", "/desk/stories/", "/desk/stories/?state=stuck"])
def test_editors_are_told_on_their_home_page_and_in_the_list(
    desk: Client, broken: Article, path: str
) -> None:
    publish_scheduled.call()

    page = desk.get(path).text

    assert "The broken one" in page
    assert REASON in page


def test_editors_are_told_on_the_storys_own_form(desk: Client, broken: Article) -> None:
    publish_scheduled.call()

    assert REASON in desk.get(f"/desk/pages/{broken.pk}/edit/").text


def test_its_writer_is_told(visitor: Visitor, broken: Article, reporter: User) -> None:
    Article.objects.filter(pk=broken.pk).update(owner=reporter)
    publish_scheduled.call()
    visitor.force_login(reporter)

    assert REASON in visitor.get("/desk/").text


def test_another_reporter_is_not_bothered(
    visitor: Visitor, broken: Article, reporter: User
) -> None:
    publish_scheduled.call()
    visitor.force_login(reporter)

    assert REASON not in visitor.get("/desk/").text


def test_a_stranger_is_told_nothing(stranger: Client, broken: Article) -> None:
    publish_scheduled.call()

    for path in ("/", "/desk/", "/desk/stories/"):
        assert REASON not in stranger.get(path).text


def test_a_quiet_round_writes_nothing(newsroom: object, django_assert_num_queries: Any) -> None:
    publish_scheduled.call()

    with django_assert_num_queries(3):
        publish_scheduled.call()
