"""How often stories are read: kept by the hour, and the most read listed for readers."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.delivery import reads
from broadsheet.delivery.models import Touched
from broadsheet.lib.events import publish
from broadsheet.newsroom.models import (
    Article,
    EarlierReads,
    FrontPage,
    MostRead,
    NewsroomSettings,
    ReadsOfHour,
)
from broadsheet.newsroom.queries import front_page
from broadsheet.newsroom.reads.keeping import add_reads, fold_old_hours, reads_in_all
from broadsheet.newsroom.reads.ranking import rank

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def four(write_story: WriteStory) -> list[Article]:
    return [write_story(f"Story {number}") for number in range(4)]


def read(counts: dict[str, int], *, at: datetime) -> None:
    with transaction.atomic():
        publish(reads.PagesRead(counts=counts, until=at))


def live_path(story: Article) -> str:
    return f"/stories/{story.slug}/live.json"


def headlines() -> list[str]:
    return [card.headline for card in front_page(newsroom=NewsroomSettings.load()).most_read]


def rows() -> set[tuple[int, datetime, int]]:
    return set(ReadsOfHour.objects.values_list("article", "hour", "count"))


def test_reads_are_added_up_by_story_and_hour(four: list[Article], now: datetime) -> None:
    first, second = four[:2]
    elsewhere = {"/stories/gone/live.json": 5, f"/stories/{first.slug}/": 7, "/nowhere": 1}

    read({live_path(first): 2, live_path(second): 1} | elsewhere, at=now)
    read({live_path(first): 3}, at=now + timedelta(minutes=59))
    read({live_path(first): 4}, at=now + AN_HOUR)

    assert rows() == {(first.pk, now, 5), (second.pk, now, 1), (first.pk, now + AN_HOUR, 4)}


def test_a_thousand_stories_take_few_statements(
    story: Article, now: datetime, django_assert_max_num_queries: object
) -> None:
    counts = {f"/stories/gone-{number}/live.json": 1 for number in range(900)}

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        read(counts | {live_path(story): 1}, at=now)

    assert reads_in_all(story.pk) == 1


def test_old_hours_become_a_total(four: list[Article], now: datetime) -> None:
    first, second = four[:2]
    for weeks in (7, 6, 1):
        add_reads({first.pk: weeks}, hour=now - timedelta(weeks=weeks))

    assert fold_old_hours(now=now) == 2
    assert fold_old_hours(now=now + timedelta(weeks=6)) == 1

    assert not rows()
    assert EarlierReads.objects.get().count == reads_in_all(first.pk) == 14
    assert reads_in_all(second.pk) == 0


def test_a_request_of_a_readers_page_counts(visitor: Client, story: Article, now: datetime) -> None:
    reads._counter.take()

    plain = visitor.get(live_path(story), HTTP_USER_AGENT=BROWSER)
    counted = visitor.get(f"{live_path(story)}?read", HTTP_USER_AGENT=BROWSER)
    missing = visitor.get("/stories/none/live.json?read", HTTP_USER_AGENT=BROWSER)
    reads.hand_over(now=now)

    assert counted.json() == plain.json()
    assert counted.headers["Cache-Control"] == "no-store"
    assert missing.status_code == 404
    assert rows() == {(story.pk, now, 1)}


def test_the_most_read_stand_on_the_front_page_in_their_order(
    visitor: Client, four: list[Article], now: datetime
) -> None:
    add_reads({story.pk: 10 * n + 3 for n, story in enumerate(four)}, hour=now)

    rank(now=now)
    page = visitor.get("/")

    listed = page.text.split("Most read")[1].split("</ol>")[0]
    places = [listed.index(f"Story {n}") for n in (3, 2, 1, 0)]
    assert places == sorted(places)
    assert "read" in page.headers["Surrogate-Key"].split()


def test_two_stories_make_no_ranking(four: list[Article], now: datetime) -> None:
    add_reads({four[0].pk: 900, four[1].pk: 800, four[2].pk: 2}, hour=now)

    assert not rank(now=now)
    assert headlines() == []


def test_readers_pages_change_only_where_the_ranking_does(
    four: list[Article], now: datetime
) -> None:
    add_reads({story.pk: 10 * n + 3 for n, story in enumerate(four)}, hour=now)
    rank(now=now)
    Touched.objects.all().delete()

    add_reads({four[3].pk: 1}, hour=now)
    assert not rank(now=now)
    assert not Touched.objects.exists()

    add_reads({four[0].pk: 100}, hour=now)
    assert rank(now=now)
    assert list(Touched.objects.values_list("key", flat=True)) == ["read"]
    assert headlines()[0] == "Story 0"


def test_a_second_day_counts_where_the_last_has_little(four: list[Article], now: datetime) -> None:
    add_reads({story.pk: 50 for story in four}, hour=now - timedelta(hours=30))
    add_reads({four[0].pk: 3}, hour=now)
    assert rank(now=now)
    assert headlines()[0] == "Story 0"

    assert rank(now=now + timedelta(hours=30))

    assert headlines() == []


def test_a_story_that_is_taken_down_leaves_the_list_at_once(
    four: list[Article], now: datetime
) -> None:
    add_reads({story.pk: 9 for story in four}, hour=now)
    rank(now=now)

    four[0].unpublish()
    assert headlines() == ["Story 3", "Story 2", "Story 1"]
    rank(now=now)
    four[1].unpublish()

    assert headlines() == []
    assert MostRead.objects.count() == 3


def test_editors_can_leave_out_the_most_read(
    visitor: Client, newsroom: FrontPage, four: list[Article], now: datetime
) -> None:
    add_reads({story.pk: 9 for story in four}, hour=now)
    rank(now=now)
    assert "Most read" in visitor.get("/").text

    newsroom.shows_most_read = False
    newsroom.save()
    page = visitor.get("/")

    assert "Most read" not in page.text
    assert "read" not in page.headers["Surrogate-Key"].split()
