"""A campaign that is over, or has not begun, takes no gift, and nobody loses what they typed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.funding.giving.tests.paying import gift_form
from broadsheet.funding.models import (
    Campaign,
    Gift,
)

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


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
