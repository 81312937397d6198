"""Regular gifts: what the provider says of them, and what their donors ask for.

What a donor asks stands in our row before the provider hears of it, so that a sweep can ask
again: to give another amount from the next payment on, or to end it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from broadsheet.funding.events import RegularChanged, RegularEnded, RegularFell
from broadsheet.funding.models import GiftChange, RegularGift, RegularState
from broadsheet.funding.providers.contract import PaymentFacts, RegularFacts, Unreachable
from broadsheet.funding.providers.registry import provider
from broadsheet.lib.events import publish
from broadsheet.lib.money import Money


class Over(Exception):
    """The regular gift has ended: there is nothing left to change."""


def regular_of(facts: PaymentFacts | RegularFacts) -> RegularGift | None:
    """The regular gift, by the provider's reference or by our token; its row is locked."""
    reference = facts.regular if isinstance(facts, PaymentFacts) else facts.reference
    token = facts.regular_token if isinstance(facts, PaymentFacts) else facts.token
    rows = RegularGift.objects.select_for_update(no_key=True).filter(provider=facts.provider)
    found = rows.filter(reference=reference).first() if reference else None
    if found is None and token:
        try:
            found = rows.filter(token=UUID(token)).first()
        except ValueError:
            return None
    if found is not None and not found.reference and reference:
        found.reference = reference
        found.save(update_fields=["reference"])
    return found


def take_in_regular(facts: RegularFacts, *, now: datetime) -> None:
    """Bring a regular gift up to date; one that has ended stays so."""
    regular = regular_of(facts)
    if regular is None or regular.state == RegularState.ENDED:
        return
    before = regular.state
    _adopt_amount(regular, facts, now=now)
    regular.state = facts.state
    if facts.state == RegularState.ENDED:
        regular.ended_at = facts.ended_at or now
        regular.is_ending = False
        regular.wanted_minor = regular.wanted_cover_minor = None
    regular.save()
    if regular.state != before:
        _note(regular, what=f"{before} → {regular.state}", now=now)
        if regular.state == RegularState.OVERDUE:
            publish(RegularFell(regular_id=regular.pk, pay_url=facts.pay_url))
        if regular.state == RegularState.ENDED:
            publish(RegularEnded(regular_id=regular.pk))


def ask_for_amount(
    regular: RegularGift, *, amount_minor: int, cover_minor: int, now: datetime
) -> None:
    """Give another amount from the next payment on.

    :raises Over: when it has ended.
    :raises ProviderError: when the provider did not do it; a sweep asks again.
    """
    with transaction.atomic():
        regular = _locked(regular)
        regular.wanted_minor, regular.wanted_cover_minor = amount_minor, cover_minor
        regular.asked_at = now
        regular.save()
        asked = Money(amount_minor, regular.currency).amount
        _note(regular, what=f"asked for {asked} {regular.currency}", now=now)
    carry_out(regular, now=now)


def ask_to_end(regular: RegularGift, *, now: datetime) -> None:
    """End it; asked twice it is ended once.

    :raises ProviderError: when the provider did not do it; a sweep asks again.
    """
    with transaction.atomic():
        try:
            regular = _locked(regular)
        except Over:
            return
        regular.is_ending, regular.asked_at = True, now
        regular.save()
        _note(regular, what="asked to end", now=now)
    carry_out(regular, now=now)


def carry_out(regular: RegularGift, *, now: datetime) -> None:
    """Have the provider do what the row says is asked for, and take in what became of it.

    Outside any transaction: it waits for an answer. What is asked for meanwhile is left to whoever
    asks, and to the sweep.
    """
    asked = RegularGift.objects.get(pk=regular.pk)
    if not asked.reference:
        # Nobody has paid for it yet: without a first payment there is nothing at the provider.
        raise Unreachable("The first payment has not arrived.")
    if asked.is_ending:
        provider(asked.provider).end_regular(asked.reference, key=f"end-{_key(asked)}")
    elif asked.wanted_minor is not None:
        provider(asked.provider).change_regular(
            asked.reference, charged=wanted(asked), key=f"to-{_key(asked)}"
        )
    else:
        return
    with transaction.atomic():
        row = RegularGift.objects.select_for_update(no_key=True).get(pk=regular.pk)
        _adopt(row, done=asked, now=now)


def wanted(regular: RegularGift) -> Money:
    return Money((regular.wanted_minor or 0) + (regular.wanted_cover_minor or 0), regular.currency)


def _locked(regular: RegularGift) -> RegularGift:
    """:raises Over: when it has ended."""
    row = RegularGift.objects.select_for_update(no_key=True).get(pk=regular.pk)
    if row.state == RegularState.ENDED:
        raise Over
    return row


def _key(asked: RegularGift) -> str:
    """Of one wish, whoever carries it out: two wishes of a second are two."""
    at = f"{asked.asked_at:%Y%m%d%H%M%S%f}" if asked.asked_at else "0"
    return f"{asked.token}-{at}-{wanted(asked).amount_minor}"


def _adopt(regular: RegularGift, *, done: RegularGift, now: datetime) -> None:
    """What was asked for in `done` has been done; since then something else may be asked for."""
    if regular.is_ending and done.is_ending:
        regular.state, regular.is_ending = RegularState.ENDED, False
        regular.ended_at = regular.ended_at or now
        _note(regular, what="ended", now=now)
        publish(RegularEnded(regular_id=regular.pk))
    elif regular.asked_at != done.asked_at:
        _ask_again(regular, now=now)
    elif regular.wanted_minor is not None and not done.is_ending:
        _take_wanted(regular, now=now)
    regular.save()


def _ask_again(regular: RegularGift, *, now: datetime) -> None:
    """Two wishes crossed, and nobody knows which of them the provider heard last."""
    if regular.state == RegularState.ENDED or regular.is_ending:
        return
    if regular.wanted_minor is None:
        regular.wanted_minor, regular.wanted_cover_minor = regular.amount_minor, regular.cover_minor
    moment = timedelta(microseconds=1)
    regular.asked_at = max(now, regular.asked_at + moment) if regular.asked_at else now


def _adopt_amount(regular: RegularGift, facts: RegularFacts, *, now: datetime) -> None:
    if regular.wanted_minor is not None and facts.charged == wanted(regular):
        _take_wanted(regular, now=now)


def _take_wanted(regular: RegularGift, *, now: datetime) -> None:
    before = (regular.amount_minor, regular.cover_minor)
    regular.amount_minor = regular.wanted_minor or regular.amount_minor
    regular.cover_minor = regular.wanted_cover_minor or 0
    regular.wanted_minor = regular.wanted_cover_minor = None
    if (regular.amount_minor, regular.cover_minor) == before:
        return
    _note(regular, what=f"now {regular.amount.amount} {regular.currency}", now=now)
    publish(RegularChanged(regular_id=regular.pk))


def _note(regular: RegularGift, *, what: str, now: datetime) -> None:
    GiftChange.objects.create(regular=regular, at=now, what=what)
