"""What the house relies on, of every provider, for gifts that come again and again."""

from dataclasses import replace

from broadsheet.funding.models import Every, RegularState
from broadsheet.funding.providers.contract import PaymentState, Unreachable
from broadsheet.funding.providers.tests.gifts_at_providers import (
    last_payment_of,
    look_at_checkout,
    look_at_payment,
    look_at_regular,
    order,
    paid,
)
from broadsheet.funding.providers.tests.stages import Stage
from broadsheet.lib.money import Money


def test_the_first_payment_is_the_pledged_gift_and_the_next_is_one_of_its_own(
    stage: Stage,
) -> None:
    wanted = order(stage.now, charged=Money(20_000, "UGX"), every=Every.MONTH)
    checkout = stage.provider.begin_checkout(wanted).reference
    assert look_at_checkout(stage, checkout).state is PaymentState.OPEN
    stage.pay(checkout)
    first = look_at_checkout(stage, checkout)

    stage.renew(first.regular)
    later = last_payment_of(stage, first.regular)

    assert (first.state, first.paid) == (PaymentState.PAID, wanted.charged)
    assert (first.gift_token, first.regular_token) == (wanted.gift_token, wanted.regular_token)
    assert (later.state, later.paid) == (PaymentState.PAID, wanted.charged)
    assert (later.gift_token, later.regular_token) == ("", wanted.regular_token)
    assert later.payment != first.payment
    assert first.booked is not None
    assert later.booked is not None
    # The same, asked for by their payments.
    assert replace(look_at_payment(stage, first.payment), checkout=checkout) == first
    assert look_at_payment(stage, later.payment) == later


def test_a_regular_gift_is_told_as_it_stands(stage: Stage) -> None:
    wanted = order(stage.now, every=Every.YEAR)
    checkout = stage.provider.begin_checkout(wanted).reference
    stage.pay(checkout)

    facts = look_at_regular(stage, look_at_checkout(stage, checkout).regular)

    assert (facts.provider, facts.token) == (stage.provider.name, wanted.regular_token)
    assert (facts.state, facts.charged) == (RegularState.ACTIVE, wanted.charged)


def test_a_change_takes_effect_from_the_next_payment_on(stage: Stage) -> None:
    first = paid(stage, every=Every.MONTH)

    for _ in range(2):
        stage.provider.change_regular(first.regular, charged=Money(4000, "USD"), key="to-1")

    assert look_at_regular(stage, first.regular).charged == Money(4000, "USD")
    assert last_payment_of(stage, first.regular).payment == first.payment
    stage.renew(first.regular)
    assert last_payment_of(stage, first.regular).paid == Money(4000, "USD")


def test_a_change_back_again_is_a_change(stage: Stage) -> None:
    first = paid(stage, every=Every.MONTH)

    for number, minor in enumerate((4000, 2500, 4000)):
        stage.provider.change_regular(
            first.regular, charged=Money(minor, "USD"), key=f"to-{number}"
        )

    assert look_at_regular(stage, first.regular).charged == Money(4000, "USD")


def test_a_payment_that_fails_leaves_it_overdue_with_a_place_to_make_it_up(stage: Stage) -> None:
    checkout = stage.provider.begin_checkout(order(stage.now, every=Every.MONTH)).reference
    stage.pay_once(checkout)
    first = look_at_checkout(stage, checkout)

    stage.renew(first.regular)

    facts = look_at_regular(stage, first.regular)
    assert facts.state is RegularState.OVERDUE
    assert facts.pay_url.startswith("http")
    unpaid = last_payment_of(stage, first.regular)
    assert (unpaid.state, unpaid.paid.amount_minor) == (PaymentState.OPEN, 0)


def test_it_is_ended_twice_without_an_error(stage: Stage) -> None:
    first = paid(stage, every=Every.MONTH)

    for key in ("end-1", "end-1", "end-2"):
        stage.provider.end_regular(first.regular, key=key)

    facts = look_at_regular(stage, first.regular)
    assert facts.state is RegularState.ENDED
    assert facts.ended_at is not None


def test_an_end_whose_answer_was_lost_is_no_error_either(stage: Stage) -> None:
    first = paid(stage, every=Every.MONTH)
    stage.lose_answers()
    try:
        stage.provider.end_regular(first.regular, key="end-1")
    except Unreachable:
        stage.provider.end_regular(first.regular, key="end-1")

    assert look_at_regular(stage, first.regular).state is RegularState.ENDED
