"""The funding at a glance: what was raised, this month, over time, and what waits."""

from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.conftest import Visitor
from broadsheet.funding.desk.over_time import over_time
from broadsheet.funding.desk.overview import months
from broadsheet.funding.desk.tests.conftest import DESK, NAME, Give
from broadsheet.funding.models import (
    CASH,
    Alarm,
    Campaign,
    Gift,
    GiftState,
    ProviderEvent,
    UnmatchedLine,
)
from broadsheet.funding.settling.refunding import ask_for_refund
from broadsheet.lib.money import Money
from broadsheet.readers.models import User


def test_a_month_is_told_by_the_ledger_currency_by_currency(
    give: Give, ada: User, now: datetime
) -> None:
    gift = give(5000)
    give(2500)
    give(1000, "EUR", campaign=None, way=CASH)
    ask_for_refund(gift, amount=Money(1000, "USD"), by=ada, why="", now=now)
    Gift.objects.create(
        provider="stripe", amount_minor=700, currency="USD", state=GiftState.PROCESSING,
        created_at=now,
    )  # fmt: skip

    euros, dollars = months(now=now)

    assert (euros.settled, euros.gifts, euros.refunded) == ("10 €", 1, "0 €")
    assert (dollars.settled, dollars.gifts) == ("75 $", 2)
    assert (dollars.on_the_way, dollars.refunded, dollars.disputed) == ("7 $", "10 $", "0 $")
    assert [month.on_the_way for month in months(now=now + timedelta(days=40))] == ["7 $"]


def test_gifts_over_time_are_summed_by_day_or_week_in_one_currency(
    give: Give, now: datetime
) -> None:
    for minor, days in ((1000, 0), (500, 0), (700, 3), (300, 10), (9900, 40)):
        gift = give(minor)
        Gift.objects.filter(pk=gift.pk).update(settled_at=now - timedelta(days=days))
    give(1234, "EUR", campaign=None)

    monthly = over_time({}, now=now)
    quarterly = over_time({"period": "quarter", "currency": "USD"}, now=now)
    euros = over_time({"currency": "EUR", "period": "?"}, now=now)

    assert len(monthly.stretches) == 30
    assert [(one.amount, one.gifts) for one in monthly.stretches[-1:]] == [("15 $", 2)]
    assert (monthly.total, monthly.gifts, monthly.is_weekly) == ("25 $", 4, False)
    assert [one.amount for one in quarterly.stretches[-2:]] == ["3 $", "22 $"]
    assert (quarterly.total, quarterly.gifts) == ("124 $", 5)
    assert (euros.total, euros.gifts) == ("12.34 €", 1)
    assert [choice.label for choice in monthly.currencies] == ["USD", "EUR"]


def test_the_page_says_what_waits_and_why_no_gifts_are_taken(
    desk: Visitor, give: Give, now: datetime
) -> None:
    give()
    UnmatchedLine.objects.create(
        provider="stripe", reference="t", kind="fee", currency="USD", amount_minor=-1, seen_at=now
    )
    ProviderEvent.objects.create(provider="stripe", event="e", kind="k", received_at=now)
    Alarm.objects.create(began_at=now, declined=41, settled=2)

    page = desk.get(DESK).text

    for words in (
        NAME,
        "25 $</span> of 5,000 $",
        "1 message waits for the wall of thanks",
        "1 line of the provider’s matches nothing",
        "1 event of the provider’s waits",
        "Somebody seems to try out cards.",
        "No gifts are taken.",
        "<title>",
        "1 gift, 25 $ in all",
    ):
        assert words in page
    assert (
        "style=" not in page.partition('<figure class="fund-chart">')[2].partition("</figure>")[0]
    )


def test_an_empty_newsroom_sees_what_to_do(desk: Visitor) -> None:
    page = desk.get(DESK).text

    for words in (
        "There is no campaign.",
        "Nothing has moved",
        "No gift was settled",
        "New campaign",
    ):
        assert words in page


def test_the_page_takes_as_many_queries_for_one_gift_as_for_many(
    desk: Visitor, give: Give, campaign: Campaign
) -> None:
    give()
    desk.get(DESK)
    with CaptureQueriesContext(connection) as queries:
        desk.get(DESK)
    few = len(queries)
    for minor in range(100, 130):
        give(minor)

    with CaptureQueriesContext(connection) as queries:
        desk.get(DESK)

    assert len(queries) == few < 40
