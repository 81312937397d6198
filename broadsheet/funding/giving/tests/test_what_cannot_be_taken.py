"""A form that cannot be taken comes back with every reason, and nothing is written."""

import pytest
from django.test import Client

from broadsheet.funding.giving.tests.paying import Till, gift_form
from broadsheet.funding.models import (
    Campaign,
    Gift,
)

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"choice": ""}, "Please choose an amount, or write one."),
        ({"choice": "other"}, "Please choose an amount, or write one."),
        ({"choice": "7"}, "Please choose an amount, or write one."),
        ({"amount": "12"}, "You have chosen $25 and written another amount."),
        ({"choice": "", "amount": "12,50"}, "We cannot read this amount. Write it as 1,250.00."),
        ({"choice": "", "amount": "9" * 101}, "We cannot read this amount."),
        ({"choice": "", "amount": "1.000"}, "USD has at most 2 decimals."),
        ({"choice": "", "amount": "0"}, "Please give more than nothing."),
        ({"choice": "", "amount": "0.49"}, "The least that can be given here is $0.50."),
        ({"choice": "", "amount": "1000000"}, "The most that can be paid at once is $999,999.99."),
        (
            {"choice": "", "amount": "999999", "covers": "1"},
            "The most that can be paid at once is $999,999.99.",
        ),
        ({"choice": "", "amount": "5", "currency": "EUR"}, "Please choose one of the currencies."),
        ({"every": "day"}, "Please choose how often you give."),
        ({"every": "month"}, "For a gift that comes again we need your e-mail address"),
        ({"every": "year", "email": "x"}, "This is not an e-mail address we could write to."),
        ({"email": "x"}, "This is not an e-mail address we could write to."),
        ({"name_shown": "shown"}, "Please write your name, or choose “Tell nobody”."),
        ({"name_shown": "hidden", "name": " "}, "Please write your name"),
        ({"name_shown": "maybe"}, "Please choose whether your name is shown."),
        ({"name": "x" * 81}, "A name can have at most 80 characters."),
        ({"message": "x" * 281}, "A message can have at most 280 characters; this one has 281."),
        ({"message": "\x07"}, "There are invisible control characters in this text."),
    ],
)
def test_what_cannot_be_taken_comes_back_as_it_was_typed_with_the_reason(
    visitor: Client, campaign: Campaign, till: Till, fields: dict[str, str], sentence: str
) -> None:
    said = gift_form(**({"message": "Keep up.", "email": "mara@lantern.example"} | fields))
    if fields.get("every") == "month":
        said["email"] = ""

    answer = visitor.post("/support/records-usd/", said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "nothing was charged" in answer.text
    assert not Gift.objects.exists()
    assert not till.begun
    for value in (said["email"], said["message"]):
        assert value.replace("\x07", "\x07") in answer.text


def test_one_error_does_not_hide_another_and_each_stands_at_its_field(
    visitor: Client, campaign: Campaign
) -> None:
    page = visitor.post(
        "/support/", gift_form(choice="", amount="ten", every="month", name_shown="shown")
    ).text

    for field in ("amount", "name", "email"):
        assert f'<a href="#give-{field}">' in page
        assert f'id="give-{field}-why"' in page
        assert f'aria-describedby="give-{field}' in page
    assert page.count('aria-invalid="true"') == 3
    assert 'value="ten"' in page
    assert 'value="month" checked' in page


def test_another_site_cannot_begin_a_gift(visitor: Client, campaign: Campaign) -> None:
    refused = visitor.post("/support/", gift_form(), headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert not Gift.objects.exists()
