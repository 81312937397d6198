import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from broadsheet.conftest import WriteStory
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.jobs import publish_scheduled
from broadsheet.newsroom.models import Article

A_MINUTE = timedelta(minutes=1)


def schedule(story: Article, *, for_a_time_ago: timedelta = A_MINUTE) -> Revision:
    """Leave a draft as the desk's scheduling does once its time has come."""
    story.go_live_at = timezone.now() - for_a_time_ago
    return story.save_revision(approved_go_live_at=story.go_live_at)


def expire(story: Article) -> None:
    story.expire_at = timezone.now() - A_MINUTE
    story.save()


def cannot_be_saved(monkeypatch: pytest.MonkeyPatch, title: str, reason: str) -> None:
    cleaned = Article.full_clean

    def full_clean(self: Article, *args: Any, **kwargs: Any) -> None:
        if self.title == title:
            raise ValidationError(reason)
        cleaned(self, *args, **kwargs)

    monkeypatch.setattr(Article, "full_clean", full_clean)


def test_a_story_appears_to_a_stranger_when_its_time_has_come(
    stranger: Client, write_story: WriteStory
) -> None:
    schedule(write_story("The gate holds", live=False))
    assert stranger.get("/stories/the-gate-holds/").status_code == 404

    publish_scheduled.call()

    assert stranger.get("/stories/the-gate-holds/").status_code == 200
    assert "The gate holds" in stranger.get("/").text


def test_a_story_whose_time_is_still_to_come_is_seen_by_nobody(
    stranger: Client, write_story: WriteStory
) -> None:
    story = write_story("The gate holds", live=False)
    story.go_live_at = timezone.now() + A_MINUTE
    story.save_revision().publish()

    publish_scheduled.call()

    assert stranger.get("/stories/the-gate-holds/").status_code == 404


def test_a_scheduled_edit_replaces_the_story_when_its_time_has_come(
    stranger: Client, story: Article
) -> None:
    story.title = "The gate is mended"
    schedule(story)

    publish_scheduled.call()

    assert "The gate is mended" in stranger.get(f"/stories/{story.slug}/").text


def test_a_story_is_gone_when_its_time_is_over(stranger: Client, story: Article) -> None:
    expire(story)
    assert stranger.get(f"/stories/{story.slug}/").status_code == 200
    Touched.objects.all().delete()

    publish_scheduled.call()

    assert stranger.get(f"/stories/{story.slug}/").status_code == 404
    assert story.title not in stranger.get("/").text
    touched = set(Touched.objects.values_list("key", flat=True))
    assert {"stories", f"article:{story.pk}", f"topic:{story.topic_id}"} <= touched


def test_a_story_that_cannot_go_out_stops_no_other(
    stranger: Client, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(write_story("The broken one", live=False), for_a_time_ago=2 * A_MINUTE)
    schedule(write_story("The gate holds", live=False))
    cannot_be_saved(monkeypatch, "The broken one", "it has no topic")

    publish_scheduled.call()

    assert stranger.get("/stories/the-gate-holds/").status_code == 200
    assert stranger.get("/stories/the-broken-one/").status_code == 404


def test_a_story_that_cannot_be_taken_down_stops_no_other(
    stranger: Client, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(write_story("The broken one"))
    expire(write_story("The gate is worn"))
    schedule(write_story("The gate holds", live=False))
    saved = Article.save

    def save(self: Article, *args: Any, **kwargs: Any) -> None:
        if self.title == "The broken one":
            raise RuntimeError("something hangs on it")
        saved(self, *args, **kwargs)

    monkeypatch.setattr(Article, "save", save)

    publish_scheduled.call()

    assert stranger.get("/stories/the-broken-one/").status_code == 200
    assert stranger.get("/stories/the-gate-is-worn/").status_code == 404
    assert stranger.get("/stories/the-gate-holds/").status_code == 200


def test_a_story_that_could_not_go_out_goes_out_once_it_can(
    stranger: Client, write_story: WriteStory
) -> None:
    schedule(write_story("The broken one", live=False))
    with pytest.MonkeyPatch.context() as monkeypatch:
        cannot_be_saved(monkeypatch, "The broken one", "it has no byline")
        publish_scheduled.call()

    publish_scheduled.call()

    assert stranger.get("/stories/the-broken-one/").status_code == 200


def test_why_a_story_cannot_go_out_is_logged_once_not_every_few_seconds(
    write_story: WriteStory, caplog: pytest.LogCaptureFixture
) -> None:
    schedule(write_story("The broken one", live=False))

    for reason in ("a first reason", "a first reason", "a second reason"):
        with pytest.MonkeyPatch.context() as monkeypatch:
            cannot_be_saved(monkeypatch, "The broken one", reason)
            with caplog.at_level(logging.ERROR):
                publish_scheduled.call()

    assert '"The broken one"' in caplog.messages[0]
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == [
        "['a first reason']",
        "['a second reason']",
    ]


def test_a_story_that_an_editor_has_just_called_back_stays_in(
    stranger: Client, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(write_story("The gate holds", live=False), for_a_time_ago=2 * A_MINUTE)
    called_back = schedule(write_story("Called back", live=False))
    cleaned = Article.full_clean

    def full_clean(self: Article, *args: Any, **kwargs: Any) -> None:
        # While the first story goes out, an editor cancels the second.
        Revision.objects.filter(pk=called_back.pk).update(approved_go_live_at=None)
        cleaned(self, *args, **kwargs)

    monkeypatch.setattr(Article, "full_clean", full_clean)

    publish_scheduled.call()

    assert stranger.get("/stories/the-gate-holds/").status_code == 200
    assert stranger.get("/stories/called-back/").status_code == 404
