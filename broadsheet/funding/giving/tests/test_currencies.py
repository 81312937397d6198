"""Each currency has its own smallest unit, its own least and most, and perhaps no rate."""

import pytest
from django.test import Client

from broadsheet.funding.giving.tests.conftest import Rule
from broadsheet.funding.giving.tests.paying import Till, gift_form
from broadsheet.funding.models import (
    Campaign,
    Gift,
)
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("currency", "typed", "minor", "cover"),
    [
        ("UGX", "5,000", 5000, 181),
        ("ISK", "5,000", 5000, 181),
        ("JPY", "500", 500, 46),
        ("BHD", "1.230", 1230, 70),  # 68, and up to what can be charged
        ("KWD", "1.230", 1230, 70),
        ("HUF", "500.50", 50_050, 1526),
        ("TWD", "30", 3000, 121),
        ("USD", "30", 3000, 121),
    ],
)
def test_every_currency_comes_out_right_to_the_smallest_unit(
    visitor: Client, till: Till, rule: Rule, currency: str, typed: str, minor: int, cover: int
) -> None:
    rule(currencies=[currency])

    answer = visitor.post("/support/", gift_form(choice="", amount=typed, covers="1"))

    assert answer.status_code == 303, answer.text
    gift, order = Gift.objects.get(), till.begun[0]
    assert (gift.amount_minor, gift.cover_minor, gift.currency) == (minor, cover, currency)
    assert order.charged == Money(minor + cover, currency)


@pytest.mark.parametrize(
    ("currency", "typed", "least", "most"),
    # Of the shilling the central bank publishes no rate: the share of the fee alone is covered.
    [("UGX", "5,000", 150, 150), ("JPY", "1,000", 55, 100)],
)
def test_the_fixed_part_of_the_fee_is_converted_where_there_is_a_rate(
    visitor: Client, rule: Rule, currency: str, typed: str, least: int, most: int
) -> None:
    rule(currencies=["USD", currency])

    visitor.post("/support/", gift_form(choice="", amount=typed, currency=currency, covers="1"))

    assert least <= Gift.objects.get().cover_minor <= most


def test_what_cannot_be_charged_to_the_last_digit_is_refused_with_the_next(
    visitor: Client, rule: Rule
) -> None:
    rule(currencies=["BHD"], presets_minor=[1000, 5001])

    shown = visitor.get("/support/").text
    page = visitor.post("/support/", gift_form(choice="", amount="1.234", currency="BHD")).text

    assert 'value="1000"' in shown
    assert 'value="5001"' not in shown  # a preset that nobody could pay
    assert "The next amount that can is BHD1.240." in page


def test_a_newsroom_reads_amounts_in_its_own_language(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    own = NewsroomSettings.load()
    own.language = "ar"
    own.save()

    visitor.post("/support/", gift_form(choice="", amount="٥٠٫٥"))

    assert till.begun[0].charged.amount_minor == 5050


def test_several_currencies_are_chosen_beside_the_free_amount(
    visitor: Client, rule: Rule, till: Till
) -> None:
    one = visitor.get("/support/").text
    rule(currencies=["USD", "EUR", "XTS"])
    several = visitor.get("/support/").text
    visitor.post("/support/", gift_form(choice="other", amount="10", currency="EUR"))

    assert 'name="currency"' not in one
    assert '<option value="EUR">Euro</option>' in several
    assert "XTS" not in several  # the till does not take it
    assert till.begun[0].charged.currency == "EUR"


def test_a_currency_without_a_rate_is_refused_before_anybody_pays(
    visitor: Client, campaign: Campaign, rule: Rule, till: Till
) -> None:
    rule(currencies=["USD", "KWD"])

    answer = visitor.post("/support/", gift_form(choice="other", amount="10", currency="KWD"))

    assert answer.status_code == 422
    assert "KWD cannot be counted" in answer.text
    assert not till.begun
    assert not Gift.objects.exists()
