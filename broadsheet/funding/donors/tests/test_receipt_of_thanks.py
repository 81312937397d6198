"""The receipt by the page of thanks: for whoever has that gift's token."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.funding.models import Campaign, Receipt
from broadsheet.funding.receipts.numbers import issue_receipts
from broadsheet.funding.receipts.tests.given import BEN, NADIA, SettleGift
from broadsheet.funding.settling.tests.cast import dollars, pledged

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


def test_it_is_there_once_it_is_issued(visitor: Client, settle_gift: SettleGift) -> None:
    gift = settle_gift(now=timezone.now())
    url = f"/support/thanks/{gift.token}/receipt.pdf"

    before = visitor.get(url)
    issue_receipts(now=timezone.now())
    after = visitor.get(url)

    assert before.status_code == 404
    assert "The receipt is being written" in before.text
    assert after.headers["Content-Type"] == "application/pdf"
    assert str(Receipt.objects.get()) in after.headers["Content-Disposition"]
    assert NADIA.encode() not in after.content
    for response in (before, after):
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_another_gifts_token_opens_another_receipt_and_none_opens_none(
    visitor: Client, settle_gift: SettleGift, campaign: Campaign
) -> None:
    mine, other = settle_gift(now=timezone.now()), settle_gift(email=BEN, now=timezone.now())
    unpaid = pledged(campaign, dollars(5))
    issue_receipts(now=timezone.now())

    names = [
        visitor.get(f"/support/thanks/{gift.token}/receipt.pdf").headers["Content-Disposition"]
        for gift in (mine, other)
    ]

    assert names[0] != names[1]
    for token in (unpaid.token, uuid4()):
        assert visitor.get(f"/support/thanks/{token}/receipt.pdf").status_code == 404
