"""Events of providers: believed only when signed, taken in once, and then looked after.

The look at the provider comes before the transaction and outside it; the event's row and its
effect are written together. An event that cannot be taken in now waits, and a sweep tries again.
"""

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from broadsheet.funding.models import ProviderEvent
from broadsheet.funding.providers.contract import (
    Hint,
    NotFound,
    Provider,
    ProviderError,
    Subject,
    SubjectKind,
)
from broadsheet.funding.settling.rates import NoRate
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.lib.prepared import Prepared, insert

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=6)
# What is not found may be there with the right key: so long an operator has to see it.
NOT_FOUND_FOR = timedelta(days=3)
ERROR_MAX_LENGTH = 200


def take_in_event(
    provider: Provider, *, body: bytes, headers: Mapping[str, str], now: datetime
) -> None:
    """Verify an event and take in what it hints at, now or by the next sweep.

    :raises BadEvent: for one that must not be believed.
    """
    hint = provider.read_event(body, headers, now=now)
    if hint.subject is None or _is_done(provider.name, hint.event):
        return
    follow(provider, hint, now=now)


def follow(provider: Provider, hint: Hint, *, now: datetime) -> bool:
    """Look at what a hint is about and write it down; False where it must wait."""
    if hint.subject is None:
        return True
    try:
        facts = provider.look_at(hint.subject)
        with transaction.atomic():
            _note_done(provider.name, hint, now=now)
            take_in(facts, now=now)
    except Exception as error:  # whatever it is, the event must not be lost, nor hold up others
        return _wait_or_give_up(provider.name, hint, error=error, now=now)
    return True


def waiting(provider: str, *, now: datetime, limit: int) -> list[ProviderEvent]:
    """The events of a provider whose turn has come again, oldest first."""
    rows = ProviderEvent.objects.filter(provider=provider, done_at=None, look_at__lte=now)
    return list(rows.order_by("look_at", "pk")[:limit])


def in_words(error: Exception) -> str:
    """What went wrong. Only our own errors are quoted: others may quote a donor, as a database's.

    Of those the places are logged, which say nothing of anybody.
    """
    if isinstance(error, ProviderError | NoRate):
        return str(error)
    logger.error(
        "%s was not foreseen.\n%s",
        type(error).__name__,
        "".join(traceback.format_tb(error.__traceback__)),
    )
    return type(error).__name__


def hint_of(row: ProviderEvent) -> Hint:
    subject = Subject(SubjectKind(row.subject), row.reference)
    return Hint(row.event, row.kind, subject, is_decline=row.is_decline)


def _is_done(provider: str, event: str) -> bool:
    return bool(_DONE.rows(provider=provider, event=event))


_DONE = Prepared(
    lambda provider, event: (
        ProviderEvent.objects.filter(provider=provider, event=event, done_at__isnull=False)
        .order_by()
        .values_list("id")
    ),
    provider="\x01",
    event="\x02",
)


def _note_done(provider: str, hint: Hint, *, now: datetime, error: str = "") -> None:
    row = _row(provider, hint, now=now)
    row.done_at = now
    row.error = error[:ERROR_MAX_LENGTH]
    if not insert(row, ignore_conflicts=True):
        ProviderEvent.objects.filter(provider=provider, event=hint.event).update(
            done_at=now, look_at=None, error=row.error
        )


def _wait_or_give_up(provider: str, hint: Hint, *, error: Exception, now: datetime) -> bool:
    """Whether it is done with: an event about what is not there is, after some days."""
    words = in_words(error)
    first_told = ProviderEvent.objects.filter(
        provider=provider, event=hint.event, received_at__lte=now - NOT_FOUND_FOR
    )
    if isinstance(error, NotFound) and first_told.exists():
        with transaction.atomic():
            _note_done(provider, hint, now=now, error=words)
        return True
    _let_wait(provider, hint, words=words[:ERROR_MAX_LENGTH], now=now)
    return False


def _let_wait(provider: str, hint: Hint, *, words: str, now: datetime) -> None:
    """Twice as long each time, from half a minute to six hours."""
    with transaction.atomic():
        row = _row(provider, hint, now=now)
        row.look_at, row.looks, row.error = now + timedelta(seconds=30), 1, words
        if insert(row, ignore_conflicts=True):
            return
        stored = ProviderEvent.objects.select_for_update().get(provider=provider, event=hint.event)
        if stored.done_at is None:
            pause = min(timedelta(seconds=30) * 2 ** min(stored.looks, 12), LONGEST_PAUSE)
            stored.look_at, stored.looks, stored.error = now + pause, stored.looks + 1, words
            stored.save(update_fields=["look_at", "looks", "error"])


def _row(provider: str, hint: Hint, *, now: datetime) -> ProviderEvent:
    subject = hint.subject or Subject(SubjectKind.PAYMENT, "")
    return ProviderEvent(
        provider=provider,
        event=hint.event,
        kind=hint.kind[:80],
        subject=subject.kind,
        reference=subject.reference,
        is_decline=hint.is_decline,
        received_at=now,
    )
