"""Checking the ledger against what the providers say: payment by payment, line by line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Sum

from broadsheet.funding.ledger.book import is_written
from broadsheet.funding.models import (
    REVERSAL_KINDS,
    TAKEN_BACK,
    Gift,
    GiftState,
    Payout,
    PayoutState,
    Posting,
    Reversal,
    UnmatchedLine,
)
from broadsheet.funding.providers.contract import (
    BalanceLine,
    Booked,
    DisputeFacts,
    NotFound,
    PaymentFacts,
    PaymentState,
    PayoutFacts,
    Provider,
    ProviderError,
    RefundFacts,
    Subject,
    SubjectKind,
)
from broadsheet.funding.providers.registry import FOLDERS, active_name, provider
from broadsheet.lib.money import Money

LINES_AT_ONCE = 200

Sums = dict[str, int]


def differences_with_providers(*, since: datetime) -> Iterator[str]:
    """All that does not agree with those who hold the money, and who of them did not answer."""
    for name in _concerned():
        its_provider = provider(name)
        closed = its_provider.why_closed()
        if closed:
            yield f"{name} could not be asked: {closed}"
            continue
        try:
            yield from _payments(its_provider, since=since)
            yield from _lines(its_provider, since=since)
            yield from _payouts(its_provider, since=since)
        except ProviderError as error:
            yield f"{name} could not be asked: {error}"


def _concerned() -> list[str]:
    """Whose money is in the ledger, and who takes gifts now, unless nothing was ever given."""
    with_money = set(
        Posting.objects.filter(account__in=FOLDERS).order_by().values_list("account", flat=True)
    )
    if not provider(active_name()).why_closed():
        with_money.add(active_name())
    return sorted(with_money)


def _payments(its_provider: Provider, *, since: datetime) -> Iterator[str]:
    gifts = Gift.objects.filter(
        provider=its_provider.name, state=GiftState.SETTLED, settled_at__gte=since
    )
    for gift in gifts.order_by("pk").iterator():
        try:
            facts = its_provider.look_at(Subject(SubjectKind.PAYMENT, gift.payment))
        except NotFound:
            yield f"Gift {gift.pk}: {its_provider.name} knows no payment {gift.payment}."
            continue
        if isinstance(facts, PaymentFacts):
            yield from _payment(gift, facts)


def _payment(gift: Gift, facts: PaymentFacts) -> Iterator[str]:
    if facts.state is not PaymentState.PAID:
        yield f"Gift {gift.pk} has settled here; at {facts.provider} it is {facts.state}."
        return
    if facts.paid != gift.charged:
        here, there = _written(gift.charged), _written(facts.paid)
        yield f"Gift {gift.pk}: {here} here, {there} at {facts.provider}."
    backs: list[RefundFacts | DisputeFacts] = [*facts.refunds, *facts.disputes]
    gone = sum(back.amount.amount_minor for back in backs if back.state in TAKEN_BACK)
    entries = gift.entries.filter(kind__in=REVERSAL_KINDS)
    entered = entries.aggregate(sum=Sum("charged_minor"))["sum"] or 0
    if gone != -entered:
        here = _written(Money(-entered, gift.currency))
        there = _written(Money(gone, gift.currency))
        yield f"Gift {gift.pk}: {here} went back here, {there} at {facts.provider}."
    bookings = _bookings(facts)
    if bookings is not None and _net(bookings) != _on_account(gift):
        here_all, there_all = _said(_on_account(gift)), _said(_net(bookings))
        yield f"Gift {gift.pk}: {here_all} on the account here, {there_all} there."


def _bookings(facts: PaymentFacts) -> list[Booked] | None:
    """All that it did to the balance; None while something of it is not booked yet."""
    parts = [facts.booked]
    for refund in facts.refunds:
        parts += [refund.booked] if refund.state in TAKEN_BACK else [refund.booked, refund.returned]
    for dispute in facts.disputes:
        parts += (
            [dispute.taken] if dispute.state in TAKEN_BACK else [dispute.taken, dispute.returned]
        )
    return None if None in parts else [part for part in parts if part is not None]


def _net(bookings: Iterable[Booked]) -> Sums:
    sums: Sums = defaultdict(int)
    for booked in bookings:
        sums[booked.gross.currency] += booked.gross.amount_minor - booked.fee.amount_minor
    return _moved(sums)


def _on_account(gift: Gift) -> Sums:
    lines = Posting.objects.filter(entry__gift=gift, account=gift.provider).order_by()
    return _moved(dict(lines.values_list("currency").annotate(Sum("amount_minor"))))


def _moved(sums: Sums) -> Sums:
    return {currency: total for currency, total in sums.items() if total}


def _said(sums: Sums) -> str:
    written = [_written(Money(total, currency)) for currency, total in sorted(sums.items())]
    return ", ".join(written) or "nothing"


def _written(money: Money) -> str:
    return f"{money.amount:f} {money.currency}"


def _lines(its_provider: Provider, *, since: datetime) -> Iterator[str]:
    """Every line of the balance belongs to something of ours, or a person has placed it."""
    lines = iter(its_provider.lines_since(since))
    while some := list(islice(lines, LINES_AT_ONCE)):
        known = _known(its_provider.name, {line.subject for line in some if line.subject})
        strange = [line for line in some if line.subject not in known]
        yield from _strange(its_provider.name, strange)


def _strange(name: str, lines: list[BalanceLine]) -> Iterator[str]:
    noted = UnmatchedLine.objects.filter(provider=name, reference__in=[x.reference for x in lines])
    placed = dict(noted.values_list("reference", "placed_at"))
    for line in lines:
        if placed.get(line.reference) is not None:
            continue
        what = "waits to be placed" if line.reference in placed else "matches nothing of ours"
        which = f"{line.kind} {line.reference}, {_written(line.net)}"
        yield f"A line of {name}'s balance {what}: {which}."


def _known(name: str, subjects: set[str]) -> set[str]:
    gifts = Gift.objects.filter(provider=name, payment__in=subjects, state=GiftState.SETTLED)
    reversals = Reversal.objects.filter(provider=name, reference__in=subjects)
    payouts = Payout.objects.filter(provider=name, reference__in=subjects)
    return {
        *gifts.values_list("payment", flat=True),
        *reversals.values_list("reference", flat=True),
        *payouts.values_list("reference", flat=True),
    }


def _payouts(its_provider: Provider, *, since: datetime) -> Iterator[str]:
    for facts in its_provider.payouts_since(since):
        yield from _payout(facts)


def _payout(facts: PayoutFacts) -> Iterator[str]:
    ours = Payout.objects.filter(provider=facts.provider, reference=facts.reference).first()
    name = f"Payout {facts.reference} of {_written(facts.amount)}"
    if ours is None:
        yield f"{name} is not known here."
    elif (ours.amount_minor, ours.currency) != (facts.amount.amount_minor, facts.amount.currency):
        yield f"{name} stands here with {ours.amount_minor} {ours.currency}."
    source = f"payout:{facts.provider}:{facts.reference}"
    if facts.state == PayoutState.PAID and not is_written(source):
        yield f"{name} was paid and stands in no entry."
    if facts.state == PayoutState.FAILED and is_written(source) != is_written(f"{source}:back"):
        yield f"{name} came back and the ledger does not have it."
