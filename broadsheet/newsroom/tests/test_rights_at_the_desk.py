"""Whichever way the desk publishes, it names the picture that lacks something."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.tests.desk_forms import edit_path, open_form
from broadsheet.newsroom.tests.hung_pictures import Hang
from broadsheet.readers.models import User

pytestmark = pytest.mark.one_database


def publish_form(desk: Client, draft: Article, **fields: Any) -> Any:
    form = open_form(desk, draft) | {"hero": draft.hero_id or ""} | fields
    return desk.post(edit_path(draft), form)


def test_the_form_says_which_picture_and_keeps_what_was_typed(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False, hero=hang(credit=""))

    page = publish_form(desk, draft, title="Typed", **{"action-publish": "1"})

    assert page.status_code == 200
    assert "The picture “Gate” (at the top) has no credit." in page.text
    assert 'value="Typed"' in page.text
    assert not Article.objects.get(pk=draft.pk).live


def test_the_form_names_a_picture_in_the_text(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False)
    block = {"body-count": "1", "body-0-type": "image", "body-0-value": str(hang(alt="").pk)}
    block |= {"body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}

    page = publish_form(desk, draft, **block, **{"action-publish": "1"})

    assert page.status_code == 200
    assert "(in the text) has no alternative text." in page.text


def test_the_form_saves_a_draft_without_asking(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    for story in (write_story("A draft", live=False), write_story("Public")):
        story.hero = hang(alt="", licence="")

        response = publish_form(desk, story)

        assert response.status_code == 302
        assert story.get_latest_revision_as_object().hero == story.hero


def test_no_story_is_scheduled_for_after_its_picture_ends(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    in_a_week = timezone.localdate() + timedelta(days=7)
    draft = write_story(live=False, hero=hang(licence_ends_on=in_a_week))
    times = {"on the last day": f"{in_a_week} 12:00", "later": f"{in_a_week + timedelta(2)} 12:00"}

    late = publish_form(desk, draft, go_live_at=times["later"], **{"action-publish": "1"})
    in_time = publish_form(
        desk, draft, go_live_at=times["on the last day"], **{"action-publish": "1"}
    )

    assert late.status_code == 200
    assert "too early for this" in late.text
    assert in_time.status_code == 302


def test_publishing_from_the_list_is_refused_in_words(
    desk: Client, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False, hero=hang(licence=""))
    sound = write_story("Sound", live=False)
    listed = f"?id={draft.pk}&id={sound.pk}&next=/desk/"
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + listed
    seen = desk.get(path).context["form"].initial.get("seen")
    form = {"include_descendants": "", "seen": json.dumps(seen)}
    page = desk.post(path, form, follow=True)

    assert "The picture “Gate” (at the top) has no licence." in page.text
    assert reverse("wagtailimages:edit", args=[draft.hero_id]) in page.text
    assert not Article.objects.get(pk=draft.pk).live
    assert not Article.objects.get(pk=sound.pk).live


def test_a_review_is_not_approved_with_such_a_picture_but_sent_back(
    desk: Client, editor: User, hang: Hang, write_story: WriteStory
) -> None:
    draft = write_story(live=False, hero=hang(alt=""))
    draft.save_revision()
    draft.get_workflow().start(draft, editor)
    state = draft.current_workflow_task_state
    decide = {"action-workflow-action": "true", "workflow-action-name": "approve"}

    refused = publish_form(desk, draft, **decide)
    assert "has no alternative text" in refused.text
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    sent_back = publish_form(desk, draft, **decide | {"workflow-action-name": "reject"})

    assert sent_back.status_code == 302
    state.refresh_from_db()
    assert state.status == state.STATUS_REJECTED
    assert not Article.objects.get(pk=draft.pk).live
