"""What the house relies on, of every provider, for refunds and disputes."""

import pytest

from broadsheet.funding.models import ReversalState
from broadsheet.funding.providers.contract import PaymentState, Refused, Unreachable
from broadsheet.funding.providers.tests.gifts_at_providers import (
    look_at_checkout,
    look_at_payment,
    paid,
)
from broadsheet.funding.providers.tests.stages import Stage
from broadsheet.lib.money import Money

TOKEN = "3f0c8a52-6d0b-4c39-9f34-0a7c0d1e2f03"


def test_a_refund_asked_for_twice_is_made_once(stage: Stage) -> None:
    gift = paid(stage)

    for _ in range(2):
        _refund(stage, gift.payment, minor=1000)

    (refund,) = look_at_payment(stage, gift.payment).refunds
    assert (refund.token, refund.amount) == (TOKEN, Money(1000, "USD"))
    assert refund.state is ReversalState.MADE
    assert refund.booked is not None
    assert refund.booked.gross == Money(-1000, "USD")


def test_a_refund_whose_answer_was_lost_is_made_once(stage: Stage) -> None:
    gift = paid(stage)
    stage.lose_answers()
    with pytest.raises(Unreachable):
        _refund(stage, gift.payment, minor=1000)

    _refund(stage, gift.payment, minor=1000)

    assert len(look_at_payment(stage, gift.payment).refunds) == 1


def test_a_refund_asked_for_again_when_keys_are_forgotten_is_made_once(stage: Stage) -> None:
    gift = paid(stage)
    _refund(stage, gift.payment, minor=1000)
    stage.let_a_day_pass()

    _refund(stage, gift.payment, minor=1000)

    assert len(look_at_payment(stage, gift.payment).refunds) == 1


def test_no_more_goes_back_than_was_paid(stage: Stage) -> None:
    gift = paid(stage)
    _refund(stage, gift.payment, minor=1000)

    with pytest.raises(Refused):
        stage.provider.refund(
            payment=gift.payment, amount=Money(1501, "USD"), token=gift.gift_token
        )

    assert len(look_at_payment(stage, gift.payment).refunds) == 1


def test_a_refund_made_at_the_providers_own_desk_is_told(stage: Stage) -> None:
    gift = paid(stage)

    stage.refund_there(gift.payment)

    facts = look_at_checkout(stage, gift.checkout)
    (refund,) = facts.refunds
    assert (refund.token, refund.amount) == ("", gift.paid)
    assert refund.booked is not None
    assert (facts.state, facts.paid) == (PaymentState.PAID, gift.paid)


def test_a_refund_that_fails_brings_the_money_back(stage: Stage) -> None:
    stage.let_refunds_wait()
    gift = paid(stage)
    _refund(stage, gift.payment, minor=1000)
    (waiting,) = look_at_payment(stage, gift.payment).refunds
    assert waiting.state is ReversalState.PENDING

    stage.fail_refund(waiting.reference)

    (failed,) = look_at_payment(stage, gift.payment).refunds
    assert (failed.reference, failed.state) == (waiting.reference, ReversalState.FAILED)
    if failed.booked is not None:
        assert failed.returned is not None
        assert failed.returned.gross == Money(1000, "USD")


@pytest.mark.parametrize(("won", "state"), [(True, ReversalState.WON), (False, ReversalState.LOST)])
def test_a_dispute_takes_the_money_and_gives_it_back_when_won(
    stage: Stage, won: bool, state: ReversalState
) -> None:
    gift = paid(stage)
    stage.dispute(gift.payment)
    (opened,) = look_at_payment(stage, gift.payment).disputes
    assert (opened.state, opened.amount) == (ReversalState.OPEN, gift.paid)
    assert opened.taken is not None
    assert opened.taken.gross == Money(-2500, "USD")

    stage.close_dispute(opened.reference, won=won)

    (closed,) = look_at_checkout(stage, gift.checkout).disputes
    assert (closed.reference, closed.state) == (opened.reference, state)
    assert bool(closed.returned) is won


def _refund(stage: Stage, payment: str, *, minor: int) -> None:
    stage.provider.refund(payment=payment, amount=Money(minor, "USD"), token=TOKEN)
