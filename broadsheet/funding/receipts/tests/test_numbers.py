"""Receipts: one a settled gift, numbered without a gap for each legal entity and year."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.funding import jobs
from broadsheet.funding.models import (
    BANK,
    Campaign,
    FundingRules,
    Gift,
    GiftState,
    Receipt,
    ReceiptSeries,
)
from broadsheet.funding.receipts import numbers
from broadsheet.funding.receipts.numbers import is_anything_to_issue, issue_receipts
from broadsheet.funding.receipts.tests.given import NADIA, SettleGift
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.settling.tests.cast import dollars, pledged
from broadsheet.lib.jobs.models import Job
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.models import Notice

HOUR = timedelta(hours=1)


def written() -> list[str]:
    return [
        str(one) for one in Receipt.objects.order_by("series__entity", "series__year", "number")
    ]


def test_numbers_follow_the_order_of_settlement(
    settle_gift: SettleGift, campaign: Campaign, now: datetime
) -> None:
    later, first = settle_gift(now=now + HOUR), settle_gift(now=now)
    pledged(campaign, dollars(5))

    assert issue_receipts(now=now + 2 * HOUR) == 2

    assert written() == ["2026-000001", "2026-000002"]
    assert [one.gift for one in Receipt.objects.order_by("number")] == [first, later]
    assert not is_anything_to_issue()
    assert issue_receipts(now=now + 3 * HOUR) == 0


def test_a_receipt_holds_what_was_true_when_it_was_issued(
    settle_gift: SettleGift, now: datetime
) -> None:
    rules = FundingRules.objects.create(
        pk=1, entity="The Lantern Press", entity_address="4 Quay Street", tax_words="Deductible."
    )
    settle_gift(name="Zoë Ångström")
    issue_receipts(now=now)

    rules.entity, rules.tax_words = "Lantern Trust", ""
    rules.save()
    settle_gift(email="")
    issue_receipts(now=now)

    first, second = Receipt.objects.order_by("pk")
    assert (first.series.entity, str(first)) == ("The Lantern Press", "2026-000001")
    assert (first.entity_address, first.tax_words) == ("4 Quay Street", "Deductible.")
    assert (first.name, first.posted_at) == ("Zoë Ångström", now)
    assert (second.series.entity, str(second)) == ("Lantern Trust", "2026-000001")
    assert (second.name, second.tax_words, second.posted_at) == ("", "", None)
    assert [notice.address for notice in Notice.objects.all()] == [NADIA]


def test_the_year_turns_where_the_newsroom_is(settle_gift: SettleGift) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.time_zone = "Pacific/Auckland"
    newsroom.save()
    in_auckland_it_is_2027 = datetime(2026, 12, 31, 12, tzinfo=UTC)
    for at in (in_auckland_it_is_2027 - HOUR - HOUR, in_auckland_it_is_2027):
        settle_gift(now=at)
        issue_receipts(now=at)

    assert written() == ["2026-000001", "2027-000001"]
    assert ReceiptSeries.objects.first().entity == newsroom.name  # type: ignore[union-attr]


def test_what_the_staff_enters_has_a_receipt_too(campaign: Campaign, now: datetime) -> None:
    given = HandedOver(dollars(40), BANK, campaign, now.date(), "Statement 12", email=NADIA)
    gift = enter_gift(given, by=None, now=now)

    assert issue_receipts(now=now) == 1
    assert Receipt.objects.get().gift == gift
    assert Notice.objects.get().about == {"receipt": Receipt.objects.get().pk}


def test_a_number_whose_receipt_was_not_written_is_given_to_the_next(
    settle_gift: SettleGift, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_gift()
    settle_gift()

    def dies(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(numbers, "_post", dies)
        with pytest.raises(RuntimeError):
            issue_receipts(now=now)
    assert not Receipt.objects.exists()
    assert not Gift.objects.exclude(receipted_at=None).exists()

    assert issue_receipts(now=now) == 2
    assert written() == ["2026-000001", "2026-000002"]


def test_a_gift_whose_mark_was_lost_keeps_its_one_receipt(
    settle_gift: SettleGift, now: datetime
) -> None:
    gift = settle_gift()
    issue_receipts(now=now)
    Gift.objects.filter(pk=gift.pk).update(receipted_at=None)

    assert issue_receipts(now=now) == 0
    assert written() == ["2026-000001"]
    assert not is_anything_to_issue()


def test_only_the_first_letters_of_an_hour_are_urgent(
    settle_gift: SettleGift, now: datetime
) -> None:
    for _ in range(4):
        settle_gift()
    issue_receipts(now=now)

    urgent = Notice.objects.order_by("pk").values_list("is_urgent", flat=True)
    assert list(urgent) == [True, True, False, False]


def test_the_round_is_one_query_of_an_index_while_nothing_waits(
    settle_gift: SettleGift, now: datetime
) -> None:
    settle_gift()
    jobs.issue_receipts.call()
    job = Job.objects.get()
    job.delete()
    issue_receipts(now=now)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        jobs.issue_receipts.call()

    assert job.task_path == "broadsheet.funding.jobs.write_receipts"
    assert len(queries) == 1
    assert not Job.objects.exists()
    if connection.vendor == "sqlite":
        plan = Gift.objects.filter(state=GiftState.SETTLED, receipted_at=None).explain()
        assert "gift_without_receipt" in plan
