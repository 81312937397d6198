"""A donor with gifts, a provider that can be out of reach, and the letters that come."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.utils import timezone

from broadsheet.funding.donors.addresses import donor_of
from broadsheet.funding.models import Campaign, Every, Gift, RegularGift, RegularState
from broadsheet.funding.providers.contract import Unreachable
from broadsheet.funding.receipts.numbers import issue_receipts
from broadsheet.funding.receipts.tests.given import NADIA, settled
from broadsheet.lib.money import Money
from broadsheet.notices.outbox import GATHER
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.post_office import PostOffice


@dataclass(eq=False)
class Till:
    """Stands in for the provider: takes note of what it is asked for, unless it is away."""

    name: str = "stripe"
    is_away: bool = False
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def charge_range(self, currency: str) -> tuple[int, int]:
        return 50, 1_000_000

    def chargeable(self, money: Money) -> Money:
        return money

    def why_closed(self) -> str:
        return ""

    def end_regular(self, reference: str, *, key: str) -> None:
        self._take("end", reference)

    def change_regular(self, reference: str, *, charged: Money, key: str) -> None:
        self._take("change", reference, charged.amount_minor)

    def _take(self, what: str, reference: str, minor: int = 0) -> None:
        if self.is_away:
            raise Unreachable("no answer")
        self.asked.append((what, reference, minor))


def monthly(campaign: Campaign, *, now: datetime, email: str = NADIA, **values: Any) -> RegularGift:
    """A monthly gift of 20 and 0.90 for its fee that has been paid once."""
    columns = {
        "provider": "stripe",
        "currency": "USD",
        "every": Every.MONTH,
        "state": RegularState.ACTIVE,
        "reference": "sub_1",
        "created_at": now,
    }
    regular = RegularGift.objects.create(
        campaign=campaign,
        donor=donor_of(email, now=now),
        amount_minor=2000,
        cover_minor=90,
        **columns | values,
    )
    settled(campaign, Money(2000, "USD"), now=now, email=email, cover_minor=90, regular=regular)
    return regular


def bring(office: PostOffice, *, at: datetime | None = None) -> list[EmailMessage]:
    """Receipts are issued, and everything is sent after the minute in which it is gathered."""
    at = at or timezone.now()
    office.clear()
    issue_receipts(now=at)
    send_due(now=at + 2 * GATHER)
    return office.letters


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def link(letter: EmailMessage, below: str) -> str:
    """The path in a letter's text that begins so."""
    here = re.escape(settings.SITE_ADDRESS)
    return re.findall(rf"^{here}({re.escape(below)}\S+)$", text_of(letter), re.M)[0]


def path(url: str) -> str:
    """What follows the site's own address."""
    return url.removeprefix(settings.SITE_ADDRESS)


def of(email: str) -> list[Gift]:
    """The gifts made with an address, in order."""
    return list(Gift.objects.filter(donor__address=email).order_by("pk"))
