"""Loading the sample's gifts: each is pledged, paid at the rehearsal and taken in, dated back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from broadsheet.funding.campaigns import open_campaign
from broadsheet.funding.models import (
    Campaign,
    Every,
    FundingRules,
    Gift,
    Ledger,
    MessageState,
    NameShown,
)
from broadsheet.funding.providers.contract import Subject, SubjectKind
from broadsheet.funding.providers.registry import REHEARSAL, provider
from broadsheet.funding.providers.rehearsal.cards import Card
from broadsheet.funding.providers.rehearsal.place import (
    PAGES,
    WORLD,
    folder,
    note_api_address,
    site_keys,
)
from broadsheet.funding.providers.rehearsal.server import Server
from broadsheet.funding.providers.rehearsal.world import World
from broadsheet.funding.settling.pledging import Pledge, begin_checkout, pledge
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.lib.money import Money

MAIL_DOMAIN = "post.example"


def load_gifts(newsroom: dict[str, Any], *, now: datetime) -> None:
    """Open the campaign and have its gifts given, one after another as they were.

    The ledger is the rehearsal's from its first entry on.
    """
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": True})
    FundingRules.objects.update_or_create(pk=1, defaults=newsroom["funding"])
    campaign = _campaign(newsroom["campaign"], now=now)
    rows = newsroom["gifts"]
    with _rehearsal(now=now) as outside:
        gifts: dict[int, Gift] = {}
        for hours_ago, number, is_refund in _in_their_order(rows):
            outside.at = now - timedelta(hours=hours_ago)
            if is_refund:
                outside.give_back(gifts[number])
            else:
                gifts[number] = outside.give(rows[number], campaign=campaign)


class _Outside:
    """The donors, their banks and the clock of the rehearsal."""

    def __init__(self, *, now: datetime) -> None:
        self.at = now
        pages = settings.SITE_ADDRESS + PAGES
        self.world = World(folder() / WORLD, clock=lambda: self.at, pages=pages)

    def give(self, row: dict[str, Any], *, campaign: Campaign) -> Gift:
        if "rate" in row:
            self.world.set_rate(row["currency"], row["rate"])
        gift = pledge(_wish(row, campaign=campaign), provider_name=REHEARSAL, now=self.at)
        begin_checkout(gift, title=campaign.title, language="en", now=self.at)
        is_on_its_way = row.get("on_its_way", False)
        session = self.world.pay(gift.checkout, card=Card.DEBIT if is_on_its_way else Card.WORKS)
        if is_on_its_way:
            # It stays so: the sample's total is what its makers say, however long it runs.
            self.world.store.become_due(session["payment_intent"], None)
        self._look_at(SubjectKind.CHECKOUT, gift.checkout)
        if session["subscription"]:
            self._look_at(SubjectKind.REGULAR, session["subscription"])
        if row.get("message_is_shown"):
            Gift.objects.filter(pk=gift.pk).update(message_state=MessageState.SHOWN)
        gift.refresh_from_db()
        return gift

    def give_back(self, gift: Gift) -> None:
        self.world.refund(gift.payment)
        self._look_at(SubjectKind.PAYMENT, gift.payment)

    def _look_at(self, kind: SubjectKind, reference: str) -> None:
        take_in(provider(REHEARSAL).look_at(Subject(kind, reference)), now=self.at)


@contextmanager
def _rehearsal(*, now: datetime) -> Iterator[_Outside]:
    """The site's own rehearsal, at work for as long as its gifts are being given."""
    for left_over in folder().glob(f"{WORLD}*"):  # of a loading that was broken off
        left_over.unlink()
    outside = _Outside(now=now)
    server = Server(outside.world, key=site_keys().key)
    server.start()
    try:
        note_api_address(server.address)
        yield outside
    finally:
        server.stop()
        outside.world.close()


def _campaign(plan: dict[str, Any], *, now: datetime) -> Campaign:
    return open_campaign(
        title=plan["title"],
        slug="records",
        story=plan["story"],
        goal=Money(plan["goal_minor"], plan["currency"]),
        ticks_minor=plan["ticks_minor"],
        starts_at=now - timedelta(days=30),
    )


def _in_their_order(rows: list[dict[str, Any]]) -> list[tuple[int, int, bool]]:
    """(hours ago, number of the row, whether it goes back), the earliest first."""
    given = [(row["given_hours_ago"], number, False) for number, row in enumerate(rows)]
    back = [
        (row["refunded_hours_ago"], number, True)
        for number, row in enumerate(rows)
        if "refunded_hours_ago" in row
    ]
    return sorted([*given, *back], reverse=True)


def _wish(row: dict[str, Any], *, campaign: Campaign) -> Pledge:
    name = row.get("name", "")
    return Pledge(
        amount=Money(row["amount_minor"], row["currency"]),
        cover_minor=row.get("cover_minor", 0),
        every=Every(row.get("every", Every.ONCE)),
        campaign=campaign,
        email=f"{_mailbox(name or str(row['given_hours_ago']))}@{MAIL_DOMAIN}",
        name=name,
        name_shown=NameShown(row["name_shown"]),
        shows_amount=row.get("shows_amount", False),
        message=row.get("message", ""),
    )


def _mailbox(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
