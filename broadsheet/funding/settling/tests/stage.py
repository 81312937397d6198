"""The stage: the site on one side, the rehearsal's world on the other, and what joins them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import stripe
from django.db import transaction

from broadsheet.funding.ledger.book import GIFTS
from broadsheet.funding.models import (
    Campaign,
    EntryKind,
    Every,
    Gift,
    GiftState,
    Ledger,
    NameShown,
    Posting,
    Receipt,
)
from broadsheet.funding.providers.contract import BadEvent
from broadsheet.funding.providers.registry import REHEARSAL, stand_in
from broadsheet.funding.providers.rehearsal.store import Doc
from broadsheet.funding.providers.rehearsal.testing import Rehearsal, rehearsal
from broadsheet.funding.providers.stripe import line
from broadsheet.funding.settling.arithmetic import share_gone
from broadsheet.funding.settling.incoming import take_in_event
from broadsheet.funding.settling.pledging import Pledge, begin_checkout, pledge
from broadsheet.funding.settling.sweeping import sweep
from broadsheet.funding.settling.tests.cast import raised, require_sound_ledger
from broadsheet.lib.money import Money

DAY = timedelta(days=1)


@dataclass
class Stage:
    """One site with one campaign, and one world."""

    campaign: Campaign
    outside: Rehearsal

    @property
    def now(self) -> datetime:
        return self.outside.world.at()

    def pledge(self, amount: Money, *, cover_minor: int = 0, every: Every = Every.ONCE) -> Gift:
        """A donor sends the form, and is sent on to the checkout."""
        wish = Pledge(
            amount=amount,
            cover_minor=cover_minor,
            every=every,
            campaign=self.campaign,
            email=f"{uuid4().hex}@lantern.example",
            name="Ada",
            name_shown=NameShown.HIDDEN,
            shows_amount=False,
            message="",
        )
        with transaction.atomic():
            gift = pledge(wish, provider_name=REHEARSAL, now=self.now)
        begin_checkout(gift, title=self.campaign.title, language="en", now=self.now)
        return gift

    def deliver(self, event: Doc, *, is_forged: bool = False, at: datetime | None = None) -> bool:
        """Post an event to the site; whether it was believed."""
        body, headers = self.outside.deliver(event, is_forged=is_forged, at=at)
        try:
            take_in_event(self.outside.provider, body=body, headers=headers, now=self.now)
        except BadEvent:
            return False
        return True

    def deliver_new(self) -> None:
        for event in self.outside.new_events():
            self.deliver(event)

    def pass_by(self, span: timedelta) -> None:
        self.outside.move_clock(span)

    def sweep(self) -> None:
        sweep(self.outside.provider, now=self.now)

    def require_truth(self) -> None:
        """What the site says is what has happened outside, to the smallest unit."""
        require_sound_ledger()
        truth = self.outside.world.truth()
        gifts = {gift.payment: gift for gift in Gift.objects.filter(state=GiftState.SETTLED)}
        happened = {one.payment: one for one in truth.payments.values() if one.paid}
        assert gifts.keys() == happened.keys()
        expected = 0
        for payment, one in happened.items():
            gift = gifts[payment]
            assert gift.charged == Money(one.paid, one.currency)
            gone = min(one.refunded + one.disputed, one.paid)
            counted = gift.counted_minor or 0
            expected += counted - share_gone(counted, gone=gone, whole=one.paid)
        assert raised(self.campaign) == expected
        self._require_balance()

    def _require_balance(self) -> None:
        """The provider's account in the ledger is the balance there, but for what was paid out."""
        there: Counter[str] = Counter()
        for booked in self.outside.world.store.find("balance_transaction"):
            if not booked["type"].startswith(("stripe_fee", "payout")):
                there[booked["currency"].upper()] += booked["net"]
        here: Counter[str] = Counter()
        for posting in Posting.objects.filter(account=REHEARSAL).exclude(kind=EntryKind.PAYOUT):
            here[posting.currency] += posting.amount_minor
        assert {c: n for c, n in here.items() if n} == {c: n for c, n in there.items() if n}

    def require_receipts(self) -> None:
        """Each settled gift has one, and the numbers have no gap."""
        numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, Gift.objects.filter(state=GiftState.SETTLED).count() + 1))


@contextmanager
def staged(folder: Path, campaign: Campaign, *, now: datetime) -> Iterator[Stage]:
    """A stage whose ledger is a rehearsal's."""
    assert not Posting.objects.filter(account=GIFTS).exists()
    Ledger.objects.update_or_create(pk=1, defaults={"is_rehearsal": True})
    no_pauses = patch.object(stripe.HTTPClient, "_sleep_time_seconds", lambda *_, **__: 0)
    # A busy machine is no fault of the provider's.
    patience = patch.multiple(
        line, DEADLINE_SECONDS=120.0, CONNECT_SECONDS=60.0, ANSWER_SECONDS=60.0
    )
    with (
        rehearsal(folder, now=now) as outside,
        stand_in(REHEARSAL, outside.provider),
        no_pauses,
        patience,
    ):
        yield Stage(campaign=campaign, outside=outside)
