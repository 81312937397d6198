from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from broadsheet.funding.giving import offer
from broadsheet.funding.giving.tests.paying import Till
from broadsheet.funding.models import Campaign, FundingRules
from broadsheet.funding.rulebook import change_rules
from broadsheet.funding.settling import pledging
from broadsheet.funding.tests.campaigns import records_fund

Rule = Callable[..., FundingRules]


@pytest.fixture(autouse=True)
def till(monkeypatch: pytest.MonkeyPatch, newsroom: object) -> Till:
    """Whoever takes this site's gifts."""
    till = Till()
    monkeypatch.setattr(offer, "active", lambda: till)
    monkeypatch.setattr(pledging, "provider", lambda name: till)
    return till


@pytest.fixture
def rule() -> Rule:
    """Changes the rules of the funding: `rule(takes_yearly=False)`."""

    def change(**values: Any) -> FundingRules:
        changed = FundingRules(pk=1, **values)
        changed.full_clean(validate_unique=False, validate_constraints=False)
        change_rules(changed)
        return changed

    return change


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    return records_fund(now=now)
