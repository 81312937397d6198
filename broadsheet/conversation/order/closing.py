"""Conversations that close by time: their pages have to say so when the moment comes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from broadsheet.conversation.models import Discussion
from broadsheet.conversation.order.rulebook import stored_rules
from broadsheet.delivery.keys import last_touched, thread_key, touch
from broadsheet.newsroom.models import Article

# A worker that did not run for so long finds what it has missed.
LOOK_BACK = timedelta(days=1)


@transaction.atomic
def notice_closed(*, now: datetime) -> int:
    """Touch the conversations whose time has ended and whose pages were made before; how many.

    Four queries, however many stories there are.
    """
    ended = _ended(now=now)
    touched = last_touched(thread_key(article_id) for article_id in ended)
    late = [
        thread_key(article_id)
        for article_id, closes_at in ended.items()
        if (at := touched.get(thread_key(article_id))) is None or at < closes_at
    ]
    if late:
        touch(*late)
    return len(late)


def _ended(*, now: datetime) -> dict[int, datetime]:
    """When the conversations closed that have done so within the last day, by story."""
    site_days = stored_rules().closes_after_days
    own_days = Discussion.objects.exclude(closes_after_days=None).order_by()
    days = set(own_days.values_list("closes_after_days", flat=True).distinct())
    wanted = Q(pk=None)
    for number in filter(None, days):
        wanted |= Q(discussion__closes_after_days=number) & _published(number, now=now)
    if site_days is not None:
        wanted |= Q(discussion__closes_after_days=None) & _published(site_days, now=now)
    found = Article.objects.live().filter(wanted)
    rows = found.values_list("pk", "first_published_at", "discussion__closes_after_days")
    return {
        pk: published_at + timedelta(days=own or site_days or 0) for pk, published_at, own in rows
    }


def _published(days: int, *, now: datetime) -> Q:
    closed = now - timedelta(days=days)
    return Q(first_published_at__gt=closed - LOOK_BACK, first_published_at__lte=closed)
