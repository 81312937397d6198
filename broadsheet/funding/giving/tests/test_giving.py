"""The form becomes a gift, written down before its donor is sent on to pay."""

import pytest
from django.test import Client

from broadsheet.funding.giving.tests.conftest import Rule
from broadsheet.funding.giving.tests.paying import PAGE, Till, gift_form
from broadsheet.funding.models import (
    Campaign,
    Donor,
    Every,
    Gift,
    GiftState,
    MessageState,
    NameShown,
    RegularGift,
)

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


def test_a_gift_is_written_down_and_leads_to_the_payment_page(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    answer = visitor.post("/support/records-usd/", gift_form())

    gift = Gift.objects.get()
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{PAGE}/{gift.token}"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert (gift.amount_minor, gift.cover_minor, gift.currency) == (2500, 0, "USD")
    assert (gift.campaign, gift.state, gift.name_shown) == (campaign, "pending", "anonymous")
    assert gift.donor is None
    assert gift.regular is None
    order = till.begun[0]
    assert order.key == f"gift-{gift.token}"
    assert order.charged.amount_minor == 2500
    assert order.title == "Gift to Broadsheet: The records fund"


def test_all_that_a_donor_says_is_kept(visitor: Client, campaign: Campaign, till: Till) -> None:
    said = gift_form(
        choice="other",
        amount="12.50",
        covers="1",
        every="month",
        name_shown="shown",
        name="  Mara   Voss ",
        shows_amount="1",
        message="For the\r\nrecords.",
        email="Mara@Lantern.example",
    )

    visitor.post("/support/records-usd/", said)

    gift = Gift.objects.select_related("regular", "donor").get()
    assert (gift.amount_minor, gift.cover_minor) == (1250, 69)
    assert (gift.name, gift.name_shown, gift.shows_amount) == ("Mara Voss", NameShown.SHOWN, True)
    assert (gift.message, gift.message_state) == ("For the records.", MessageState.WAITING)
    assert gift.donor is not None
    assert gift.donor.address == "mara@lantern.example"
    assert gift.regular is not None
    assert (gift.regular.every, gift.regular.amount_minor) == (Every.MONTH, 1250)
    order = till.begun[0]
    assert order.charged.amount_minor == 1319
    assert order.title == (
        "Monthly gift to Broadsheet: The records fund ($12.50, and $0.69 for the fee)"
    )


def test_what_somebody_who_tells_nobody_typed_as_a_name_is_not_kept(
    visitor: Client, campaign: Campaign
) -> None:
    visitor.post("/support/records-usd/", gift_form(name="Mara Voss"))

    assert Gift.objects.get().name == ""


def test_without_a_campaign_a_gift_is_for_the_newsroom(visitor: Client) -> None:
    page = visitor.get("/support/").text
    answer = visitor.post("/support/", gift_form())

    assert 'action="/support/"' in page
    assert answer.status_code == 303
    assert Gift.objects.get().campaign is None


def test_a_gift_goes_to_the_campaign_that_its_donor_read_of(
    visitor: Client, campaign: Campaign
) -> None:
    assert 'action="/support/records-usd/"' in visitor.get("/support/").text


def test_messages_that_need_not_wait_are_shown(
    visitor: Client, campaign: Campaign, rule: Rule
) -> None:
    rule(messages_wait=False)

    visitor.post("/support/records-usd/", gift_form(message="For the records."))

    assert Gift.objects.get().message_state == MessageState.SHOWN


def test_a_gift_begun_twice_is_two_gifts_of_one_donor(visitor: Client, campaign: Campaign) -> None:
    for written in ("mara@lantern.example", "MARA@lantern.example"):
        visitor.post("/support/", gift_form(every="month", email=written))

    assert Gift.objects.filter(state=GiftState.PENDING).count() == 2
    assert RegularGift.objects.count() == 2
    assert Donor.objects.count() == 1
