from datetime import datetime

import pytest

from broadsheet.funding.models import Campaign
from broadsheet.funding.tests.campaigns import records_fund


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    return records_fund(now=now)
