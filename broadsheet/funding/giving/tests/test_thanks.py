"""The page of one gift says what is true of it, and never more."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.funding.giving.tests.conftest import Rule
from broadsheet.funding.giving.tests.paying import PAGE, Till, gift_form
from broadsheet.funding.models import Campaign, Gift, GiftState
from broadsheet.funding.providers.contract import PaymentState
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import dollars, paid, pledged, refund

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

WAITS = '<noscript><meta http-equiv="refresh" content="10"></noscript>'
RETURNED = {
    "every": "month",
    "email": "mara@lantern.example",
    "name": "Mara Voss",
    "name_shown": "hidden",
}


def page_of(visitor: Client, gift: Gift) -> str:
    answer = visitor.get(f"/support/thanks/{gift.token}/")
    assert answer.status_code == 200
    return answer.text


def test_the_page_is_its_donors_alone(visitor: Client, campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(25))

    headers = visitor.get(f"/support/thanks/{gift.token}/").headers

    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Surrogate-Key" not in headers
    assert visitor.get(f"/support/thanks/{uuid4()}/").status_code == 404


def test_what_is_not_paid_is_not_said_to_be_and_can_go_on(
    visitor: Client, campaign: Campaign
) -> None:
    visitor.post("/support/records-usd/", gift_form(**RETURNED))
    gift = Gift.objects.get()

    page = page_of(visitor, gift)

    assert "<h1>Not paid yet</h1>" in page
    assert f'href="{PAGE}/{gift.token}"' in page
    assert WAITS in page
    assert "waiting.js" in page
    assert "Thank you" not in page
    for secret in ("mara@lantern.example", "Mara Voss"):
        assert secret not in page


def test_after_half_an_hour_the_page_looks_again_no_more(
    visitor: Client, campaign: Campaign
) -> None:
    long_ago = timezone.now() - timedelta(minutes=31)
    gift = pledged(campaign, dollars(25), created_at=long_ago, checkout_url=f"{PAGE}/x")

    page = page_of(visitor, gift)

    assert f'href="{PAGE}/x"' in page
    assert "http-equiv" not in page
    assert "it looks again by itself" not in page


def test_a_bank_debit_is_on_its_way(visitor: Client, campaign: Campaign, now: datetime) -> None:
    gift = pledged(campaign, dollars(25), checkout_url=f"{PAGE}/x")
    take_in(paid(gift, state=PaymentState.PROCESSING), now=now)

    page = page_of(visitor, gift)

    assert "Your gift is on its way" in page
    assert "Thank you" not in page
    assert "http-equiv" not in page


def test_what_has_settled_is_thanked_for(
    visitor: Client, campaign: Campaign, now: datetime, rule: Rule
) -> None:
    rule(thanks="We send two more requests.")
    gift = pledged(campaign, dollars(25), cover_minor=106)
    take_in(paid(gift), now=now)

    page = page_of(visitor, gift)

    assert "<h1>Thank you</h1>" in page
    assert 'Your gift of <span class="amount">$25</span> has arrived, for: <bdi>The records' in page
    assert "We send two more requests." in page
    assert '<span class="amount">$26.06</span>' in page
    assert "You gave no address, so no receipt comes by mail." in page


def test_a_monthly_donor_hears_of_the_receipt_without_the_address(
    visitor: Client, campaign: Campaign, now: datetime
) -> None:
    visitor.post("/support/records-usd/", gift_form(**RETURNED))
    gift = Gift.objects.get()
    Gift.objects.update(provider="stripe")
    gift.refresh_from_db()
    take_in(paid(gift), now=now)

    page = page_of(visitor, gift)

    assert "The receipt comes by mail to the address that you gave." in page
    assert "It comes again every month, until you end it" in page
    assert "lantern.example" not in page


@pytest.mark.parametrize(
    ("gone", "said"),
    [(5, 'class="amount">$5</span> of it went back to you.'), (25, "This gift went back to you")],
)
def test_what_went_back_is_said(
    visitor: Client, campaign: Campaign, now: datetime, gone: int, said: str
) -> None:
    gift = pledged(campaign, dollars(25))
    take_in(paid(gift, refunds=(refund(dollars(gone)),)), now=now)

    assert said in page_of(visitor, gift)


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (GiftState.FAILED, "The payment did not go through"),
        (GiftState.EXPIRED, "This gift was not finished"),
    ],
)
def test_what_came_to_nothing_can_be_begun_anew(
    visitor: Client, campaign: Campaign, state: GiftState, heading: str
) -> None:
    gift = pledged(campaign, dollars(25), state=state, checkout_url=f"{PAGE}/x")

    page = page_of(visitor, gift)

    assert f"<h1>{heading}</h1>" in page
    assert 'class="support-button" href="/support/records-usd/"' in page
    assert f"{PAGE}/x" not in page
    assert visitor.post(f"/support/thanks/{gift.token}/").status_code == 303


def test_while_nobody_answers_nothing_is_lost_and_trying_again_is_the_same_gift(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    till.is_gone = True
    sent = visitor.post("/support/records-usd/", gift_form())
    gift = Gift.objects.get()
    own = f"/support/thanks/{gift.token}/"

    page = page_of(visitor, gift)
    still = visitor.post(own)
    till.is_gone = False
    again = visitor.post(own)
    once_more = visitor.post(own)

    assert (sent.status_code, sent.headers["Location"]) == (303, own)
    assert "The payment page does not answer" in page
    assert "Nothing was charged." in page
    assert '<form method="post">' in page
    assert still.headers["Location"] == own
    assert again.headers["Location"] == once_more.headers["Location"] == f"{PAGE}/{gift.token}"
    assert [order.key for order in till.begun] == [f"gift-{gift.token}"]
    assert Gift.objects.count() == 1


def test_trying_again_without_end_has_to_wait(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    till.is_gone = True
    visitor.post("/support/records-usd/", gift_form())
    own = f"/support/thanks/{Gift.objects.get().token}/"

    answers = [visitor.post(own) for _ in range(7)]

    assert answers[0].status_code == 303
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Nothing was charged" in answers[-1].text


def test_a_gift_that_was_never_begun_is_begun_anew_after_a_day(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    gift = pledged(
        campaign, dollars(25), created_at=timezone.now() - timedelta(days=1), checkout=""
    )

    page = page_of(visitor, gift)

    assert "This gift was never begun" in page
    assert "<form" not in page
    visitor.post(f"/support/thanks/{gift.token}/")
    assert not till.begun


def test_another_site_cannot_ask_for_the_payment_page(visitor: Client, campaign: Campaign) -> None:
    gift = pledged(campaign, dollars(25), checkout="")

    refused = visitor.post(
        f"/support/thanks/{gift.token}/", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert refused.status_code == 403
