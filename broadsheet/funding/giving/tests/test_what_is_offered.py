"""The form offers what the rules allow, and says what will be charged."""

from datetime import datetime

import pytest
from django.test import Client

from broadsheet.delivery.models import Touched
from broadsheet.funding.giving.tests.conftest import Rule
from broadsheet.funding.giving.tests.paying import Till, gift_form
from broadsheet.funding.models import (
    Campaign,
    Gift,
)
from broadsheet.newsroom.models import NewsroomSettings

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


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


def test_the_page_stays_within_its_queries(
    visitor: Client, campaign: Campaign, now: datetime, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        visitor.get("/support/records-usd/")
