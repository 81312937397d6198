"""Exports, and who took them; and the rules of the funding."""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

import pytest

from broadsheet.conftest import Visitor
from broadsheet.delivery.models import Touched
from broadsheet.funding.desk.tests.conftest import DESK, MAIL, MESSAGE, NAME, Give
from broadsheet.funding.models import (
    FundingRules,
    GiftChange,
    Receipt,
    ReceiptSeries,
)
from broadsheet.funding.rulebook import rules
from broadsheet.funding.settling.refunding import ask_for_refund
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

EXPORTS, RULES = f"{DESK}exports/", f"{DESK}rules/"
AS_DELIVERED = {
    "is_open": "on",
    "currencies_typed": "USD",
    "presets_typed": "10\n25\n50\n100",
    "takes_monthly": "on",
    "takes_yearly": "on",
    "fee_percent": "2.90",
    "fee_fixed": "0.30",
    "messages_wait": "on",
    "has_wall": "on",
    "entity": "",
    "entity_address": "",
    "tax_words": "",
    "transfer_words": "",
    "thanks": "",
}


def sheet_of(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_gifts_are_exported_with_their_donors_only_where_that_was_chosen(
    desk: Visitor, give: Give, ada: User, now: datetime
) -> None:
    gift = give(2500, name="=HYPERLINK(1)")
    ask_for_refund(gift, amount=Money(500, "USD"), by=ada, why="", now=now)
    form = {"sheet": "gifts", "since": "", "until": ""}

    answer = desk.post(EXPORTS, form)
    plain = sheet_of(answer)
    full = sheet_of(desk.post(EXPORTS, form | {"with_donors": "on"}))
    none = sheet_of(desk.post(EXPORTS, form | {"until": "2020-01-01"}))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="gifts-')
    assert "name" not in plain[0]
    assert (plain[0]["amount"], plain[0]["went back"], plain[0]["state"]) == (
        "25.00", "5.00", "settled",
    )  # fmt: skip
    assert (full[0]["name"], full[0]["e-mail"]) == ("'=HYPERLINK(1)", MAIL)
    assert full[0]["message"] == MESSAGE
    assert none == []


def test_the_ledger_is_exported_posting_by_posting(desk: Visitor, give: Give) -> None:
    give(2500)

    rows = sheet_of(desk.post(EXPORTS, {"sheet": "ledger", "with_donors": "on"}))

    assert [(row["account"], row["amount"]) for row in rows] == [
        ("bank", "25.00"),
        ("gifts", "-25.00"),
    ]
    assert NAME not in str(rows)
    assert "with donors" not in GiftChange.objects.latest("id").what


def test_receipts_are_exported_by_number(desk: Visitor, give: Give, now: datetime) -> None:
    series = ReceiptSeries.objects.create(entity="The Lantern", year=2026, last_number=2)
    for number in (2, 1):
        Receipt.objects.create(
            series=series, number=number, gift=give(number * 100), name=NAME, issued_at=now
        )

    rows = sheet_of(desk.post(EXPORTS, {"sheet": "receipts", "with_donors": "on"}))

    assert [(row["receipt"], row["amount"], row["name"]) for row in rows] == [
        ("2026-000001", "1.00", NAME),
        ("2026-000002", "2.00", NAME),
    ]


def test_who_took_which_file_is_written_down_before_it_leaves(
    desk: Visitor, give: Give, ada: User
) -> None:
    give()
    refused = desk.post(EXPORTS, {"sheet": "gifts", "since": "2026-05-02", "until": "2026-05-01"})
    strange = desk.post(EXPORTS, {"sheet": "readers_user"})
    assert (refused.status_code, strange.status_code) == (422, 422)
    assert not GiftChange.objects.filter(gift=None).exists()

    desk.post(EXPORTS, {"sheet": "gifts", "since": "2026-05-01", "with_donors": "on"})

    change = GiftChange.objects.get(gift=None)
    assert (change.by, change.what) == (ada, "exported gifts with donors, 2026-05-01 – …")
    assert change.what in desk.get(EXPORTS).text


def test_the_rules_are_shown_and_changed_as_people_write_them(
    desk: Visitor, newsroom: object, ada: User
) -> None:
    page = desk.get(RULES).text
    Touched.objects.all().delete()
    sent = AS_DELIVERED | {
        "currencies_typed": "eur, usd",
        "presets_typed": "1,000\n5.50",
        "fee_percent": "1.75",
        "fee_fixed": "0",
        "entity": "The Lantern",
        "has_wall": "",
    }

    answer = desk.post(RULES, sent)

    stored = FundingRules.objects.get()
    assert 'value="2.9"' in page
    assert 'value="0.30"' in page
    assert answer.status_code == 303
    assert (stored.currencies, stored.presets_minor) == (["EUR", "USD"], [550, 100000])
    assert (stored.fee_basis_points, stored.fee_fixed_minor) == (175, 0)
    assert (rules().entity, rules().has_wall) == ("The Lantern", False)
    assert Touched.objects.filter(key="site").exists()
    assert GiftChange.objects.get().by == ada


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"currencies_typed": "dollars"}, "Currencies are codes"),
        ({"currencies_typed": "USD, USD"}, "each once"),
        ({"presets_typed": "0\n10"}, "more than nothing"),
        ({"presets_typed": "ten"}, "“ten” is no amount"),
        ({"fee_percent": "21"}, "less than or equal to 20"),
        ({"fee_fixed": "-1"}, "is no amount"),
        ({"entity": "x" * 121}, "at most 120"),
    ],
)
def test_rules_that_make_no_sense_are_refused_whole(
    desk: Visitor, newsroom: object, sent: dict[str, str], words: str
) -> None:
    answer = desk.post(RULES, AS_DELIVERED | {"has_wall": ""} | sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert not FundingRules.objects.exists()


def test_a_closed_funding_says_why(desk: Visitor, newsroom: object) -> None:
    desk.post(RULES, AS_DELIVERED | {"is_open": ""})

    assert "The rules say that no gifts are taken." in desk.get(RULES).text
