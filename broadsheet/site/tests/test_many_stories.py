"""A page asks the database as often for three hundred stories as for twenty."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.newsroom.models import FrontPage
from broadsheet.newsroom.search.indexing import index_all
from tests.many_stories import load_many_stories

PATHS = (
    "/",
    "/stories/",
    "/topics/topic-1/",
    "/authors/author-1/",
    "/stories/story-1/",
    "/search/?q=the+harbour+top",
    "/feed/",
    "/topics/topic-1/feed/atom/",
    "/sitemap.xml",
    "/sitemap/pages.xml",
    "/sitemap/2026-1.xml",
    "/news-sitemap.xml",
    "/nothing/",
)


def test_no_page_asks_more_often_for_more_stories(visitor: Client, newsroom: FrontPage) -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    load_many_stories(20, now=now)
    index_all()
    few = dict(_queries(visitor))

    load_many_stories(280, now=now)
    index_all()

    assert dict(_queries(visitor)) == few
    assert max(few.values()) <= 15


def _queries(visitor: Client) -> Iterator[tuple[str, int]]:
    for path in ("/", "/stories/story-1/"):  # what is remembered from one page to the next
        visitor.get(path)
    for path in PATHS:
        with CaptureQueriesContext(connection) as queries:
            visitor.get(path)
        yield path, len(queries)
