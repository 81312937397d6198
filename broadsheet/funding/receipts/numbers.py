"""Receipts get their numbers: one for every settled gift, without a gap, and their letters.

Numbers run from 1 in each year, for each legal entity by itself: the year is that of the day on
which the receipt is issued, where the newsroom is. The row of the series is the lock under which
a number is given, and a number is given in the transaction in which its receipt is written: what
is not written uses up none. What is still to be done stands in the gifts' rows, so that a round
that dies is made good by the next.
"""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.funding.models import FundingRules, Gift, GiftState, Receipt, ReceiptSeries
from broadsheet.funding.models.receipts import ENTITY_MAX_LENGTH
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.outbox import notify

# The kind of the letter that brings a receipt.
RECEIPT = "receipt"
AT_ONCE = 200
# Between two of them SQLite's only write lock is free for somebody else.
PAUSE_SECONDS = 0.003
# An address has five urgent letters an hour, codes to sign in with among them; see notices.
URGENT_AN_HOUR = 2


def is_anything_to_issue() -> bool:
    """Whether a settled gift waits for its receipt. One query, of an index of these alone."""
    return _without_receipt().exists()


def issue_receipts(*, now: datetime) -> int:
    """Give up to 200 settled gifts their receipts, in the order in which they were settled.

    Each in a transaction of its own, with the letter's place in the outbox. Returns how many.
    """
    waiting = _without_receipt().order_by("settled_at", "pk").values_list("pk", flat=True)
    issued = 0
    for gift_id in list(waiting[:AT_ONCE]):
        if issued:
            time.sleep(PAUSE_SECONDS)
        issued += _issue(gift_id, now=now)
    return issued


def _without_receipt() -> QuerySet[Gift]:
    return Gift.objects.filter(state=GiftState.SETTLED, receipted_at=None)


@transaction.atomic
def _issue(gift_id: int, *, now: datetime) -> bool:
    """Whether this call issued it: another worker may have been faster."""
    rules = FundingRules.objects.first() or FundingRules()
    series = _locked_series(rules, now=now)
    waiting = _without_receipt().select_for_update(of=("self",), no_key=True)
    gift = waiting.select_related("donor").filter(pk=gift_id).first()
    if gift is None:
        return False
    Gift.objects.filter(pk=gift.pk).update(receipted_at=now)
    if Receipt.objects.filter(gift=gift).exists():
        return False
    series.last_number += 1
    series.save(update_fields=["last_number"])
    receipt = Receipt.objects.create(
        series=series,
        number=series.last_number,
        gift=gift,
        entity_address=rules.entity_address,
        tax_words=rules.tax_words,
        name=gift.name,
        issued_at=now,
        posted_at=now if _address(gift) else None,
    )
    _post(receipt, gift, now=now)
    return True


def _locked_series(rules: FundingRules, *, now: datetime) -> ReceiptSeries:
    """The series of this entity and year; whoever else gives its numbers waits."""
    newsroom = NewsroomSettings.load()
    entity = (rules.entity or newsroom.name)[:ENTITY_MAX_LENGTH]
    year = now.astimezone(ZoneInfo(newsroom.time_zone)).year
    found = ReceiptSeries.objects.select_for_update(no_key=True).filter(entity=entity, year=year)
    while (series := found.first()) is None:
        row = ReceiptSeries(entity=entity, year=year)
        ReceiptSeries.objects.bulk_create([row], ignore_conflicts=True)
    return series


def _post(receipt: Receipt, gift: Gift, *, now: datetime) -> None:
    address = _address(gift)
    if not address:
        return
    lately = Receipt.objects.filter(gift__donor=gift.donor, issued_at__gt=now - timedelta(hours=1))
    notify(
        address,
        event=f"receipt:{receipt.pk}",
        kind=RECEIPT,
        group=f"receipt:{receipt.pk}",
        about={"receipt": receipt.pk},
        now=now,
        is_urgent=lately.count() <= URGENT_AN_HOUR,
    )


def _address(gift: Gift) -> str:
    return gift.donor.address if gift.donor else ""
