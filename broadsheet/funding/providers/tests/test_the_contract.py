"""What the house relies on, of every provider. How to write one: docs/providers.md."""

from dataclasses import replace
from datetime import timedelta

import pytest

from broadsheet.funding.providers.contract import (
    BadEvent,
    Hint,
    NotFound,
    PaymentState,
    Refused,
    Subject,
    SubjectKind,
    Unreachable,
)
from broadsheet.funding.providers.registry import FOLDERS
from broadsheet.funding.providers.tests.gifts_at_providers import (
    EMAIL,
    look_at_checkout,
    look_at_payment,
    order,
    paid,
)
from broadsheet.funding.providers.tests.stages import Stage
from broadsheet.lib.money import Money


def test_it_is_named_as_its_folder_and_open(stage: Stage) -> None:
    assert stage.provider.name in FOLDERS
    assert stage.provider.why_closed() == ""


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "UGX", "HUF"])
def test_it_says_what_can_be_charged(stage: Stage, currency: str) -> None:
    least, most = stage.provider.charge_range(currency)

    for minor in (least, least + 1, most):
        money = stage.provider.chargeable(Money(minor, currency))
        assert minor <= money.amount_minor
        assert stage.provider.chargeable(money) == money


def test_the_same_order_is_one_checkout_and_another_order_another(stage: Stage) -> None:
    wanted = order(stage.now)

    begun, again = (stage.provider.begin_checkout(wanted) for _ in range(2))
    other = stage.provider.begin_checkout(order(stage.now))

    assert again == begun
    assert begun.url.startswith("http")
    assert other.reference != begun.reference


def test_a_checkout_whose_answer_was_lost_is_found_again(stage: Stage) -> None:
    wanted = order(stage.now)
    stage.lose_answers()
    with pytest.raises(Unreachable):
        stage.provider.begin_checkout(wanted)

    found = stage.provider.find_checkout(wanted)

    assert found is not None
    assert stage.provider.begin_checkout(wanted) == found


def test_an_order_made_up_again_in_other_words_is_still_one_checkout(stage: Stage) -> None:
    wanted = order(stage.now)
    begun = stage.provider.begin_checkout(wanted)

    again = stage.provider.begin_checkout(replace(wanted, title="Harbour lights", language=""))

    assert again == begun


def test_a_checkout_is_found_when_keys_are_forgotten(stage: Stage) -> None:
    wanted = order(stage.now)
    begun = stage.provider.begin_checkout(wanted)
    stage.let_a_day_pass()
    stage.provider.begin_checkout(order(stage.now))

    found = stage.provider.find_checkout(wanted)

    assert found is not None
    assert found.reference == begun.reference


def test_a_checkout_that_was_never_begun_is_not_found(stage: Stage) -> None:
    stage.provider.begin_checkout(order(stage.now))

    assert stage.provider.find_checkout(order(stage.now)) is None


@pytest.mark.parametrize(
    "charged",
    [
        Money(20_000, "UGX"),
        Money(900, "ISK"),
        Money(1500, "JPY"),
        Money(5120, "BHD"),
        Money(5120, "KWD"),
        Money(900_050, "HUF"),
        Money(80_045, "TWD"),
        Money(2575, "USD"),
    ],
)
def test_a_payment_is_told_with_our_token_to_the_unit(stage: Stage, charged: Money) -> None:
    wanted = order(stage.now, charged=charged)
    checkout = stage.provider.begin_checkout(wanted).reference
    assert look_at_checkout(stage, checkout).state is PaymentState.OPEN

    stage.pay(checkout)

    facts = look_at_checkout(stage, checkout)
    assert (facts.provider, facts.state) == (stage.provider.name, PaymentState.PAID)
    assert (facts.checkout, facts.gift_token) == (checkout, wanted.gift_token)
    assert facts.paid == charged
    assert facts.paid_at is not None
    assert facts.booked is not None
    worth = facts.booked.gross.amount / charged.amount
    assert bool(facts.booked.rate) is (facts.booked.gross.currency != charged.currency)
    assert float(facts.booked.rate or 1) == pytest.approx(float(worth), rel=0.01)
    # The same, asked for by its payment.
    assert replace(look_at_payment(stage, facts.payment), checkout=checkout) == facts


def test_a_decline_is_told_and_the_checkout_stays_open(stage: Stage) -> None:
    checkout = stage.provider.begin_checkout(order(stage.now)).reference

    stage.be_declined(checkout)

    declines = [hint for hint in _hints(stage) if hint.is_decline]
    assert len(declines) == 1
    for subject in (declines[0].subject, Subject(SubjectKind.CHECKOUT, checkout)):
        assert subject is not None
        facts = stage.provider.look_at(subject)
        assert getattr(facts, "state", None) is PaymentState.OPEN
    stage.pay(checkout)
    assert look_at_checkout(stage, checkout).state is PaymentState.PAID


def test_a_checkout_that_nobody_paid_expires(stage: Stage) -> None:
    checkout = stage.provider.begin_checkout(order(stage.now)).reference

    stage.expire(checkout)

    facts = look_at_checkout(stage, checkout)
    assert (facts.state, facts.paid.amount_minor) == (PaymentState.EXPIRED, 0)


@pytest.mark.parametrize(
    ("succeeds", "state"), [(True, PaymentState.PAID), (False, PaymentState.FAILED)]
)
def test_a_slow_payment_is_under_way_until_its_bank_answers(
    stage: Stage, succeeds: bool, state: PaymentState
) -> None:
    checkout = stage.provider.begin_checkout(order(stage.now)).reference
    stage.pay_slowly(checkout)
    under_way = look_at_checkout(stage, checkout)
    assert (under_way.state, under_way.paid.amount_minor) == (PaymentState.PROCESSING, 0)

    stage.answer_slow_payment(under_way.payment, succeeds=succeeds)

    assert look_at_checkout(stage, checkout).state is state
    assert look_at_payment(stage, under_way.payment).state is state


def test_only_what_the_provider_signed_lately_is_believed(stage: Stage) -> None:
    paid(stage)
    stale = stage.now - timedelta(minutes=6)

    for body, headers in stage.delivered():
        stage.provider.read_event(body, headers, now=stage.now)
        for bad_body, bad_headers in ((body, {}), (body + b" ", headers)):
            with pytest.raises(BadEvent):
                stage.provider.read_event(bad_body, bad_headers, now=stage.now)
    for body, headers in stage.delivered(is_forged=True) + stage.delivered(at=stale):
        with pytest.raises(BadEvent):
            stage.provider.read_event(body, headers, now=stage.now)


def test_events_that_never_arrived_can_be_asked_for(stage: Stage) -> None:
    before = stage.now
    facts = paid(stage)
    posted = [stage.provider.read_event(*one, now=stage.now) for one in stage.delivered()]

    asked = list(stage.provider.hints_since(before))

    assert asked == [hint for hint in posted if hint.subject]
    assert Subject(SubjectKind.CHECKOUT, facts.checkout) in [hint.subject for hint in asked]
    assert list(stage.provider.hints_since(stage.now + timedelta(minutes=1))) == []


def test_what_is_not_there_is_not_found(stage: Stage) -> None:
    for kind in SubjectKind:
        with pytest.raises(NotFound):
            stage.provider.look_at(Subject(kind, "none_such"))


def test_without_an_answer_nothing_is_said_to_have_happened(stage: Stage) -> None:
    stage.be_unreachable()
    with pytest.raises(Unreachable) as failure:
        stage.provider.begin_checkout(order(stage.now))
    assert failure.value.__suppress_context__

    with pytest.raises(Refused) as refusal:
        stage.provider.begin_checkout(order(stage.now, charged=Money(1, "USD")))

    for said in (str(failure.value), str(refusal.value)):
        assert said
        assert EMAIL not in said


def _hints(stage: Stage) -> list[Hint]:
    return list(stage.provider.hints_since(stage.now - timedelta(hours=1)))
