"""Keeping reads: a row for a story and an hour, and a total of what is older than some weeks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Sum
from django.urls import Resolver404, resolve

from broadsheet.delivery.reads import PagesRead
from broadsheet.newsroom.models import Article, EarlierReads, ReadsOfHour

KEEP_HOURS = timedelta(weeks=5)
# Within what every database takes as parameters of one statement.
SLUGS_A_QUERY = 500


def keep_reads(event: PagesRead) -> None:
    """Add what was read to the rows of its hour, within the transaction of the event.

    One query and one statement for some hundred stories; what is no story counts nowhere.
    """
    add_reads(_by_story(event.counts), hour=event.until)


def add_reads(counts: Mapping[int, int], *, hour: datetime) -> None:
    """Count reads of stories, by their ids, in the hour that `hour` falls into."""
    start = hour.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    _add(
        ReadsOfHour(article_id=pk, hour=start, count=count)
        # In one order, so that no two processes wait for each other.
        for pk, count in sorted(counts.items())
    )


def fold_old_hours(*, now: datetime) -> int:
    """Put what is older than some weeks into each story's total; returns how many rows went."""
    old = ReadsOfHour.objects.filter(hour__lt=now - KEEP_HOURS)
    with transaction.atomic():
        rows = list(old.select_for_update().values_list("pk", "article", "count"))
        totals: Counter[int] = Counter()
        for _pk, article_id, count in rows:
            totals[article_id] += count
        _add(EarlierReads(article_id=pk, count=count) for pk, count in sorted(totals.items()))
        # No row of an hour so long ago is added to any more.
        old.delete()
    return len(rows)


def reads_in_all(article_id: int) -> int:
    """How often a story was read since it is counted. Two queries."""
    recent = ReadsOfHour.objects.filter(article=article_id).aggregate(total=Sum("count"))
    earlier = EarlierReads.objects.filter(pk=article_id).values_list("count", flat=True)
    return (recent["total"] or 0) + (earlier.first() or 0)


def _by_story(counts: Mapping[str, int]) -> Counter[int]:
    by_slug: Counter[str] = Counter()
    for path, count in counts.items():
        if slug := _slug_of(path):
            by_slug[slug] += count
    by_id: Counter[int] = Counter()
    slugs = sorted(by_slug)
    for start in range(0, len(slugs), SLUGS_A_QUERY):
        found = Article.objects.filter(slug__in=slugs[start : start + SLUGS_A_QUERY]).order_by()
        by_id.update({pk: by_slug[slug] for pk, slug in found.values_list("pk", "slug")})
    return by_id


def _slug_of(path: str) -> str:
    """The slug in a story's live address; empty for any other path."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return str(found.kwargs["slug"]) if found.url_name == "live" else ""


def _add(rows: Iterable[models.Model]) -> None:
    """Insert rows, or add their counts to those that are there: Django has no such statement."""
    listed: list[Any] = list(rows)
    if not listed:
        return
    meta = type(listed[0])._meta
    fields: list[Any] = [f for f in meta.concrete_fields if not f.generated and f.name != "id"]
    quote = connection.ops.quote_name
    table, count = quote(meta.db_table), quote("count")
    columns = ", ".join(quote(field.column) for field in fields)
    key = ", ".join(quote(field.column) for field in fields if field.name != "count")
    marks = ", ".join(["%s"] * len(fields))
    # Names of our own tables and columns alone; what is written goes as parameters.
    sql = (
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) "  # noqa: S608
        f"ON CONFLICT ({key}) DO UPDATE SET {count} = {table}.{count} + excluded.{count}"
    )
    values = [
        [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields] for row in listed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
