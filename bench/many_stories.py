"""Queries and milliseconds of every kind of page, at 20 and at 5,000 stories.

`python -m bench.many_stories` on SQLite; `python tests/postgres.py python -m bench.many_stories`
on PostgreSQL.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.scratch import found_site, start_django

FEW, MANY = 20, 5_000
RUNS = 5

PAGES = {
    "front": "/",
    "latest": "/stories/",
    "latest, page 100": "/stories/?page=100",
    "topic": "/topics/topic-1/",
    "topic, page 30": "/topics/topic-1/?page=30",
    "author": "/authors/author-1/",
    "a story": "/stories/story-7/",
    "search, a rare word": "/search/?q={rare}",
    "search, a common word": "/search/?q=harbour",
    "search, eight words": "/search/?q=the+harbour+council+{rare}+a+b+c+topic",
    "search, a beginning": "/search/?q=harbour+top",
    "search, a common beginning": "/search/?q=bac",
    "search, page 20": "/search/?q=harbour&page=20",
    "feed": "/feed/",
    "topic's feed": "/topics/topic-1/feed/",
    "sitemap": "/sitemap.xml",
    "sitemap, a part": "/sitemap/2026-1.xml",
    "news sitemap": "/news-sitemap.xml",
    "not found": "/nothing/",
}


def main() -> None:
    with _scratch_site():
        from datetime import UTC, datetime

        from broadsheet.newsroom.search.indexing import index_all
        from tests.many_stories import load_many_stories

        now = datetime(2026, 12, 20, tzinfo=UTC)
        load_many_stories(FEW, now=now)
        index_all()
        few = {name: _measured(path) for name, path in PAGES.items()}
        start = time.perf_counter()
        load_many_stories(MANY - FEW, now=now)
        loaded = time.perf_counter()
        index_all()
        indexed = time.perf_counter()
        print(f"{loaded - start:.1f} s to load, {indexed - loaded:.1f} s to index {MANY:,} stories")
        print(f"{'':28}{FEW:>8,} stories {MANY:>13,} stories")
        for name, path in PAGES.items():
            many = _measured(path)
            print(f"{name:28}{_told(*few[name])} {_told(*many)}")


@contextmanager
def _scratch_site() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("BROADSHEET_TEST_DATABASE", "")
        start_django(Path(folder), database=database)
        found_site()
        yield


def _measured(path: str) -> tuple[int, float, int]:
    """Queries, milliseconds (the median), status."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from broadsheet.newsroom.models import SearchWord

    rare = SearchWord.objects.filter(weight=1).order_by("-word").values_list("word", flat=True)
    path = path.format(rare=rare[0])
    client = Client(HTTP_HOST=settings.SITE_ADDRESS.partition("://")[2])
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    asked = len(queries)  # before the next request forgets them
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - start) * 1000)
    return asked, median(took), response.status_code


def _told(queries: int, milliseconds: float, status: int) -> str:
    return f"{queries:>4} queries {milliseconds:>7.1f} ms {'' if status == 200 else status}"


if __name__ == "__main__":
    main()
