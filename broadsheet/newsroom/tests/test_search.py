"""Readers find stories by words."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from broadsheet.conftest import WriteStory
from broadsheet.lib.jobs.work import claim_job, run_job
from broadsheet.newsroom.models import Article, Author, Byline, SearchWord, Topic
from broadsheet.newsroom.search import jobs
from broadsheet.newsroom.search.finding import PAGE_STORIES, find_stories
from broadsheet.newsroom.search.indexing import index_all

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))


@pytest.mark.parametrize(
    "query",
    ["hinge", "HINGE", "hin", "the worn hinge", "“worn” gate!", "gate worn gate", "Inès", "ines",
     "calloway harbour", "gate hin"],
)  # fmt: skip
def test_a_story_is_found_by_words_of_all_its_parts(story: Article, query: str) -> None:
    index_all()

    assert _found(query) == [story.title]


@pytest.mark.parametrize(
    "query", ["hi", "inge", "hinge ferry", "hinges", "wor hinge", "", "…", "%", "_"]
)
def test_what_does_not_match_is_not_found(story: Article, query: str) -> None:
    index_all()

    assert _found(query) == []


def test_a_headline_counts_more_than_the_text_and_the_newest_comes_first(
    write_story: WriteStory,
) -> None:
    write_story("Of ferries", body=[("text", "<p>Quay.</p>")])
    write_story("The quay")
    write_story("Of boats", body=[("text", "<p>Quay.</p>")])
    index_all()

    assert _found("quay") == ["The quay", "Of boats", "Of ferries"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Die Straße ist gesperrt", "strasse"),
        ("كِتابٌ جديد في المرفأ", "كتاب"),
        ("رقم ٤٢", "42"),
        ("東京都の港が閉まった", "港"),
        ("東京都の港が閉まった", "東京"),
        ("東京都の港が閉まった", "京都の"),
        ("ท่าเรือปิดแล้ว", "ท่าเรือ"),
        ("항구가 닫혔다", "항구"),
        ("नदी का पुल बंद", "पुल"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full width"),
    ],
)
def test_words_of_every_script_are_found(write_story: WriteStory, text: str, query: str) -> None:
    write_story("One", body=[("heading", text)])
    write_story("Two")
    index_all()

    assert _found(query) == ["One"]


def test_more_than_eight_words_are_the_first_eight(write_story: WriteStory) -> None:
    title = "One two three four five six seven eight"
    write_story(title)
    index_all()

    assert _found(f"{title} nine ten") == [title]
    assert _found("nine one two three four five six seven eight ten") == []


def test_the_worker_keeps_up_with_what_is_published(story: Article) -> None:
    work_off()
    assert _found("hinge") == [story.title]

    story.body = [("text", "<p>A new lock.</p>")]
    story.save_revision().publish()
    work_off()
    assert (_found("hinge"), _found("lock")) == ([], [story.title])

    story.unpublish()
    assert _found("lock") == []
    work_off()
    assert not SearchWord.objects.exists()


def test_a_draft_is_not_found(write_story: WriteStory) -> None:
    write_story("The gate", live=False)
    work_off()
    index_all()

    assert _found("gate") == []


def test_a_private_story_is_not_found(story: Article) -> None:
    index_all()

    PageViewRestriction.objects.create(page=story, restriction_type="login")

    assert _found("hinge") == []
    work_off()
    assert not SearchWord.objects.exists()


def test_a_deleted_story_leaves_no_words(story: Article) -> None:
    index_all()
    assert SearchWord.objects.exists()

    story.delete()

    assert not SearchWord.objects.exists()


def test_a_site_from_before_search_is_indexed_by_itself(
    write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "STORIES_A_JOB", 1)  # each job orders the next
    for number in range(3):
        write_story(f"The gate {number}")
    work_off()
    SearchWord.objects.all().delete()

    jobs.order_missing_index()
    work_off()

    assert len(_found("gate")) == 3


def test_stories_are_found_by_the_new_name_of_a_topic_or_an_author(
    story: Article, harbour: Topic, ines: Author
) -> None:
    harbour.name, ines.name = "Waterfront", "Inès Marlowe"
    harbour.save()
    ines.save()
    work_off()

    assert _found("waterfront marlowe") == [story.title]
    assert _found("calloway") == []


def test_no_string_breaks_the_search(visitor: Client, story: Article) -> None:
    index_all()
    strings = ['"', "'", "%", "_", "\\", "\x00", "a" * 5_000, "ﷺ" * 200, "-1 OR 1=1", "NEAR(", "*"]
    if MATERIAL.exists():
        strings += json.loads((MATERIAL / "text/blns.json").read_text(encoding="utf-8"))

    for string in strings:
        assert find_stories(string).count in (0, 1)
    for string in strings[::10]:
        assert visitor.get("/search/", {"q": string}).status_code == 200, string


def test_a_query_of_ten_megabytes_is_not_read_to_its_end(story: Article) -> None:
    index_all()

    assert _found("hinge " + "gate " * 2_000_000) == [story.title]


def test_the_page_marks_what_was_found(visitor: Client, write_story: WriteStory) -> None:
    write_story("The gate", standfirst="A Hinge & a <lock>.")
    index_all()

    page = visitor.get("/search/?q=hin").text

    assert "One story found" in page
    assert "A <mark>Hinge</mark> &amp; a &lt;lock&gt;." in page
    assert 'value="hin"' in page
    assert 'name="robots" content="noindex"' in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Every word you type"),
        ("?q=", "Every word you type"),
        ("?q=…", "There is no word in that"),
        ("?q=ferry", "No story holds all of these words"),
        ("?q=<script>", "No story holds all of these words"),
        ("?q=gate&page=2", "No story holds all of these words"),
        ("?q=gate&page=99999999999", "No story holds all of these words"),
    ],
)
def test_the_page_says_what_to_do_where_nothing_is_found(
    visitor: Client, story: Article, query: str, says: str
) -> None:
    index_all()

    response = visitor.get(f"/search/{query}")

    assert response.status_code == 200
    assert says in response.text
    assert "<script>" not in response.text.split("<main")[1]


def test_what_was_found_comes_in_pages(visitor: Client, write_story: WriteStory) -> None:
    for number in range(PAGE_STORIES + 1):
        write_story(f"The gate {number}")
    index_all()

    first = visitor.get("/search/?q=the gate").text
    second = visitor.get("/search/?q=the gate&page=2").text

    assert f"{PAGE_STORIES + 1} stories found" in first
    assert 'href="/search/?q=the+gate&amp;page=2"' in first
    assert "The gate 0" in second
    assert "page=3" not in second


def test_a_search_needs_as_many_queries_for_many_stories(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story("The gate 0")
    index_all()
    visitor.get("/search/?q=gate")
    with CaptureQueriesContext(connection) as few:
        visitor.get("/search/?q=the gate")
    for number in range(8):
        write_story(f"The gate of {number}")
    index_all()

    with CaptureQueriesContext(connection) as many:
        visitor.get("/search/?q=the gate")

    assert len(many) <= len(few) + 1 <= 15  # after a change the masthead is read anew


def test_what_two_authors_sign_is_found_by_both(story: Article, newsroom: object) -> None:
    wen = Author.objects.create(name="Wen Okafor", slug="wen-okafor")
    story.bylines.add(Byline(author=wen, sort_order=1))
    story.save_revision().publish()
    index_all()

    assert _found("okafor calloway") == [story.title]


def work_off() -> None:
    while (job := claim_job(now=timezone.now())) is not None:
        run_job(job)


def _found(query: str) -> list[str]:
    return [story.title for story in find_stories(query).stories]
