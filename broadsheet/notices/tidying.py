"""What of the outbox is deleted, and when: docs/handbook/mail.md says it to operators."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from broadsheet.notices.models import Notice, Sending

logger = logging.getLogger(__name__)

# So long the same event is not told twice. Addresses and contents are gone already.
KEEP_ENDED = timedelta(days=30)
# Where nothing could be sent for so long, nobody wants to read it any more.
KEEP_WAITING = timedelta(days=14)


# Whoever writes meanwhile waits for one batch at most.
BATCH = 500


def prune_notices(*, now: datetime) -> None:
    """Delete what was told a month ago, and what could not be for two weeks."""
    _delete(Sending.objects.filter(ended_at__lt=now - KEEP_ENDED))
    given_up = _delete(Notice.objects.filter(sending=None, created_at__lt=now - KEEP_WAITING))
    if given_up:
        logger.error("Notices that have waited for two weeks are given up: %d.", given_up)


def _delete(rows: QuerySet[Any]) -> int:
    deleted = 0
    while pks := list(rows.values_list("pk", flat=True).order_by("pk")[:BATCH]):
        rows.filter(pk__in=pks).delete()
        deleted += len(pks)
    return deleted
