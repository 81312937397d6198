from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.delivery.models import Touched
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
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings

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


def test_nothing_is_preselected_but_once_and_nobody(visitor: Client, campaign: Campaign) -> None:
    page = visitor.get("/support/").text

    assert page.count(" checked") == 2
    assert 'name="every" value="once" checked' in page
    assert 'name="name_shown" value="anonymous" checked' in page
    assert "2.9% + $0.30" in page


def test_only_what_the_rules_offer_is_offered_and_taken(
    visitor: Client, campaign: Campaign, rule: Rule
) -> None:
    rule(takes_monthly=False, takes_yearly=False, fee_basis_points=0, fee_fixed_minor=0)

    page = visitor.get("/support/").text
    answer = visitor.post("/support/", gift_form(every="month", email="m@lantern.example"))

    assert 'name="every"' not in page
    assert 'name="covers"' not in page
    assert answer.status_code == 422
    assert visitor.post("/support/", gift_form()).status_code == 303


@pytest.mark.parametrize("why", ["provider", "rules", "currencies"])
def test_a_closed_site_shows_the_page_without_a_form(
    visitor: Client, campaign: Campaign, till: Till, rule: Rule, why: str
) -> None:
    till.closed = "There is no key." if why == "provider" else ""
    rule(
        is_open=why != "rules",
        currencies=["XTS" if why == "currencies" else "USD"],
        transfer_words="IBAN XX00 1234",
    )

    page = visitor.get("/support/")
    answer = visitor.post("/support/", gift_form())

    assert page.status_code == 200
    assert "<form" not in page.text
    assert "Gifts cannot be taken online just now." in page.text
    assert "IBAN XX00 1234" in page.text
    assert "There is no key." not in page.text
    assert visitor.get("/support/form/sum/?choice=2500").json() == {"words": ""}
    assert answer.status_code == 503
    assert not Gift.objects.exists()


def test_a_sample_says_that_it_is_a_rehearsal(visitor: Client, campaign: Campaign) -> None:
    assert "This is a rehearsal" not in visitor.get("/support/").text

    own = NewsroomSettings.load()
    own.is_sample = True
    own.save()

    assert "This is a rehearsal: no money moves here" in visitor.get("/support/").text


def test_a_campaign_that_has_ended_says_so_and_leads_on(
    visitor: Client, campaign: Campaign
) -> None:
    Campaign.objects.update(ends_at=campaign.starts_at + timedelta(days=1))

    page = visitor.get("/support/records-usd/").text

    assert "“The records fund” has ended." in page
    assert "<form" not in page
    assert '<a class="support-button" href="/support/">' in page


def test_a_campaign_that_ends_while_somebody_types_keeps_the_form_and_asks_again(
    visitor: Client, campaign: Campaign
) -> None:
    Campaign.objects.update(ends_at=campaign.starts_at + timedelta(days=1))

    answer = visitor.post("/support/records-usd/", gift_form(message="For the records."))

    assert answer.status_code == 409
    assert "The records fund has ended. If you send this again, you give for: Broadsheet." in (
        answer.text
    )
    assert 'action="/support/"' in answer.text
    assert "For the records." in answer.text
    assert not Gift.objects.exists()


def test_a_campaign_that_is_not_there_or_has_not_begun_is_not_found(
    visitor: Client, campaign: Campaign
) -> None:
    Campaign.objects.update(starts_at=timezone.now() + timedelta(days=1))

    for path in ("/support/nothing/", "/support/records-usd/"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, gift_form()).status_code == 404


def test_another_site_cannot_begin_a_gift(visitor: Client, campaign: Campaign) -> None:
    refused = visitor.post("/support/", gift_form(), headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert not Gift.objects.exists()


def test_the_form_may_lead_to_the_payment_page_and_no_other_page_may(
    visitor: Client, campaign: Campaign
) -> None:
    assert (
        "form-action 'self' https:" in visitor.get("/support/").headers["Content-Security-Policy"]
    )
    assert "form-action 'self';" in visitor.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("choice=2500&every=once", "You pay $25, once."),
        ("choice=2500&covers=1&every=month", "You pay $25 + $1.06 = $26.06 every month, until"),
        ("amount=12.50&every=year", "You pay $12.50 every year, until you end it."),
        ("amount=nonsense&every=once", ""),
        ("", ""),
    ],
)
def test_the_sum_is_reckoned_for_the_script_as_it_will_be_charged(
    visitor: Client, campaign: Campaign, query: str, words: str
) -> None:
    answer = visitor.get(f"/support/form/sum/?{query}")

    assert answer.json()["words"].startswith(words)
    assert bool(answer.json()["words"]) is bool(words)
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_change_of_the_rules_makes_every_page_anew(newsroom: object, rule: Rule) -> None:
    Touched.objects.all().delete()

    rule(takes_yearly=False)

    assert Touched.objects.filter(key="site").exists()


def test_a_gift_begun_twice_is_two_gifts_of_one_donor(visitor: Client, campaign: Campaign) -> None:
    for written in ("mara@lantern.example", "MARA@lantern.example"):
        visitor.post("/support/", gift_form(every="month", email=written))

    assert Gift.objects.filter(state=GiftState.PENDING).count() == 2
    assert RegularGift.objects.count() == 2
    assert Donor.objects.count() == 1


def test_the_page_stays_within_its_queries(
    visitor: Client, campaign: Campaign, now: datetime, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        visitor.get("/support/records-usd/")
