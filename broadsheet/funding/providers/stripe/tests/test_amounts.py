"""Amounts to Stripe and back, right to the minor unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.funding.providers.contract import Refused
from broadsheet.funding.providers.stripe.amounts import (
    NotToTheUnit,
    charge_range,
    chargeable,
    from_stripe,
    step_minor,
    to_stripe,
)
from broadsheet.lib.money import Money

CURRENCIES = ["USD", "JPY", "UGX", "ISK", "MGA", "BHD", "KWD", "OMR", "HUF", "TWD", "IDR"]


@pytest.mark.parametrize(
    ("money", "sent"),
    [
        (Money(1050, "USD"), 1050),
        (Money(5, "UGX"), 500),
        (Money(20_000, "UGX"), 2_000_000),
        (Money(5, "ISK"), 500),
        (Money(500, "JPY"), 500),
        (Money(5120, "BHD"), 5120),
        (Money(5120, "KWD"), 5120),
        (Money(1045, "HUF"), 1045),
        (Money(80045, "TWD"), 80045),
        (Money(500, "MGA"), 5),
    ],
)
def test_an_amount_comes_out_right_to_stripe_and_back(money: Money, sent: int) -> None:
    assert to_stripe(money) == sent
    assert from_stripe(sent, money.currency.lower()) == money


@pytest.mark.parametrize("money", [Money(5124, "KWD"), Money(1, "BHD"), Money(550, "MGA")])
def test_what_stripe_cannot_charge_is_refused(money: Money) -> None:
    with pytest.raises(NotToTheUnit):
        to_stripe(money)


@pytest.mark.parametrize(("sent", "currency"), [(550, "ugx"), (1, "isk"), (100, "iqd")])
def test_what_is_no_whole_unit_of_ours_is_refused(sent: int, currency: str) -> None:
    with pytest.raises(Refused):
        from_stripe(sent, currency)


def test_a_balance_in_dinars_has_fees_to_the_last_digit() -> None:
    assert from_stripe(123, "kwd") == Money(123, "KWD")


@pytest.mark.parametrize(
    ("given", "charged"),
    [
        (Money(5124, "KWD"), Money(5130, "KWD")),
        (Money(5120, "KWD"), Money(5120, "KWD")),
        (Money(501, "MGA"), Money(600, "MGA")),
        (Money(1, "UGX"), Money(1, "UGX")),
        (Money(1045, "HUF"), Money(1045, "HUF")),
    ],
)
def test_an_amount_is_brought_up_to_the_next_that_can_be_charged(
    given: Money, charged: Money
) -> None:
    assert chargeable(given) == charged


@pytest.mark.parametrize(
    ("currency", "least", "most"),
    [
        ("USD", 50, 99_999_999),
        ("JPY", 50, 99_999_999),
        ("HUF", 17500, 99_999_999),
        ("UGX", 1, 999_999),
        ("ISK", 1, 999_999),
        ("KWD", 10, 99_999_990),
        ("MGA", 100, 9_999_999_900),
        ("IDR", 1, 999_999_999_999),
    ],
)
def test_the_least_and_the_most_are_in_our_units(currency: str, least: int, most: int) -> None:
    assert charge_range(currency) == (least, most)


@given(st.sampled_from(CURRENCIES), st.integers(min_value=0, max_value=10**9))
def test_whatever_can_be_charged_comes_back_as_it_was(currency: str, minor: int) -> None:
    money = chargeable(Money(minor, currency))

    assert 0 <= money.amount_minor - minor < step_minor(currency)
    assert from_stripe(to_stripe(money), currency) == money
