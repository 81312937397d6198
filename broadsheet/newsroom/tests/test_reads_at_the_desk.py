"""Editors see how often stories are read, and what is not counted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom.desk.reads import with_reads
from broadsheet.newsroom.models import Article, EarlierReads
from broadsheet.newsroom.reads.keeping import add_reads
from broadsheet.newsroom.roles import EDITORS, MODERATORS, REPORTERS

PATH = "/desk/reads/"


@pytest.fixture
def desk(visitor: Visitor, staff: MakeStaff) -> Client:
    visitor.force_login(staff("wen", EDITORS))
    return visitor


def test_reads_of_today_of_a_week_and_in_all_are_told_apart(story: Article) -> None:
    now = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)  # in New York still the day before
    for hours, count in ((0, 1), (20, 10), (47, 100), (24 * 8, 1000)):
        add_reads({story.pk: count}, hour=now - timedelta(hours=hours))
    EarlierReads.objects.create(article=story, count=10_000)

    here = with_reads(Article.objects.all(), zone="UTC", now=now).get()
    there = with_reads(Article.objects.all(), zone="America/New_York", now=now).get()

    assert (here.reads_today, here.reads_of_week, here.reads_in_all) == (1, 111, 11_111)
    assert there.reads_today == 11


def test_the_report_lists_what_was_read_most_and_says_what_is_not_counted(
    desk: Client, write_story: WriteStory
) -> None:
    quiet, loud = write_story("The quiet one"), write_story("The loud one")
    write_story("A mere draft", live=False)
    add_reads({quiet.pk: 3, loud.pk: 4321}, hour=timezone.now())

    page = desk.get(PATH).text

    assert page.index("The loud one") < page.index("The quiet one")
    assert "4,321" in page
    assert "A mere draft" not in page
    assert "Not counted: readers without script" in page
    home = desk.get("/desk/").text
    assert PATH in home
    assert "4,321 reads" in home
    upside_down = desk.get(f"{PATH}?ordering=reads_in_all").text
    assert upside_down.index("The quiet one") < upside_down.index("The loud one")
    assert "The loud one" not in desk.get(f"{PATH}results/?q=quiet").text


def test_the_report_needs_as_many_queries_for_many_stories(
    desk: Client, write_story: WriteStory
) -> None:
    counts = []
    for stories in (1, 6):
        for number in range(stories):
            add_reads({write_story(f"Story {stories} {number}").pk: 5}, hour=timezone.now())
        desk.get(PATH)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PATH).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_reporters_may_see_it_and_whoever_has_nothing_to_do_with_stories_may_not(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, story: Article
) -> None:
    visitor.force_login(staff("rosa", REPORTERS))
    assert visitor.get(PATH).status_code == 200

    visitor.force_login(staff("mo", MODERATORS))
    for path in (PATH, f"{PATH}results/"):
        assert visitor.get(path).status_code == 302
        assert story.title not in visitor.get(path, follow=True).text
        assert stranger.get(path).status_code in (302, 404)
    assert PATH not in visitor.get("/desk/").text
