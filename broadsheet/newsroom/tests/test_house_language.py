"""Whatever a reader is sent is said in the newsroom's language, and in no other."""

import re

import pytest
from django.test import Client
from django.utils import translation

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.models import Article, FrontPage, NewsroomSettings
from broadsheet.readers.models import User


@pytest.fixture
def arabic(newsroom: FrontPage) -> NewsroomSettings:
    own = NewsroomSettings.load()
    own.language = "ar"
    own.save()
    return own


@pytest.mark.parametrize("path", ["/", "/stories/", "/support/", "/nothing/"])
def test_a_page_is_said_in_it(
    visitor: Client, arabic: NewsroomSettings, story: Article, path: str
) -> None:
    page = visitor.get(path, headers={"Accept-Language": "en"}).text

    assert '<html lang="ar" dir="rtl">' in page
    assert ">الأحدث</a>" in page


def test_a_broader_languages_words_serve_a_country(
    visitor: Client, arabic: NewsroomSettings, story: Article
) -> None:
    arabic.language = "ar-EG"
    arabic.save()

    page = visitor.get("/").text

    assert '<html lang="ar-EG" dir="rtl">' in page
    assert ">الأحدث</a>" in page


def test_another_language_than_the_newsrooms_cannot_be_asked_for(
    visitor: Client, story: Article
) -> None:
    visitor.cookies["django_language"] = "ar"

    page = visitor.get("/?language=ar", headers={"Accept-Language": "ar"}).text

    assert ">Latest</a>" in page


def test_a_form_that_comes_back_says_why_in_it(
    visitor: Client, arabic: NewsroomSettings, story: Article
) -> None:
    answer = visitor.post(f"/stories/{story.slug}/comments/", {"name": "Kit", "text": ""})

    assert answer.status_code == 422
    assert "يرجى كتابة شيء ما." in answer.text


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}], ids=["page", "piece"])
def test_a_refusal_is_said_in_it(
    visitor: Client, arabic: NewsroomSettings, story: Article, headers: dict[str, str]
) -> None:
    elsewhere = headers | {"Sec-Fetch-Site": "cross-site"}

    refused = visitor.post(f"/stories/{story.slug}/comments/", {}, headers=elsewhere)

    assert refused.status_code == 403
    assert '<html lang="ar" dir="rtl">' in refused.text
    assert "أُرسل هذا النموذج من موقع آخر" in refused.text


def test_the_next_request_finds_nothing_of_it(
    visitor: Client, arabic: NewsroomSettings, story: Article
) -> None:
    visitor.get("/")
    visitor.get("/nothing/")

    assert translation.get_language() == "en"


def test_the_desk_keeps_its_users_language(
    visitor: Client, arabic: NewsroomSettings, editor: User
) -> None:
    visitor.force_login(editor)

    desk = visitor.get("/desk/").text

    assert '<html lang="en"' in desk


def test_a_draft_is_previewed_in_it(
    visitor: Client, arabic: NewsroomSettings, editor: User, story: Article
) -> None:
    visitor.force_login(editor)

    preview = visitor.get(f"/desk/pages/{story.pk}/view_draft/").text

    assert "ادعموا" in preview


def test_a_story_in_another_language_says_so_wherever_it_stands(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("بوابة الميناء", slug="gate", language="ar", standfirst="خبر")
    write_story("The ferry", slug="ferry")

    story = visitor.get("/stories/gate/").text
    front = visitor.get("/").text

    assert re.search(r'<article class="story" lang="ar" dir="rtl"[ >]', story)
    assert '<p class="byline meta" lang="en" dir="ltr">' in story
    assert '<h2 lang="ar" dir="rtl"><a href="/stories/gate/">' in front
    assert '<h2><a href="/stories/ferry/">' in front
