"""Payouts: the money goes to the bank, and every line of them is ours or shown to a person."""

from datetime import timedelta

import pytest

from broadsheet.funding.models import Payout, PayoutState, UnmatchedLine
from broadsheet.funding.settling.payouts import AlreadyPlaced, place
from broadsheet.funding.settling.tests.cast import balance, dollars, require_sound_ledger
from broadsheet.funding.settling.tests.stage import Stage
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
