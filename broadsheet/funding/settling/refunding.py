"""Refunds that the staff asks for: the wish is written down before the provider hears of it."""

from datetime import datetime

from django.db import transaction

from broadsheet.funding.models import (
    BANK,
    CASH,
    TAKEN_BACK,
    EntryKind,
    Gift,
    GiftChange,
    GiftState,
    Reversal,
    ReversalKind,
    ReversalState,
)
from broadsheet.funding.providers.contract import Refused, Subject, SubjectKind
from broadsheet.funding.providers.registry import provider
from broadsheet.funding.settling.reversals import estimate, write_reversal
from broadsheet.funding.settling.taking_in import take_in, touch_gift
from broadsheet.lib.money import Money
from broadsheet.readers.models import User


class NotRefundable(Exception):
    """It is not settled, or not so much of it is left; its text is for the staff."""


def refundable_minor(gift: Gift) -> int:
    """Of what was charged, what has neither gone back nor is asked to. One query."""
    gone = gift.reversals.filter(state__in=(*TAKEN_BACK, ReversalState.ASKED))
    return gift.charged.amount_minor - sum(gone.values_list("amount_minor", flat=True))


def ask_for_refund(
    gift: Gift,
    *,
    amount: Money,
    by: User,
    why: str,
    now: datetime,
    seen_left_minor: int | None = None,
) -> Reversal:
    """Give back a gift or part of it, the covered fee included in the amount.

    A gift by bank or cash is given back by the staff, so that it is made with being written.
    `seen_left_minor` is what was left of it when somebody decided: the same form sent twice gives
    back once.

    :raises NotRefundable: for more than is left of it, or where less is left than was seen.
    :raises ProviderError: when the provider did not do it; a sweep asks again.
    """
    reversal = _write_down(
        gift, amount=amount, seen_left_minor=seen_left_minor, by=by, why=why, now=now
    )
    if gift.provider not in (BANK, CASH):
        carry_out(reversal, now=now)
    return reversal


def carry_out(reversal: Reversal, *, now: datetime) -> None:
    """Have the provider make a refund that was asked for, and take in what became of it.

    Looks first: keys are forgotten after a day, what is made is not.

    :raises ProviderError: when the provider did not do it.
    """
    gift = reversal.gift
    its_provider = provider(gift.provider)
    subject = Subject(SubjectKind.PAYMENT, gift.payment)
    take_in(its_provider.look_at(subject), now=now)
    reversal.refresh_from_db()
    if reversal.state != ReversalState.ASKED:
        return
    try:
        its_provider.refund(
            payment=gift.payment,
            amount=Money(reversal.amount_minor, gift.currency),
            token=str(reversal.token),
        )
    except Refused:
        Reversal.objects.filter(pk=reversal.pk, state=ReversalState.ASKED).update(
            state=ReversalState.FAILED
        )
        raise
    take_in(its_provider.look_at(subject), now=now)
    reversal.refresh_from_db()


@transaction.atomic
def _write_down(
    gift: Gift, *, amount: Money, seen_left_minor: int | None, by: User, why: str, now: datetime
) -> Reversal:
    gift = Gift.objects.select_for_update(no_key=True).get(pk=gift.pk)
    if gift.state != GiftState.SETTLED or amount.currency != gift.currency:
        raise NotRefundable("Only a settled gift can be given back, in its own currency.")
    left = refundable_minor(gift)
    if seen_left_minor not in (None, left) or not 0 < amount.amount_minor <= left:
        raise NotRefundable("So much is not left of it.")
    is_manual = gift.provider in (BANK, CASH)
    reversal = Reversal.objects.create(
        gift=gift,
        kind=ReversalKind.REFUND,
        state=ReversalState.MADE if is_manual else ReversalState.ASKED,
        provider=gift.provider,
        amount_minor=amount.amount_minor,
        why=why,
        asked_by=by,
        created_at=now,
    )
    what = f"refund of {amount.amount} {amount.currency}"
    GiftChange.objects.create(gift=gift, at=now, by=by, what=what, why=why)
    if is_manual:
        _enter(reversal, now=now)
    return reversal


def _enter(reversal: Reversal, *, now: datetime) -> None:
    source = f"refund:{reversal.token}"
    write_reversal(reversal, estimate(reversal), kind=EntryKind.REFUND, source=source, now=now)
    touch_gift(reversal.gift)
