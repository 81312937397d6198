"""The list of gifts, and one gift with all that happened to it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.conftest import Visitor
from broadsheet.funding.desk.asked import AskedGifts
from broadsheet.funding.desk.tests.conftest import DESK, MAIL, MESSAGE, NAME, Give
from broadsheet.funding.models import (
    CASH,
    Campaign,
    Every,
    Gift,
    GiftState,
    Receipt,
    ReceiptSeries,
    RegularGift,
    Reversal,
)
from broadsheet.funding.settling.refunding import ask_for_refund
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

LIST = f"{DESK}gifts/"


def queries_of(browser: Visitor, path: str) -> tuple[int, str]:
    """How many queries a page takes, and the page."""
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(path).text
    return len(queries), page  # counted now: the next request empties the log


@pytest.fixture
def several(give: Give, campaign: Campaign, now: datetime, ada: User) -> dict[str, Gift]:
    """One gift of each kind."""
    refunded = give(5000, name="Odo Marsh", email="odo@lantern.example", message="")
    ask_for_refund(refunded, amount=Money(2000, "USD"), by=ada, why="too much", now=now)
    disputed = give(6000, name="Una Sand", email="", message="")
    Reversal.objects.create(
        gift=disputed, kind="dispute", state="open", provider="stripe", reference="du_1",
        amount_minor=6000, created_at=now,
    )  # fmt: skip
    regular = RegularGift.objects.create(
        provider="stripe", amount_minor=700, currency="USD", every=Every.MONTH, created_at=now
    )
    monthly = Gift.objects.create(
        provider="stripe", amount_minor=700, currency="USD", regular=regular, payment="pi_77",
        created_at=now - timedelta(days=40), state=GiftState.PROCESSING,
    )  # fmt: skip
    usual = give()
    series = ReceiptSeries.objects.create(entity="The Lantern", year=2026, last_number=12)
    Receipt.objects.create(series=series, number=12, gift=usual, issued_at=now)
    yen = give(2500, "JPY", way=CASH, name="Kei Moor", campaign=None, email="", message="")
    return {
        "usual": usual, "refunded": refunded, "disputed": disputed, "monthly": monthly, "yen": yen,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"usual", "refunded", "disputed", "monthly", "yen"}),
        ({"words": "quill"}, {"usual"}),
        ({"words": "ODO@lantern"}, {"refunded"}),
        ({"words": "light on"}, {"usual"}),
        ({"words": "pi_77"}, {"monthly"}),
        ({"words": "du_1"}, {"disputed"}),
        ({"words": "2026-000012"}, {"usual"}),
        ({"words": "2025-000012"}, set()),
        ({"words": "12"}, {"usual"}),
        ({"words": "25"}, {"usual"}),
        ({"words": "25.00"}, {"usual"}),
        ({"words": "2,500"}, {"yen"}),
        ({"words": "50 $"}, {"refunded"}),
        ({"words": "nobody"}, set()),
        ({"words": "%"}, set()),
        ({"words": "\x00"}, {"usual", "refunded", "disputed", "monthly", "yen"}),
        ({"state": "processing"}, {"monthly"}),
        ({"state": "settled", "every": "once", "mark": "disputed"}, {"disputed"}),
        ({"every": "month"}, {"monthly"}),
        ({"mark": "refunded"}, {"refunded"}),
        ({"mark": "manual"}, {"usual", "refunded", "disputed", "yen"}),
        ({"mark": "message"}, {"usual"}),
        ({"campaign": "999"}, set()),
        ({"until": "2000-01-01"}, set()),
        ({"since": "9999-12-31", "until": "9999-12-31"}, set()),
        ({"state": "?", "since": "0001-01-01", "page": "x"}, {"usual", "refunded", "disputed",
          "monthly", "yen"}),
    ],
)  # fmt: skip
def test_gifts_are_found_by_what_is_known_of_them(
    several: dict[str, Gift], query: dict[str, str], found: set[str]
) -> None:
    names = {gift.pk: name for name, gift in several.items()}

    asked = AskedGifts.from_query(query)

    assert {names[gift.pk] for gift in asked.gifts()} == found
    assert AskedGifts.from_query(query | {}).query == asked.query


def test_a_period_is_of_whole_days(several: dict[str, Gift], now: datetime) -> None:
    day = several["monthly"].created_at.date()
    asked = AskedGifts(since=day - timedelta(days=1), until=day + timedelta(days=1))

    assert [gift.pk for gift in asked.gifts()] == [several["monthly"].pk]


def test_the_list_shows_what_helps_in_as_many_queries_for_one_as_for_many(
    desk: Visitor, several: dict[str, Gift], give: Give
) -> None:
    desk.get(LIST)
    few, page = queries_of(desk, LIST)
    for number in range(60):
        give(1000 + number)
    many, first = queries_of(desk, LIST)
    second = desk.get(f"{LIST}?page=2").text

    for words in (NAME, "50 $", "Given back", "Disputed", "On its way", "Every month", "¥"):
        assert words in page
    assert few == many < 30
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    assert "Odo Marsh" in second


def test_one_gift_tells_all_that_happened_to_it(desk: Visitor, several: dict[str, Gift]) -> None:
    refunded = desk.get(f"{LIST}{several['refunded'].pk}/").text
    usual = desk.get(f"{LIST}{several['usual'].pk}/").text

    for words in ("Odo Marsh", "odo@lantern.example", "30 $ is left", "too much", "ada", "-20 $"):
        assert words in refunded
    for words in (NAME, MAIL, MESSAGE, "2026-000012", "statement 7", "The records fund", "-25 $"):
        assert words in usual
    assert desk.get(f"{LIST}999999/").status_code == 404


def test_one_gift_takes_a_fixed_number_of_queries(
    desk: Visitor, give: Give, ada: User, now: datetime
) -> None:
    gift = give(5000)
    path = f"{LIST}{gift.pk}/"
    ask_for_refund(gift, amount=Money(100, "USD"), by=ada, why="a", now=now)
    desk.get(path)
    few, _page = queries_of(desk, path)
    for _number in range(3):
        ask_for_refund(gift, amount=Money(100, "USD"), by=ada, why="a", now=now)

    assert queries_of(desk, path)[0] == few < 30
