from datetime import datetime
from typing import Any

import pytest

from broadsheet.funding.models import Campaign, Gift
from broadsheet.funding.receipts.tests.given import SettleGift, settled
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money

TWENTY_FIVE = Money(2500, "USD")


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    return records_fund(now=now)


@pytest.fixture
def settle_gift(campaign: Campaign, now: datetime) -> SettleGift:
    """A settled gift of $25; say only what matters to the test."""

    def settle(amount: Money = TWENTY_FIVE, **values: Any) -> Gift:
        return settled(campaign, amount, **{"now": now} | values)

    return settle
