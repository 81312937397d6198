"""The triggers that make the database itself keep the ledger.

Postings come first, their foreign key to the entry deferred to the end of the transaction; the
entry comes last. Its trigger refuses it unless it is the next one, chained to the last, and its
postings sum to nothing in each currency. From then on nothing of it may be added to, changed or
deleted. Django's AlterField makes a table of SQLite anew and drops its triggers silently: a
migration that touches these tables must call `install` afterwards, and `missing` tells.
"""

from typing import Any

from broadsheet.funding.ledger.chain import FIRST

ENTRY, POSTING, LEDGER = "funding_entry", "funding_posting", "funding_ledger"
CAMPAIGN = "funding_campaign"

NAMES = {
    "entry_is_sound": ENTRY,
    "entry_is_not_changed": ENTRY,
    "entry_is_not_deleted": ENTRY,
    "posting_is_not_late": POSTING,
    "posting_is_not_changed": POSTING,
    "posting_is_not_deleted": POSTING,
    "ledger_keeps_its_kind": LEDGER,
    "ledger_is_not_deleted": LEDGER,
    "ledger_is_not_replaced": LEDGER,
    "campaign_keeps_its_currency": CAMPAIGN,
    "campaign_is_not_replaced": CAMPAIGN,
}
# PostgreSQL alone has TRUNCATE, which fires no trigger of a row.
TRUNCATE_NAMES = {
    "entry_is_not_truncated": ENTRY,
    "posting_is_not_truncated": POSTING,
    "ledger_is_not_truncated": LEDGER,
}

# (what is wrong, a condition in SQL that both databases know). NEW is the entry.
_ENTRY_RULES = (
    (
        "an entry must follow the last one",
        f"NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM {ENTRY})",
    ),
    (
        "an entry must be chained to the last one",
        (
            f"NEW.previous <> COALESCE((SELECT digest FROM {ENTRY}"
            f" WHERE number = NEW.number - 1), '{FIRST}')"
        ),
    ),
    # SQLite's INSERT OR REPLACE would delete the other one, and fire no trigger.
    (
        "an entry is written once",
        f"EXISTS (SELECT 1 FROM {ENTRY} WHERE source = NEW.source OR digest = NEW.digest)",
    ),
    (
        "an entry has two postings at least",
        f"(SELECT COUNT(*) FROM {POSTING} WHERE entry_id = NEW.number) < 2",
    ),
    (
        "an entry must balance in every currency",
        (
            f"EXISTS (SELECT 1 FROM {POSTING} WHERE entry_id = NEW.number"
            " GROUP BY currency HAVING SUM(amount_minor) <> 0)"
        ),
    ),
    (
        "a posting is of the kind and campaign of its entry",
        (
            f"EXISTS (SELECT 1 FROM {POSTING} WHERE entry_id = NEW.number AND (kind <> NEW.kind"
            " OR COALESCE(campaign_id, 0) NOT IN (0, COALESCE(NEW.campaign_id, 0))"
            " OR (account = 'gifts' AND COALESCE(campaign_id, 0) <> COALESCE(NEW.campaign_id, 0))))"
        ),
    ),
    (
        "a campaign is counted in its own currency",
        (
            f"EXISTS (SELECT 1 FROM {POSTING} p JOIN funding_campaign c ON c.id = p.campaign_id"
            " WHERE p.entry_id = NEW.number AND p.currency <> c.currency)"
        ),
    ),
    (
        "money of the rehearsal never enters a real ledger",
        (
            f"EXISTS (SELECT 1 FROM {POSTING}"
            " WHERE entry_id = NEW.number AND account = 'rehearsal')"
            f" AND NOT EXISTS (SELECT 1 FROM {LEDGER} WHERE is_rehearsal)"
        ),
    ),
)
_POSTING_RULES = (
    (
        "an entry that is sealed takes no more postings",
        f"EXISTS (SELECT 1 FROM {ENTRY} WHERE number = NEW.entry_id)",
    ),
    (
        "a posting is written once",
        f"EXISTS (SELECT 1 FROM {POSTING} WHERE id = NEW.id)",
    ),
)
_KIND_RULES = (
    (
        "whose ledger it is cannot be changed once it has an entry",
        f"NEW.is_rehearsal <> OLD.is_rehearsal AND EXISTS (SELECT 1 FROM {ENTRY})",
    ),
)
_LEDGER_DELETE_RULES = (("a ledger with entries stays", f"EXISTS (SELECT 1 FROM {ENTRY})"),)
# SQLite's INSERT OR REPLACE deletes the row first, and fires no trigger that guards it.
_LEDGER_RULES = (
    (
        "there is one ledger, and whose it is was decided before its first entry",
        (
            f"EXISTS (SELECT 1 FROM {LEDGER} WHERE id = NEW.id)"
            f" OR (NEW.is_rehearsal AND EXISTS (SELECT 1 FROM {ENTRY}))"
        ),
    ),
)
# Its postings are counted in the one, and sealed under the other.
_CAMPAIGN_RULES = (
    (
        "a campaign with entries keeps its currency and its name",
        (
            "(NEW.id <> OLD.id OR NEW.currency <> OLD.currency OR NEW.slug <> OLD.slug)"
            f" AND EXISTS (SELECT 1 FROM {ENTRY} WHERE campaign_id = OLD.id)"
        ),
    ),
)
_CAMPAIGN_INSERT_RULES = (
    (
        "a campaign with entries is not replaced",
        f"EXISTS (SELECT 1 FROM {ENTRY} WHERE campaign_id = NEW.id)",
    ),
)
_NEVER = (("the ledger only grows: correct it by a new entry", "1 = 1"),)

# (name, event, rules)
_TRIGGERS = (
    ("entry_is_sound", "INSERT", _ENTRY_RULES),
    ("entry_is_not_changed", "UPDATE", _NEVER),
    ("entry_is_not_deleted", "DELETE", _NEVER),
    ("posting_is_not_late", "INSERT", _POSTING_RULES),
    ("posting_is_not_changed", "UPDATE", _NEVER),
    ("posting_is_not_deleted", "DELETE", _NEVER),
    ("ledger_keeps_its_kind", "UPDATE", _KIND_RULES),
    ("ledger_is_not_deleted", "DELETE", _LEDGER_DELETE_RULES),
    ("ledger_is_not_replaced", "INSERT", _LEDGER_RULES),
    ("campaign_keeps_its_currency", "UPDATE", _CAMPAIGN_RULES),
    ("campaign_is_not_replaced", "INSERT", _CAMPAIGN_INSERT_RULES),
)
# The rows of a table whose key is no INTEGER have a hidden number, by which one can be replaced.
_ON_SQLITE_ALONE = {
    "entry_is_sound": (
        (
            "an entry never takes the place of another",
            f"EXISTS (SELECT 1 FROM {ENTRY} WHERE rowid = NEW.rowid)",
        ),
    ),
}
# Who reads what was there when the transaction began does not see the entry written since.
_ON_POSTGRESQL_ALONE = {
    name: (
        (
            "this is changed at the isolation of read committed only",
            (
                f"NEW.{column} <> OLD.{column}"
                " AND current_setting('transaction_isolation') <> 'read committed'"
            ),
        ),
    )
    for name, column in (
        ("ledger_keeps_its_kind", "is_rehearsal"),
        ("campaign_keeps_its_currency", "currency"),
    )
}
# Whoever does this waits for whoever is about to seal an entry: without the lock, a posting added
# meanwhile would not see the entry that it is too late for.
_IN_TURN = ("posting_is_not_late", "campaign_keeps_its_currency")


def install(connection: Any) -> None:
    """Make the triggers, replacing those that are there."""
    remove(connection)
    compose = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor:
        for name, event, rules in _TRIGGERS:
            for statement in compose(name, event, rules):
                cursor.execute(statement)
        if connection.vendor == "postgresql":
            for name, table in TRUNCATE_NAMES.items():
                for statement in _against_truncate(name, table):
                    cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers away: for migrations that make these tables anew, and for tests."""
    with connection.cursor() as cursor:
        for name, table in (NAMES | TRUNCATE_NAMES).items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS funding_{name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing(connection: Any) -> list[str]:
    """The names of the triggers that should be there and are not, or do nothing. One query."""
    wanted = NAMES | (TRUNCATE_NAMES if connection.vendor == "postgresql" else {})
    query = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        " AND pg_table_is_visible(c.oid)"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {(name, table) for name, table in cursor.fetchall()}
    return sorted(name for name, table in wanted.items() if (name, table) not in found)


def _on_sqlite(name: str, event: str, rules: tuple[tuple[str, str], ...]) -> list[str]:
    checks = "".join(
        f"SELECT RAISE(ABORT, 'ledger: {words}') WHERE {condition};"
        for words, condition in (*rules, *_ON_SQLITE_ALONE.get(name, ()))
    )
    return [f"CREATE TRIGGER {name} BEFORE {event} ON {NAMES[name]} BEGIN {checks} END"]


def _on_postgresql(name: str, event: str, rules: tuple[tuple[str, str], ...]) -> list[str]:
    lock = f"PERFORM 1 FROM {LEDGER} FOR UPDATE; " if name in _IN_TURN else ""
    checks = "".join(
        f"IF {condition} THEN RAISE EXCEPTION 'ledger: {words}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        for words, condition in (*rules, *_ON_POSTGRESQL_ALONE.get(name, ()))
    )
    row = "OLD" if event == "DELETE" else "NEW"
    return [
        (
            f"CREATE FUNCTION funding_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard$"
            f" BEGIN {lock}{checks}RETURN {row}; END $guard$"
        ),
        (
            f"CREATE TRIGGER {name} BEFORE {event} ON {NAMES[name]}"
            f" FOR EACH ROW EXECUTE FUNCTION funding_{name}()"
        ),
    ]


def _against_truncate(name: str, table: str) -> list[str]:
    return [
        (
            f"CREATE FUNCTION funding_{name}() RETURNS trigger LANGUAGE plpgsql AS $guard$"
            f" BEGIN RAISE EXCEPTION 'ledger: {_NEVER[0][0]}'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $guard$"
        ),
        (
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION funding_{name}()"
        ),
    ]
