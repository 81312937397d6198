"""Gifts by bank transfer and in cash, entered by the staff with who and why."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from broadsheet.conftest import Visitor
from broadsheet.funding.desk.tests.conftest import DESK, Give
from broadsheet.funding.meter.queries import with_raised
from broadsheet.funding.models import Campaign, Entry, Gift, GiftState
from broadsheet.readers.models import User

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

ENTER = f"{DESK}gifts/enter/"


@pytest.fixture
def form(campaign: Campaign, now: datetime) -> dict[str, Any]:
    return {
        "way": "bank",
        "amount": "1,250.50",
        "currency": "usd",
        "arrived_on": now.date().isoformat(),
        "campaign": campaign.pk,
        "rate": "",
        "why": "statement 7, line 3",
        "email": "Odo@Lantern.example",
        "name": "Odo  Marsh",
        "name_shown": "shown",
        "shows_amount": "on",
        "message": "For the boat",
    }


def raised(campaign: Campaign) -> int:
    return int(with_raised(Campaign.objects.filter(pk=campaign.pk)).get().raised_minor)  # type: ignore[attr-defined]


def test_a_gift_that_arrived_counts_at_once_and_says_who_entered_it(
    desk: Visitor, form: dict[str, Any], campaign: Campaign, ada: User
) -> None:
    assert 'value="USD"' in desk.get(ENTER).text

    answer = desk.post(ENTER, form)

    gift = Gift.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{DESK}gifts/{gift.pk}/")
    assert (gift.amount_minor, gift.state, gift.name) == (125050, GiftState.SETTLED, "Odo Marsh")
    assert gift.donor is not None
    assert gift.donor.address == "odo@lantern.example"
    change = gift.changes.get()
    assert (change.by, change.why) == (ada, "statement 7, line 3")
    assert raised(campaign) == 125050


def test_the_same_gift_is_entered_twice_only_on_purpose(
    desk: Visitor, form: dict[str, Any], campaign: Campaign
) -> None:
    desk.post(ENTER, form)

    again = desk.post(ENTER, form)
    assert again.status_code == 422
    assert "A gift like this was entered today." in again.text
    assert 'type="checkbox" name="again"' in again.text
    assert raised(campaign) == 125050
    assert desk.post(ENTER, form | {"again": "on"}).status_code == 303

    assert raised(campaign) == 250100


def test_one_that_was_undone_may_be_entered_again(desk: Visitor, form: dict[str, Any]) -> None:
    desk.post(ENTER, form)
    desk.post(f"{DESK}gifts/{Gift.objects.get().pk}/mistake/", {"why": "wrong name"})

    assert desk.post(ENTER, form).status_code == 303


def test_another_currency_counts_at_the_banks_rate_or_at_the_staffs(
    desk: Visitor, form: dict[str, Any], campaign: Campaign
) -> None:
    desk.post(ENTER, form | {"amount": "100", "currency": "EUR", "rate": "1,085"})
    desk.post(ENTER, form | {"amount": "100", "currency": "USD", "rate": "9"})
    unknown = {"amount": "100", "currency": "UGX", "name": "Kei", "why": "cash box"}
    refused = desk.post(ENTER, form | unknown)
    given = desk.post(ENTER, form | unknown | {"rate": "0.00027"})

    euros, dollars, shillings = Gift.objects.order_by("id")
    assert (euros.counted_minor, Decimal(euros.rate), euros.rate_source) == (
        10850, Decimal("1.085"), "newsroom",
    )  # fmt: skip
    assert (dollars.counted_minor, dollars.rate) == (10000, "1")
    assert refused.status_code == 422
    assert "There is no rate from UGX to USD." in refused.text
    assert given.status_code == 303
    assert (shillings.amount_minor, shillings.counted_minor) == (100, 3)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"amount": "0"}, "more than nothing"),
        ({"amount": "12.505"}, "more decimals"),
        ({"currency": "ZZZ"}, "There is no currency ZZZ"),
        ({"why": ""}, "Say why"),
        ({"arrived_on": "2999-01-01"}, "It cannot have arrived yet"),
        ({"arrived_on": "2001-01-01"}, "too long ago"),
        ({"rate": "-1"}, "A rate is a number"),
        ({"rate": "0"}, "A rate is a number"),
        ({"rate": "1e9"}, "A rate is a number"),
        ({"name": ""}, "Without a name there is none to show."),
        ({"way": "stripe"}, "Select a valid choice"),
        ({"campaign": "999999"}, "Select a valid choice"),
        ({"email": "odo"}, "not an e-mail address"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    desk: Visitor, form: dict[str, Any], sent: dict[str, str], words: str
) -> None:
    answer = desk.post(ENTER, form | sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert not Gift.objects.exists()
    assert not Entry.objects.exists()


def test_of_an_anonymous_donor_no_name_is_kept(desk: Visitor, form: dict[str, Any]) -> None:
    desk.post(ENTER, form | {"name_shown": "anonymous"})

    assert Gift.objects.get().name == ""


def test_an_old_gift_is_no_second_one(
    desk: Visitor, form: dict[str, Any], give: Give, now: datetime
) -> None:
    give(125050, name="Odo Marsh")
    Gift.objects.update(created_at=now - timedelta(days=2))

    assert desk.post(ENTER, form).status_code == 303
