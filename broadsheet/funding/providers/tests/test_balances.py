"""What the house relies on, of every provider, to reconcile: payouts and lines of a balance."""

from broadsheet.funding.models import PayoutState
from broadsheet.funding.providers.contract import PayoutFacts, Subject, SubjectKind
from broadsheet.funding.providers.tests.gifts_at_providers import look_at_payment, paid
from broadsheet.funding.providers.tests.stages import Stage
from broadsheet.lib.money import Money

TOKEN = "3f0c8a52-6d0b-4c39-9f34-0a7c0d1e2f03"


def test_a_payout_is_made_of_lines_that_add_up_to_it(stage: Stage) -> None:
    before = stage.now
    first, second = paid(stage), paid(stage, charged=Money(5000, "EUR"))
    stage.provider.refund(payment=first.payment, amount=Money(700, "USD"), token=TOKEN)
    (refund,) = look_at_payment(stage, first.payment).refunds
    stage.take_monthly_fee(199)

    payout = stage.pay_out()

    facts = _payout(stage, payout)
    assert facts.state is PayoutState.UNDER_WAY
    lines = list(stage.provider.lines_of_payout(payout))
    assert sum(line.net.amount_minor for line in lines) == facts.amount.amount_minor
    assert {line.net.currency for line in lines} == {facts.amount.currency}
    assert {line.subject for line in lines} == {
        first.payment, second.payment, refund.reference, "",
    }  # fmt: skip
    assert facts in list(stage.provider.payouts_since(before))
    stage.arrive(payout)
    assert _payout(stage, payout).state is PayoutState.PAID


def test_every_line_of_the_balance_is_told_oldest_first_and_once(stage: Stage) -> None:
    before = stage.now
    gift = paid(stage)
    stage.dispute(gift.payment)
    (dispute,) = look_at_payment(stage, gift.payment).disputes
    stage.close_dispute(dispute.reference, won=True)
    stage.take_monthly_fee(199)
    payout = stage.pay_out()

    lines = list(stage.provider.lines_since(before))

    subjects = [line.subject for line in lines]
    assert subjects[0] == gift.payment
    assert {gift.payment, dispute.reference, "", payout} == set(subjects)
    assert len({line.reference for line in lines}) == len(lines)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    fee = next(line for line in lines if not line.subject)
    assert fee.net == Money(-199, "USD")
    assert sum(line.net.amount_minor for line in lines) == 0


def test_what_was_booked_for_a_payment_is_what_its_line_says(stage: Stage) -> None:
    before = stage.now
    gift = paid(stage)

    (line,) = stage.provider.lines_since(before)

    assert gift.booked is not None
    assert line.reference == gift.booked.reference
    assert line.net.amount_minor == gift.booked.gross.amount_minor - gift.booked.fee.amount_minor


def _payout(stage: Stage, reference: str) -> PayoutFacts:
    facts = stage.provider.look_at(Subject(SubjectKind.PAYOUT, reference))
    assert isinstance(facts, PayoutFacts)
    return facts
