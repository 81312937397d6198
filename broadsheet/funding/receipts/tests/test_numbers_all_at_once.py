"""Several workers number receipts at the same moment: no gap, no double, none left out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from broadsheet.funding.models import Receipt, ReceiptSeries
from broadsheet.funding.receipts.numbers import _issue, issue_receipts
from broadsheet.funding.receipts.tests.given import SettleGift
from broadsheet.notices.models import Notice

WORKERS, GIFTS = 4, 24

# Other tests with real transactions may have left an empty database behind.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_many_workers_give_each_gift_one_number(settle_gift: SettleGift, now: datetime) -> None:
    gifts = [settle_gift() for _ in range(GIFTS)]

    def work(_: int) -> int:
        try:
            return issue_receipts(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as threads:
        issued = list(threads.map(work, range(WORKERS)))

    receipts = list(Receipt.objects.order_by("number"))
    assert sum(issued) == GIFTS
    assert [one.number for one in receipts] == list(range(1, GIFTS + 1))
    assert [one.gift_id for one in receipts] == [gift.pk for gift in gifts]
    assert ReceiptSeries.objects.get().last_number == GIFTS
    assert Notice.objects.count() == GIFTS


def test_workers_at_different_gifts_do_not_take_the_same_number(
    settle_gift: SettleGift, now: datetime
) -> None:
    gifts = [settle_gift() for _ in range(GIFTS)]

    def work(share: int) -> list[bool]:
        try:
            return [_issue(gift.pk, now=now) for gift in gifts[share::WORKERS]]
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as threads:
        issued = list(threads.map(work, range(WORKERS)))

    assert all(all(one) for one in issued)
    given = Receipt.objects.order_by("number").values_list("number", flat=True)
    assert list(given) == list(range(1, GIFTS + 1))
