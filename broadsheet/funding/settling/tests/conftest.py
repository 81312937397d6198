from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.funding.models import Campaign
from broadsheet.funding.settling.tests.stage import Stage, staged
from broadsheet.funding.tests.campaigns import records_fund


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    return records_fund(now=now)


@pytest.fixture
def stage(campaign: Campaign, tmp_path: Path, now: datetime) -> Iterator[Stage]:
    """The site and the rehearsal's world, with the campaign of records."""
    with staged(tmp_path, campaign, now=now) as made:
        yield made
