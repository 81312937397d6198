"""Which letter goes next: what is due is gathered, within what one address can be asked to take."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from broadsheet.notices.models import OPEN_STATES, Notice, Sending, SendingState
from broadsheet.notices.outbox import GATHER

LEASE = timedelta(minutes=5)
# After a letter of a group, its next one waits so long: a heated hour makes four, not sixty.
GROUP_PAUSE = timedelta(minutes=15)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LETTERS_A_DAY = 20
URGENT_LETTERS_AN_HOUR = 5
# Sent once more after a worker died over it: twice at most, whoever is to blame.
LEASES_TO_LOSE = 1


def is_anything_due(*, now: datetime) -> bool:
    """Whether a letter is to be made or tried again. Two queries."""
    return _due_notices(now=now).exists() or _due_sendings(now=now).exists()


def next_sending(*, now: datetime) -> Sending | None:
    """Claim the next letter for this worker: an urgent one, one to be tried again, or a new one."""
    return (
        _gather_next(_due_notices(now=now).filter(is_urgent=True), now=now)
        or _claim_next(now=now)
        or _gather_next(_due_notices(now=now), now=now)
    )


def is_over_urgent_cap(sending: Sending, *, now: datetime) -> bool:
    """Whether the address has had its urgent letters of this hour: somebody orders codes for it."""
    if not sending.is_urgent:
        return False
    others = _others(sending).filter(is_urgent=True, gathered_at__gt=now - HOUR)
    return others.exclude(state=SendingState.DROPPED).count() >= URGENT_LETTERS_AN_HOUR


def _due_notices(*, now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(sending=None, due_at__lte=now)


def _due_sendings(*, now: datetime) -> QuerySet[Sending]:
    waiting = Q(state=SendingState.WAITING, retry_at__lte=now)
    return Sending.objects.filter(waiting | Q(state=SendingState.RUNNING, leased_until__lt=now))


def _claim_next(*, now: datetime) -> Sending | None:
    for sending in _due_sendings(now=now).order_by("-is_urgent", "retry_at", "id")[:10]:
        is_lost = sending.state == SendingState.RUNNING
        # The condition on attempts lets one of several workers win, without a lock.
        claimed = _due_sendings(now=now).filter(pk=sending.pk, attempts=sending.attempts)
        if claimed.update(
            state=SendingState.RUNNING,
            leased_until=now + LEASE,
            attempts=F("attempts") + 1,
            lost_leases=F("lost_leases") + int(is_lost),
        ):
            return Sending.objects.get(pk=sending.pk)
    return None


def _gather_next(due: QuerySet[Notice], *, now: datetime) -> Sending | None:
    while first := due.order_by("-is_urgent", "due_at", "id").first():
        # Each turn either makes a letter or moves what cannot be sent yet out of the way.
        sending = _gather(first, now=now)
        if sending is not None:
            return sending
    return None


def _gather(first: Notice, *, now: datetime) -> Sending | None:
    """Bind all that waits in the group of `first` to one letter, unless it must wait."""
    try:
        with transaction.atomic():
            # First of all, since only one of several workers can add it.
            sending = _open_sending(first, now=now)
            _refuse_too_early(sending, now=now)
            if not _waiting_in_group(first).update(sending=sending):
                transaction.set_rollback(True)  # another worker was faster
                return None
    except IntegrityError:
        _postpone(_waiting_in_group(first), until=_end_of_open(first, now=now))
        return None
    except _TooEarlyError as early:
        _postpone(early.notices, until=early.until)
        return None
    return sending


def _open_sending(first: Notice, *, now: datetime) -> Sending:
    return Sending.objects.create(
        address=first.address,
        address_key=first.address_key,
        kind=first.kind,
        group=first.group,
        is_urgent=first.is_urgent,
        gathered_at=now,
        retry_at=now,
        leased_until=now + LEASE,
    )


class _TooEarlyError(Exception):
    """These notices wait until then."""

    def __init__(self, notices: QuerySet[Notice], until: datetime) -> None:
        self.notices = notices
        self.until = until


def _refuse_too_early(sending: Sending, *, now: datetime) -> None:
    if sending.is_urgent:
        return
    mine = Notice.objects.filter(sending=None, is_urgent=False, address_key=sending.address_key)
    others = _others(sending).filter(is_urgent=False)
    today = others.filter(gathered_at__gt=now - DAY, state__in=[*OPEN_STATES, SendingState.SENT])
    full = today.order_by("-gathered_at", "-id")[LETTERS_A_DAY - 1 : LETTERS_A_DAY].first()
    if full is not None:
        raise _TooEarlyError(mine, full.gathered_at + DAY)
    group = others.filter(kind=sending.kind, group=sending.group, state=SendingState.SENT)
    last = group.filter(ended_at__gt=now - GROUP_PAUSE).order_by("-ended_at", "-id").first()
    if last is not None and last.ended_at is not None:
        raise _TooEarlyError(
            mine.filter(kind=sending.kind, group=sending.group), last.ended_at + GROUP_PAUSE
        )


def _others(sending: Sending) -> QuerySet[Sending]:
    return Sending.objects.filter(address_key=sending.address_key).exclude(pk=sending.pk)


def _waiting_in_group(first: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(
        sending=None,
        address_key=first.address_key,
        kind=first.kind,
        group=first.group,
        is_urgent=first.is_urgent,
    )


def _end_of_open(first: Notice, *, now: datetime) -> datetime:
    """When the group's letter that is under way is tried again: no other one is made before."""
    underway = Sending.objects.filter(
        address_key=first.address_key,
        kind=first.kind,
        group=first.group,
        is_urgent=first.is_urgent,
        state__in=OPEN_STATES,
    ).first()
    soon = now + GATHER
    return max(soon, underway.retry_at) if underway else soon


def _postpone(notices: QuerySet[Notice], *, until: datetime) -> None:
    notices.filter(due_at__lt=until).update(due_at=until)
