"""The cast of the funding's desk: a campaign, a few gifts, and who may do what."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from broadsheet.conftest import MakeStaff, Visitor, new_visitor
from broadsheet.funding.models import BANK, Campaign, Gift, NameShown
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.tests.campaigns import records_fund
from broadsheet.lib.money import Money
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.readers.models import User

DESK = "/desk/funding/"
NAME, MAIL, MESSAGE = "Berta Quill", "berta@lantern.example", "Keep the light on"

Give = Callable[..., Gift]


@pytest.fixture
def now() -> datetime:
    """The desk looks at its own clock: what is there happened a moment ago."""
    return timezone.now()


@pytest.fixture
def campaign(newsroom: object, now: datetime) -> Campaign:
    NewsroomSettings.objects.update(currency_sign="after")
    return records_fund(now=now - timedelta(days=10), slug="records")


@pytest.fixture
def give(campaign: Campaign, now: datetime) -> Give:
    """Enters a settled gift; say only what matters to the test."""

    def enter(minor: int = 2500, currency: str = "USD", **more: Any) -> Gift:
        usual: dict[str, Any] = {
            "way": BANK,
            "campaign": campaign,
            "arrived_on": now.date(),
            "why": "statement 7",
            "email": MAIL,
            "name": NAME,
            "name_shown": NameShown.SHOWN,
            "message": MESSAGE,
        }
        given = HandedOver(amount=Money(minor, currency), **usual | more)
        return enter_gift(given, by=None, now=now)

    return enter


@pytest.fixture
def ada(staff: MakeStaff) -> User:
    return staff("ada", roles.ADMINISTRATORS)


@pytest.fixture
def desk(visitor: Visitor, ada: User) -> Visitor:
    """An administrator's browser."""
    visitor.force_login(ada)
    return visitor


@pytest.fixture
def editors_desk(staff: MakeStaff) -> Visitor:
    browser = new_visitor()
    browser.force_login(staff("edda", roles.EDITORS))
    return browser
