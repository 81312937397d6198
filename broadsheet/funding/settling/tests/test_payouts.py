"""Payouts: the money goes to the bank, and every line of them is ours or shown to a person."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import cast

import pytest
from django.db import connection

from broadsheet.funding.models import Campaign, Payout, PayoutState, UnmatchedLine
from broadsheet.funding.providers.contract import BalanceLine, PayoutFacts, Provider
from broadsheet.funding.settling.payouts import AlreadyPlaced, note_unmatched, place
from broadsheet.funding.settling.sweeping import sweep
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.answering import Answering
from broadsheet.funding.settling.tests.cast import (
    PROVIDER,
    balance,
    booked,
    dollars,
    paid,
    pledged,
    require_sound_ledger,
)
from broadsheet.funding.settling.tests.stage import Stage
from broadsheet.lib.money import Money
from broadsheet.readers.models import User


def paid_out(stage: Stage) -> None:
    gift = stage.pledge(dollars(100))
    stage.outside.world.pay(gift.checkout)
    stage.deliver_new()
    stage.outside.world.charge_account_fee(amount=200)
    for _ in range(8):  # what was paid becomes available, is paid out, and arrives
        stage.pass_by(timedelta(days=1))
        stage.deliver_new()
    stage.sweep()


def test_a_payout_moves_the_money_to_the_bank_and_its_strange_line_waits(
    stage: Stage, editor: User
) -> None:
    paid_out(stage)

    payout = Payout.objects.get()
    assert payout.state == PayoutState.PAID
    assert payout.reconciled_at is not None
    assert balance("bank") == payout.amount_minor == 10_000 - 320 - 200
    line = UnmatchedLine.objects.get()
    assert (line.amount_minor, line.payout) == (-200, payout)
    assert balance("rehearsal") == 200  # until it is known what took it

    place(line, account="fees", by=editor, why="Their monthly fee.", now=stage.now)

    assert balance("rehearsal") == 0
    assert balance("fees") == 520
    with pytest.raises(AlreadyPlaced):
        place(line, account="fees", by=editor, why="Again.", now=stage.now)
    require_sound_ledger()


def test_sweeping_again_finds_nothing_more(stage: Stage) -> None:
    paid_out(stage)

    for _ in range(2):
        stage.sweep()
        stage.deliver_new()

    assert UnmatchedLine.objects.count() == 1
    assert Payout.objects.count() == 1


def test_a_payout_that_fails_comes_back(stage: Stage) -> None:
    paid_out(stage)
    stage.outside.world.fail_payout(Payout.objects.get().reference)

    for _ in range(2):
        stage.deliver_new()

    assert Payout.objects.get().state == PayoutState.FAILED
    assert balance("bank") == 0
    require_sound_ledger()


def failed_payout(state: PayoutState) -> PayoutFacts:
    return PayoutFacts(PROVIDER, "po_1", dollars(50), state, date(2026, 5, 4))


@pytest.mark.parametrize("order", list(permutations(("paid", "failed", "under_way"))))
def test_a_payout_that_failed_is_not_in_the_bank_whatever_is_told_when(
    campaign: Campaign, now: datetime, order: tuple[str, ...]
) -> None:
    """Somebody looked while it was paid, and comes to write that down after it has failed."""
    for state in order:
        take_in(failed_payout(PayoutState(state)), now=now)

    assert (balance("bank"), balance(PROVIDER)) == (0, 0)
    assert Payout.objects.get().state == PayoutState.FAILED


def test_the_provider_is_asked_for_the_lines_outside_any_transaction(
    campaign: Campaign, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else all writers of the site would wait for the provider's answer."""
    outside, is_in_it = Answering(), []
    take_in(failed_payout(PayoutState.PAID), now=now)
    depth = len(connection.savepoint_ids)

    def lines() -> list[BalanceLine]:
        is_in_it.append(len(connection.savepoint_ids) > depth)
        return []

    outside.lines = lines
    sweep(cast(Provider, outside), now=now)

    assert is_in_it == [False]
    assert Payout.objects.get().reconciled_at == now


def test_a_payment_of_nobody_that_is_booked_later_is_one_line(
    campaign: Campaign, now: datetime
) -> None:
    gift = pledged(campaign, dollars(10))
    strange = replace(paid(gift), gift_token="", payment="pi_strange")
    net = booked(dollars(10), fee_minor=59)
    line = BalanceLine(net.reference, "charge", "pi_strange", Money(941, "USD"), "", now)

    take_in(replace(strange, booked=None), now=now)
    for _ in range(2):
        take_in(replace(strange, booked=net), now=now)
    note_unmatched(PROVIDER, [line], payout=None, now=now)
    take_in(replace(strange, booked=None), now=now)  # who looked earlier comes later

    assert UnmatchedLine.objects.get().amount_minor == 941


def test_a_line_whose_gift_has_settled_since_is_not_placed_again(
    stage: Stage, editor: User
) -> None:
    gift = stage.pledge(dollars(10))
    stage.outside.world.pay(gift.checkout)
    stage.deliver_new()
    gift.refresh_from_db()
    line = UnmatchedLine.objects.create(
        provider=gift.provider,
        reference="txn_of_it",
        kind="payment_of_nobody",
        words=gift.payment,
        currency="USD",
        amount_minor=941,
        seen_at=stage.now,
    )

    with pytest.raises(AlreadyPlaced):
        place(line, account="bank", by=editor, why="Whose is it?", now=stage.now)
