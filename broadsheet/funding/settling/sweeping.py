"""The sweep: asks the providers about everything that should have moved and has not.

Whatever was lost (an event, an answer, a process in the middle of something), one sweep puts
right, since each step leaves a row that says what is still to be done. It waits for answers, so
it is a job of the queue, and holds no transaction while it does.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Q

from broadsheet.funding.models import (
    Gift,
    GiftState,
    Payout,
    PayoutState,
    ProviderEvent,
    RegularGift,
    RegularState,
    Reversal,
    ReversalState,
)
from broadsheet.funding.providers.contract import (
    Hint,
    NotFound,
    Provider,
    Subject,
    SubjectKind,
)
from broadsheet.funding.settling import refunding, regulars
from broadsheet.funding.settling.incoming import follow, hint_of, in_words, waiting
from broadsheet.funding.settling.payouts import reconcile
from broadsheet.funding.settling.pledging import find_or_begin, order_of
from broadsheet.funding.settling.taking_in import take_in

logger = logging.getLogger(__name__)

T = TypeVar("T")

# One sweep asks about so many things of a kind; the next goes on.
AT_ONCE = 200
# Events are asked for from a little before the newest that has come: they arrive in any order.
OVERLAP = timedelta(hours=1)
FIRST_TIME = timedelta(days=3)
# A donor who has not paid within two days of our asking has left.
GIVE_UP_AFTER = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=6)


def sweep(provider: Provider, *, now: datetime) -> None:
    """Bring all that waits on one provider up to date, as far as it answers."""
    _take_in_missed(provider, now=now)
    _each(
        waiting(provider.name, now=now, limit=AT_ONCE),
        lambda row: follow(provider, hint_of(row), now=now),
    )
    _each(_stale_gifts(provider, now=now), lambda gift: _look_at(provider, gift, now=now))
    _each(_asked_refunds(provider), lambda asked: refunding.carry_out(asked, now=now))
    _each(_asked_changes(provider), lambda regular: regulars.carry_out(regular, now=now))
    _each(_paid_payouts(provider), lambda payout: _reconcile(provider, payout, now=now))


def _each(rows: Iterable[T], act: Callable[[T], object]) -> None:
    """One that fails does not keep the others waiting."""
    for row in rows:
        try:
            act(row)
        except Exception as error:  # also what nobody foresaw
            logger.warning("The sweep leaves %s: %s", row, in_words(error))


def _take_in_missed(provider: Provider, *, now: datetime) -> None:
    """Every event since the newest we know, whether it was delivered or not.

    One that came "later" than now was written down when our clock was ahead.
    """
    try:
        since = _known_until(provider, now=now) - OVERLAP
        hints = [hint for hint in provider.hints_since(since) if hint.subject is not None]
    except Exception as error:
        logger.warning("The events of %s cannot be listed: %s", provider.name, in_words(error))
        return
    known = set(
        ProviderEvent.objects.filter(
            provider=provider.name, event__in=[hint.event for hint in hints]
        ).values_list("event", flat=True)
    )
    _each([hint for hint in hints if hint.event not in known], _follower(provider, now=now))


def _known_until(provider: Provider, *, now: datetime) -> datetime:
    """When the newest event came; before any has, some days ago or the first gift."""
    newest = ProviderEvent.objects.filter(provider=provider.name).order_by("-received_at").first()
    if newest is not None:
        return min(newest.received_at, now)
    first = Gift.objects.filter(provider=provider.name).order_by("created_at", "pk").first()
    return min(first.created_at, now - FIRST_TIME) if first else now - FIRST_TIME


def _follower(provider: Provider, *, now: datetime) -> Callable[[Hint], object]:
    return lambda hint: follow(provider, hint, now=now)


def _stale_gifts(provider: Provider, *, now: datetime) -> list[Gift]:
    rows = Gift.objects.filter(provider=provider.name, look_at__lte=now)
    return list(rows.select_related("donor", "regular", "campaign").order_by("look_at")[:AT_ONCE])


def _look_at(provider: Provider, gift: Gift, *, now: datetime) -> None:
    """What is not found is asked for again, too: the key may be a wrong one just now."""
    _look_again_later(gift, now=now)
    try:
        take_in(provider.look_at(_subject_of(gift, now=now)), now=now)
    except NotFound:
        _give_up_in_the_end(gift, now=now)
        raise
    _give_up_in_the_end(gift, now=now)


def _subject_of(gift: Gift, *, now: datetime) -> Subject:
    """Its checkout; else its payment, which an event may have told of; else one is begun."""
    if gift.checkout:
        return Subject(SubjectKind.CHECKOUT, gift.checkout)
    if gift.payment:
        return Subject(SubjectKind.PAYMENT, gift.payment)
    order = order_of(gift, title=str(gift.campaign or ""), language="")
    begun = find_or_begin(order, gift, now=now)
    Gift.objects.filter(pk=gift.pk, checkout="").update(
        checkout=begun.reference, checkout_url=begun.url
    )
    return Subject(SubjectKind.CHECKOUT, begun.reference)


def _look_again_later(gift: Gift, *, now: datetime) -> None:
    """Twice as late each time."""
    pause = min(timedelta(minutes=2) * 2 ** min(gift.looks, 10), LONGEST_PAUSE)
    Gift.objects.filter(pk=gift.pk).update(look_at=now + pause, looks=gift.looks + 1)


def _give_up_in_the_end(gift: Gift, *, now: datetime) -> None:
    """One that was looked at, and is not paid or not there for days, has expired.

    Whatever else fails, as a missing rate, may be mended: it may be paid already.
    """
    if now - gift.created_at > GIVE_UP_AFTER:
        Gift.objects.filter(pk=gift.pk, state=GiftState.PENDING).update(
            state=GiftState.EXPIRED, look_at=None
        )


def _asked_refunds(provider: Provider) -> list[Reversal]:
    rows = Reversal.objects.filter(provider=provider.name, state=ReversalState.ASKED)
    return list(rows.select_related("gift").order_by("pk")[:AT_ONCE])


def _asked_changes(provider: Provider) -> list[RegularGift]:
    asked = Q(is_ending=True) | Q(wanted_minor__isnull=False)
    rows = RegularGift.objects.filter(asked, provider=provider.name).exclude(reference="")
    return list(rows.exclude(state=RegularState.ENDED).order_by("pk")[:AT_ONCE])


def _paid_payouts(provider: Provider) -> list[Payout]:
    rows = Payout.objects.filter(
        provider=provider.name, state=PayoutState.PAID, reconciled_at__isnull=True
    )
    # The newest first: of what was paid out by hand the provider never tells what it is made of.
    return list(rows.order_by("-pk")[:AT_ONCE])


def _reconcile(provider: Provider, payout: Payout, *, now: datetime) -> None:
    lines = list(provider.lines_of_payout(payout.reference))  # it is asked outside a transaction
    reconcile(payout, lines, now=now)
