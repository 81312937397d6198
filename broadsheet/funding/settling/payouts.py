"""Payouts: what a provider sends to the bank, and whether every line of it is ours.

A payout moves money from the provider's account to the bank's. Its lines are compared with the
ledger; what matches nothing waits for a person, as a monthly fee of the provider does.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from broadsheet.funding.ledger.book import FEES, LOSSES, Draft, Line, is_written, write
from broadsheet.funding.models import (
    BANK,
    EntryKind,
    Gift,
    GiftState,
    Payout,
    PayoutState,
    Reversal,
    UnmatchedLine,
)
from broadsheet.funding.providers.contract import BalanceLine, PayoutFacts
from broadsheet.funding.settling.arithmetic import negative
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

# Where a person may place an unmatched line.
PLACES = (FEES, LOSSES, BANK)


def take_in_payout(facts: PayoutFacts, *, now: datetime) -> Payout:
    """Write a payout down; its money is in the bank once it is paid, and back when it failed."""
    payout, _ = Payout.objects.select_for_update(no_key=True).get_or_create(
        provider=facts.provider,
        reference=facts.reference,
        defaults={
            "currency": facts.amount.currency,
            "amount_minor": facts.amount.amount_minor,
            "state": PayoutState.UNDER_WAY,
            "arrives_on": facts.arrives_on,
        },
    )
    source = f"payout:{facts.provider}:{facts.reference}"
    # One that failed stays so: what was seen before may be told after it.
    is_paid = facts.state == PayoutState.PAID and payout.state != PayoutState.FAILED
    if is_paid and not is_written(source):
        _move(facts, source=source, sign=1, now=now)
    has_come_back = facts.state == PayoutState.FAILED and is_written(source)
    if has_come_back and not is_written(f"{source}:back"):
        _move(facts, source=f"{source}:back", sign=-1, now=now)
    if payout.state != PayoutState.FAILED and payout.state != facts.state:
        payout.state = facts.state
        payout.save(update_fields=["state"])
    return payout


@transaction.atomic
def reconcile(payout: Payout, lines: Iterable[BalanceLine], *, now: datetime) -> int:
    """Compare the lines a payout is made of with the ledger; returns how many match nothing."""
    unmatched = note_unmatched(payout.provider, lines, payout=payout, now=now)
    payout.reconciled_at = now
    payout.save(update_fields=["reconciled_at"])
    return unmatched


def note_unmatched(
    provider: str, lines: Iterable[BalanceLine], *, payout: Payout | None, now: datetime
) -> int:
    """Write down the lines of a balance that belong to nothing of ours; how many there are."""
    lines = list(lines)
    known = _known(provider, [line.subject for line in lines if line.subject])
    strange = [line for line in lines if line.subject not in known]
    UnmatchedLine.objects.bulk_create(
        [
            UnmatchedLine(
                provider=provider,
                reference=line.reference,
                payout=payout,
                kind=line.kind,
                words=line.words[:200],
                currency=line.net.currency,
                amount_minor=line.net.amount_minor,
                seen_at=now,
            )
            for line in strange
        ],
        ignore_conflicts=True,
    )
    return len(strange)


class AlreadyPlaced(Exception):
    """Somebody else has placed the line."""


@transaction.atomic
def place(line: UnmatchedLine, *, account: str, by: User, why: str, now: datetime) -> None:
    """Enter an unmatched line as what it was: a fee, a loss, or money of the bank.

    :raises AlreadyPlaced: when it has been, or when its payment has settled a gift since.
    """
    line = UnmatchedLine.objects.select_for_update().get(pk=line.pk)
    has_settled = bool(line.words) and Gift.objects.filter(
        provider=line.provider, payment=line.words, state=GiftState.SETTLED
    )
    if line.placed_at is not None or has_settled:
        raise AlreadyPlaced
    money = Money(line.amount_minor, line.currency)
    write(
        Draft(
            kind=EntryKind.FEE if account == FEES else EntryKind.ADJUSTMENT,
            source=f"line:{line.provider}:{line.reference}",
            lines=[
                Line(line.provider, money),
                Line(account, negative(money)),
            ],
        ),
        now=now,
    )
    line.placed_at, line.placed_by, line.why = now, by, why
    line.save()


def _move(facts: PayoutFacts, *, source: str, sign: int, now: datetime) -> None:
    amount = facts.amount.amount_minor * sign
    currency = facts.amount.currency
    write(
        Draft(
            kind=EntryKind.PAYOUT,
            source=source,
            lines=[
                Line(BANK, Money(amount, currency)),
                Line(facts.provider, Money(-amount, currency)),
            ],
        ),
        now=now,
    )


def _known(provider: str, subjects: list[str]) -> set[str]:
    gifts = Gift.objects.filter(provider=provider, payment__in=subjects, state=GiftState.SETTLED)
    reversals = Reversal.objects.filter(provider=provider, reference__in=subjects)
    payouts = Payout.objects.filter(Q(provider=provider), reference__in=subjects)
    return {
        *gifts.values_list("payment", flat=True),
        *reversals.values_list("reference", flat=True),
        *payouts.values_list("reference", flat=True),
    }
