"""Gifts that have arrived, as provider and staff would have them."""

from datetime import datetime
from typing import Any, Protocol

from broadsheet.funding.donors.addresses import donor_of
from broadsheet.funding.models import Campaign, Gift, NameShown
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import paid, pledged
from broadsheet.lib.money import Money

NADIA, BEN = "nadia@lantern.example", "ben@lantern.example"


class SettleGift(Protocol):
    def __call__(self, amount: Money = ..., **values: Any) -> Gift: ...


def settled(campaign: Campaign | None, amount: Money, *, now: datetime, **values: Any) -> Gift:
    """A gift that its provider has called paid; `email` and `name` are its donor's."""
    email = values.pop("email", NADIA)
    name = values.pop("name", "")
    columns = {
        "donor": donor_of(email, now=now) if email else None,
        "name": name,
        "name_shown": NameShown.SHOWN if name else NameShown.ANONYMOUS,
    }
    gift = pledged(campaign, amount, **columns | values)
    take_in(paid(gift, paid_at=now), now=now)
    gift.refresh_from_db()
    return gift
