from datetime import datetime, timedelta
from typing import Any

import pytest

from broadsheet.delivery.models import Touched
from broadsheet.newsroom.banner import take_banner_off
from broadsheet.newsroom.jobs import keep_the_schedule
from broadsheet.newsroom.models import Article, FrontPage, NewsroomSettings

A_MINUTE = timedelta(minutes=1)


def put_up(*, until: datetime | None, article: Article | None = None) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.banner_text, newsroom.banner_until = "The gate has failed.", until
    newsroom.banner_article = article
    newsroom.save()
    Touched.objects.all().delete()


def test_a_banner_goes_by_itself_and_every_page_is_made_anew(story: Article, now: datetime) -> None:
    put_up(until=now, article=story)

    take_banner_off(now=now)

    newsroom = NewsroomSettings.load()
    assert newsroom.banner_text == ""
    assert newsroom.banner_article is None
    assert "site" in Touched.objects.values_list("key", flat=True)


@pytest.mark.parametrize("until", [None, A_MINUTE])
def test_a_banner_stays_until_its_time(
    newsroom: FrontPage, now: datetime, until: timedelta | None
) -> None:
    put_up(until=now + until if until else None)

    take_banner_off(now=now)

    assert NewsroomSettings.load().banner_text == "The gate has failed."
    assert not Touched.objects.exists()


def test_the_worker_looks_for_it(newsroom: FrontPage, now: datetime) -> None:
    put_up(until=now)  # long past, by the clock

    keep_the_schedule.call()

    assert NewsroomSettings.load().banner_text == ""


def test_looking_in_vain_is_one_query(
    newsroom: FrontPage, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        take_banner_off(now=now)
