"""The database itself keeps the ledger, whoever asks it to change something."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from broadsheet.funding.ledger import guards
from broadsheet.funding.ledger.chain import FIRST
from broadsheet.funding.ledger.tests.entries import NOON, enter, records_fund
from broadsheet.funding.models import Campaign, Entry, Ledger, Posting

pytestmark = pytest.mark.django_db

ROW: dict[str, Any] = {
    "number": 2,
    "day": NOON.date(),
    "kind": "gift",
    "rate": "1",
    "given_minor": 1000,
    "given_currency": "USD",
    "digest": "d" * 64,
    "source": "second",
    "written_at": NOON,
}
TWO_LINES = ((("bank"), "USD", 500), ("gifts", "USD", -500))


@pytest.fixture
def fund(newsroom: object) -> Campaign:
    return records_fund()


@pytest.fixture
def first(fund: Campaign) -> Entry:
    return enter("first", campaign=fund)


def insert(
    campaign: Campaign | None,
    *,
    lines: tuple[tuple[str, str, int], ...] = TWO_LINES,
    posted_to: Campaign | None = None,
    posting_kind: str = "gift",
    **changed: Any,
) -> None:
    """Write an entry past our own code, as SQL would."""
    row = ROW | {"previous": Entry.objects.order_by("-number")[0].digest} | changed
    for account, currency, amount in lines:
        Posting.objects.create(
            entry_id=row["number"],
            campaign=(posted_to or campaign) if account == "gifts" else None,
            kind=posting_kind,
            account=account,
            currency=currency,
            amount_minor=amount,
        )
    Entry.objects.bulk_create([Entry(campaign=campaign, **row)])


def test_after_all_migrations_every_trigger_stands() -> None:
    assert guards.missing(connection) == []


def test_a_missing_trigger_is_found() -> None:
    with connection.cursor() as cursor:
        on = " ON funding_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER entry_is_not_changed{on}")

    assert guards.missing(connection) == ["entry_is_not_changed"]


def test_what_is_sound_goes_in(fund: Campaign, first: Entry) -> None:
    insert(fund)

    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("follow the last one", {"number": 3}),
        ("chained to the last one", {"previous": FIRST}),
        ("written once", {"source": "first"}),
        ("two postings", {"lines": ()}),
        ("two postings", {"lines": (("bank", "USD", 1),)}),
        ("balance in every currency", {"lines": (("bank", "USD", 500), ("gifts", "USD", -499))}),
        (
            "balance in every currency",
            {"lines": (("bank", "EUR", 500), ("gifts", "USD", -500))},
        ),
        ("kind and campaign", {"posting_kind": "fee"}),
        ("its own currency", {"lines": (("bank", "EUR", 500), ("gifts", "EUR", -500))}),
        ("rehearsal", {"lines": (("rehearsal", "USD", 500), ("gifts", "USD", -500))}),
    ],
)
def test_what_is_not_sound_is_refused(
    fund: Campaign, first: Entry, words: str, how: dict[str, Any]
) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        insert(fund, **how)

    assert Entry.objects.count() == 1


def test_a_posting_to_another_campaign_is_refused(fund: Campaign, first: Entry) -> None:
    other = records_fund("other")

    with pytest.raises(DatabaseError, match="kind and campaign"), transaction.atomic():
        insert(fund, posted_to=other)


def test_a_samples_ledger_takes_the_rehearsals_money(fund: Campaign) -> None:
    Ledger.objects.create(pk=1, is_rehearsal=True)

    enter("rehearsed", campaign=fund, account="rehearsal")

    assert Entry.objects.count() == 1


def test_a_second_ledger_is_refused(first: Entry) -> None:
    with pytest.raises(DatabaseError, match="one ledger"), transaction.atomic():
        Ledger.objects.bulk_create([Ledger(pk=1, is_rehearsal=True)], ignore_conflicts=True)


def late(entry: Entry) -> None:
    for amount in (1, -1):
        Posting.objects.create(
            entry=entry, kind="gift", account="bank", currency="USD", amount_minor=amount
        )


ATTACKS: dict[str, Callable[[Entry], object]] = {
    "an entry is changed": lambda entry: Entry.objects.update(given_minor=1),
    "an entry is deleted": lambda entry: Entry.objects.all()._raw_delete("default"),
    "a posting is changed": lambda entry: Posting.objects.update(amount_minor=7),
    "a posting is moved": lambda entry: Posting.objects.update(campaign=None),
    "a posting is deleted": lambda entry: Posting.objects.all()._raw_delete("default"),
    "postings come late": late,
    "the ledger changes its kind": lambda entry: Ledger.objects.update(is_rehearsal=True),
    "its campaign is of another currency": lambda entry: Campaign.objects.update(currency="EUR"),
    "its campaign has another name": lambda entry: Campaign.objects.update(slug="others"),
    "its campaign is another": lambda entry: Campaign.objects.update(id=F("id") + 1),
    "the ledger is deleted": lambda entry: Ledger.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_sealed_stays(first: Entry, name: str) -> None:
    with pytest.raises(DatabaseError, match="ledger: "), transaction.atomic():
        ATTACKS[name](first)

    assert (Entry.objects.count(), Posting.objects.count()) == (1, 2)


def test_a_campaign_without_entries_may_change(first: Entry) -> None:
    other = records_fund("other")

    Campaign.objects.filter(pk=other.pk).update(currency="EUR", slug="another")
    Campaign.objects.exclude(pk=other.pk).update(title="The fund of records")

    assert Campaign.objects.filter(title="The fund of records", currency="USD").exists()


@pytest.mark.only_on("sqlite")
def test_sqlite_puts_no_entry_in_the_place_of_another(first: Entry) -> None:
    """By the number of a row that SQLite keeps for itself."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE other AS SELECT rowid AS place, * FROM funding_entry")
        cursor.execute(
            "UPDATE other SET number = 2, previous = digest, digest = 'other', source = 'other'"
        )
        columns = ", ".join(field.attname for field in Entry._meta.concrete_fields)

        with pytest.raises(DatabaseError, match="the place of another"), transaction.atomic():
            _replace_by_place(cursor, columns)

    assert Entry.objects.get().source == "first"


def _replace_by_place(cursor: Any, columns: str) -> None:
    for amount in (1, -1):
        Posting.objects.create(
            entry_id=2, kind="gift", account="bank", currency="USD", amount_minor=amount
        )
    cursor.execute(
        f"INSERT OR REPLACE INTO funding_entry (rowid, {columns})"
        f" SELECT place, {columns} FROM other"
    )


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(
    "turn", ["funding_ledger SET is_rehearsal = TRUE", "funding_campaign SET currency = 'EUR'"]
)
def test_postgresql_looks_at_what_is_there_now(newsroom: object, turn: str) -> None:
    """A transaction that sees what was there when it began could turn a ledger that has entries."""
    records_fund()
    Ledger.objects.create(pk=1)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(DatabaseError, match="read committed"), transaction.atomic():
            cursor.execute(f"UPDATE {turn}")


POSTING = (
    "INSERT INTO funding_posting (entry_id, kind, account, currency, amount_minor)"
    " VALUES (%s, 'gift', 'bank', 'USD', %s) RETURNING entry_id"
)


@pytest.mark.only_on("postgresql")
def test_postgresql_seals_within_one_statement(first: Entry) -> None:
    """All parts of one statement are said to see what was there before it."""
    pair = f"a AS ({POSTING % (1, 5)}), b AS ({POSTING % (1, -5)})"

    with connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="ledger: "), transaction.atomic():
            cursor.execute(f"WITH {pair} SELECT 1")
        with pytest.raises(DatabaseError, match="ledger: "), transaction.atomic():
            cursor.execute(
                "INSERT INTO funding_posting SELECT * FROM funding_posting"
                " ON CONFLICT (id) DO UPDATE SET amount_minor = 1"
            )

    assert Posting.objects.count() == 2


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_posting_comes_late_in_a_transaction_that_began_before_the_entry(
    newsroom: object,
) -> None:
    fund = records_fund()
    Ledger.objects.create(pk=1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT COUNT(*) FROM funding_entry")
            enter("first", campaign=fund)
            with pytest.raises(DatabaseError):
                cursor.execute(f"{POSTING % (1, 5)}; {POSTING % (1, -5)}; COMMIT")
    finally:
        other.close()

    assert Posting.objects.count() == 2


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "table", ["funding_entry", "funding_posting", "funding_ledger", "funding_campaign"]
)
def test_sqlite_replaces_nothing(first: Entry, table: str) -> None:
    before = _rows(table)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    assert _rows(table) == before


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("table", ["funding_entry", "funding_posting", "funding_ledger"])
def test_postgresql_truncates_nothing(first: Entry, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it truncates nothing that still waits
        with pytest.raises(DatabaseError, match="ledger: "), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")

    assert Entry.objects.count() == 1


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return cursor.fetchall()
