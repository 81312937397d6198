from datetime import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from broadsheet.conftest import Visitor, WriteStory
from broadsheet.conversation.models import Passage
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import User

URL = "/desk/questions/"


def fields(story: Article, **changes: object) -> dict[str, object]:
    return {"article": story.pk, "question": "Did you know?", "words": "a worn hinge"} | changes


@pytest.fixture
def bystander(newsroom: object) -> User:
    """Somebody who may enter the desk, and edit nothing."""
    user = User.objects.create_user("bystander", password="a long password 8")
    group = Group.objects.create(name="Bystanders")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def test_an_editor_asks_about_some_words(visitor: Client, story: Article, editor: User) -> None:
    visitor.force_login(editor)

    response = visitor.post(URL, fields(story))

    passage = Passage.objects.get()
    assert response.status_code == 201
    assert response.json() == {"id": passage.pk}
    assert (passage.article_id, passage.words) == (story.pk, "a worn hinge")


def test_nobody_else_asks(
    visitor: Client, stranger: Client, story: Article, bystander: User
) -> None:
    stranger.force_login(bystander)

    assert visitor.post(URL, fields(story)).status_code == 302  # to the sign-in
    assert stranger.post(URL, fields(story)).status_code == 302  # back, with a message
    assert not Passage.objects.exists()


def test_another_site_cannot_make_an_editor_ask(story: Article, editor: User) -> None:
    strict = Visitor(enforce_csrf_checks=True)
    strict.force_login(editor)

    assert strict.post(URL, fields(story)).status_code == 403
    assert not Passage.objects.exists()


@pytest.mark.parametrize("changes", [{"question": ""}, {"question": "x" * 301}, {"words": ""}])
def test_what_cannot_be_asked_is_said(
    visitor: Client, write_story: WriteStory, editor: User, changes: dict[str, object]
) -> None:
    visitor.force_login(editor)

    response = visitor.post(URL, fields(write_story(), **changes))

    assert response.status_code == 422
    assert response.json()["reason"]
    assert not Passage.objects.exists()


@pytest.mark.parametrize("article", ["999999", "9" * 30, "x", ""])
def test_whether_a_story_exists_is_not_said(
    visitor: Client, editor: User, story: Article, article: str
) -> None:
    visitor.force_login(editor)

    assert visitor.post(URL, fields(story, article=article)).status_code == 302
    assert not Passage.objects.exists()


def test_a_question_can_be_asked_in_other_words(
    visitor: Client, stranger: Client, story: Article, editor: User, bystander: User
) -> None:
    visitor.force_login(editor)
    visitor.post(URL, fields(story))
    passage = Passage.objects.get()
    address = f"{URL}{passage.pk}/"

    assert visitor.get(address).json() == {"question": "Did you know?"}
    assert visitor.post(address, {"question": "Did you know it?"}).status_code == 200
    assert visitor.post(address, {"question": ""}).status_code == 422
    stranger.force_login(bystander)
    assert stranger.get(address).status_code == 302
    assert stranger.post(address, {"question": "Mine?"}).status_code == 302

    passage.refresh_from_db()
    assert passage.question == "Did you know it?"


def test_what_a_reader_chose_is_no_question(
    visitor: Client, story: Article, editor: User, now: datetime
) -> None:
    chosen = Passage.objects.create(article=story, words="a hinge", created_at=now)
    visitor.force_login(editor)

    assert visitor.post(f"{URL}{chosen.pk}/", {"question": "Mine?"}).status_code == 302
    assert visitor.get(f"{URL}999999/").status_code == 302
