"""A reporter submits, an editor decides, and decides on what they have seen."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import TaskState

from broadsheet.conftest import MakeStaff, Visitor, WriteStory, new_visitor
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.roles import EDITORS
from broadsheet.newsroom.tests.desk_forms import edit_path, open_form
from broadsheet.readers.models import User

SUBMIT = {"action-submit": "1"}


@pytest.fixture
def rosa(visitor: Visitor, reporter: User) -> Client:
    visitor.force_login(reporter)
    return visitor


@pytest.fixture
def wen(staff: MakeStaff) -> Client:
    client = new_visitor()
    client.force_login(staff("wen", EDITORS))
    return client


@pytest.fixture
def submitted(rosa: Client, reporter: User, write_story: WriteStory) -> Article:
    story = write_story("The gate holds", live=False, owner=reporter)
    story.save_revision(user=reporter)
    assert rosa.post(edit_path(story), open_form(rosa, story) | SUBMIT).status_code == 302
    return story


def decision(action: str, comment: str = "") -> dict[str, Any]:
    return {
        "action-workflow-action": "1",
        "workflow-action-name": action,
        "workflow-action-extra-data": json.dumps({"comment": comment}),
    }


def is_live(story: Article) -> bool:
    return Article.objects.get(pk=story.pk).live


def test_a_reporters_story_is_public_once_an_editor_approves_it(
    wen: Client, submitted: Article
) -> None:
    assert not is_live(submitted)

    wen.post(edit_path(submitted), open_form(wen, submitted) | decision("approve"))

    assert is_live(submitted)


def test_a_story_is_sent_back_with_the_reason(
    wen: Client, rosa: Client, submitted: Article
) -> None:
    form = open_form(wen, submitted) | decision("reject", "Who says so?")
    wen.post(edit_path(submitted), form)

    assert not is_live(submitted)
    assert TaskState.objects.latest("pk").comment == "Who says so?"
    assert "Sent back to be changed" in rosa.get("/desk/").text


def test_an_approval_over_anothers_newer_version_is_refused(
    wen: Client, staff: MakeStaff, submitted: Article
) -> None:
    opened = open_form(wen, submitted)
    noor = new_visitor()
    noor.force_login(staff("noor", EDITORS))
    noor.post(edit_path(submitted), open_form(noor, submitted) | {"title": "Noor's headline"})

    response = wen.post(edit_path(submitted), opened | decision("approve"))

    assert response.status_code == 409
    assert not is_live(submitted)


def test_nobody_approves_without_having_opened_the_story(wen: Client, submitted: Article) -> None:
    state = TaskState.objects.latest("pk")
    path = f"/desk/pages/workflow/action/{submitted.pk}/approve/{state.pk}/"

    response = wen.post(path, {"comment": ""})

    assert response.headers["Location"] == edit_path(submitted)
    assert not is_live(submitted)


def test_a_reporter_approves_nothing(rosa: Client, submitted: Article) -> None:
    rosa.post(edit_path(submitted), open_form(rosa, submitted) | decision("approve"))

    assert not is_live(submitted)


def test_a_stranger_approves_nothing(stranger: Client, wen: Client, submitted: Article) -> None:
    form = open_form(wen, submitted) | decision("approve")

    assert stranger.post(edit_path(submitted), form).status_code == 302
    assert not is_live(submitted)
