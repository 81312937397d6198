"""Which stories are read most: a ranking that readers see, and that moves only when it differs."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from broadsheet.delivery.keys import READ, touch
from broadsheet.newsroom.cards import public_articles
from broadsheet.newsroom.models import MostRead, ReadsOfHour

WINDOW = timedelta(hours=24)
WHERE_LITTLE = timedelta(hours=48)
MOST_READ = 5
# Fewer make no ranking; what was read less often than this was read by nobody in particular.
LEAST_STORIES = 3
LEAST_READS = 3
LEADING = 4 * MOST_READ  # looked at, should some have been taken down since


def rank(*, now: datetime) -> bool:
    """Bring the ranking up to date, and have the pages that show it follow where it differs.

    :returns: whether it did. Three queries where it did not.
    """
    leading = _leading(now=now)
    before = list(MostRead.objects.order_by("place").values_list("article", flat=True))
    if leading == before:
        return False
    with transaction.atomic():
        MostRead.objects.all().delete()
        MostRead.objects.bulk_create(
            MostRead(place=place, article_id=pk) for place, pk in enumerate(leading, start=1)
        )
        touch(READ)
    return True


def _leading(*, now: datetime) -> list[int]:
    """The ids of the public stories that were read most, first of a day, else of two."""
    last_day = _most_read(since=now - WINDOW)
    found = last_day if len(last_day) >= MOST_READ else _most_read(since=now - WHERE_LITTLE)
    return found if len(found) >= LEAST_STORIES else []


def _most_read(*, since: datetime) -> list[int]:
    hours = ReadsOfHour.objects.filter(hour__gte=since).order_by().values_list("article")
    summed = hours.annotate(total=Sum("count")).filter(total__gte=LEAST_READS)
    ranking = [row[0] for row in summed.order_by("-total", "-article")[:LEADING]]
    seen = set(public_articles().filter(pk__in=ranking).order_by().values_list("pk", flat=True))
    return [pk for pk in ranking if pk in seen][:MOST_READ]
