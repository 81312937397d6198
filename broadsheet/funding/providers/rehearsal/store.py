"""The world's file: documents as JSON in SQLite, safe for several threads and processes.

It is written apart from the site's database on purpose: what happened outside stays happened
when a transaction of ours is rolled back or a process is killed.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Doc = dict[str, Any]

BUSY_SECONDS = 10.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    due INTEGER,
    body TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS document_by_kind ON document (kind, seq);
CREATE INDEX IF NOT EXISTS document_by_day ON document (kind, created);
CREATE INDEX IF NOT EXISTS document_due ON document (due, seq) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS link (
    kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (kind, field, value, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS delivery (
    event TEXT PRIMARY KEY, seq INTEGER NOT NULL, due REAL NOT NULL, attempts INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due, seq);
CREATE TABLE IF NOT EXISTS movement (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    payment TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, words TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT NOT NULL, at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""

# By what the documents of a kind are looked up, besides their own id.
FOUND_BY = {
    "checkout.session": ("payment_intent", "subscription", "customer"),
    "payment_intent": ("customer",),
    "charge": ("payment_intent", "customer"),
    "price": ("product",),
    "customer": ("email",),
    "subscription": ("customer",),
    "subscription_item": ("subscription",),
    "invoice": ("customer", "subscription"),
    "invoice_payment": ("invoice", "payment_intent"),
    "line_item": ("invoice",),
    "refund": ("charge", "payment_intent"),
    "dispute": ("charge", "payment_intent"),
    "balance_transaction": ("source", "payout"),
    "event": ("type",),
}

AFTER = "seq < (SELECT seq FROM document WHERE id = ?)"
AHEAD_OF = "seq > (SELECT seq FROM document WHERE id = ?)"


class Store:
    """One connection, used in turns by the threads of a process; changes lock the whole file."""

    def __init__(self, path: Path, *, keeps_log_short: bool = True) -> None:
        self._turn = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")  # it need not outlive the machine's power
        if not keeps_log_short:
            # One process alone copies the log back: several may damage the file, see
            # site/database/checkpoints.py.
            self._db.execute("PRAGMA wal_autocheckpoint=0")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._turn:
            self._db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All or nothing; within another change it is part of that one."""
        with self._turn:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    @contextmanager
    def look(self) -> Iterator[None]:
        """Everything that is read within is of one moment."""
        with self._turn:
            if self._depth:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def add(self, doc: Doc, *, note: Doc | None = None, due: int | None = None) -> Doc:
        """A new document. `note` is what the world remembers of it and shows to nobody."""
        kind = doc["object"]
        cursor = self._run(
            "INSERT INTO document (id, kind, created, due, body, note) VALUES (?, ?, ?, ?, ?, ?)",
            (doc["id"], kind, doc.get("created", 0), due, _json(doc), _json(note or {})),
        )
        self._link(kind, int(cursor.lastrowid or 0), doc, note or {})
        return doc

    def save(self, doc: Doc, *, note: Doc | None = None) -> Doc:
        """Overwrite a document, and its note where one is given."""
        row = self._run("SELECT seq, note FROM document WHERE id = ?", (doc["id"],)).fetchone()
        kept = json.loads(row[1]) if note is None else note
        self._run(
            "UPDATE document SET body = ?, note = ? WHERE seq = ?",
            (_json(doc), _json(kept), row[0]),
        )
        self._link(doc["object"], row[0], doc, kept)
        return doc

    def get(self, reference: str) -> Doc | None:
        row = self._run("SELECT body FROM document WHERE id = ?", (reference,)).fetchone()
        return json.loads(row[0]) if row else None

    def note_of(self, reference: str) -> Doc:
        row = self._run("SELECT note FROM document WHERE id = ?", (reference,)).fetchone()
        return json.loads(row[0]) if row else {}

    def relink(self, reference: str, field: str, value: str) -> None:
        """Let a document be found by another value of a field that only its note has."""
        row = self._run(
            "SELECT seq, kind, note FROM document WHERE id = ?", (reference,)
        ).fetchone()
        seq, kind, note = row[0], row[1], json.loads(row[2])
        self._run("DELETE FROM link WHERE kind = ? AND field = ? AND value = ? AND seq = ?",
                  (kind, field, note.get(field, ""), seq))  # fmt: skip
        note[field] = value
        self._run("UPDATE document SET note = ? WHERE seq = ?", (_json(note), seq))
        self._link(kind, seq, {}, note)

    def become_due(self, reference: str, at: int | None) -> None:
        """When the world acts on a document by itself; never, for None."""
        self._run("UPDATE document SET due = ? WHERE id = ?", (at, reference))

    def due(self, now: int) -> list[Doc]:
        rows = self._run("SELECT body FROM document WHERE due <= ? ORDER BY due, seq", (now,))
        return [json.loads(row[0]) for row in rows.fetchall()]

    def find(
        self,
        kind: str,
        *,
        by: Mapping[str, str] | None = None,
        since: int | None = None,
        before: int | None = None,
        after: str = "",
        ahead_of: str = "",
        limit: int = -1,
    ) -> list[Doc]:
        """The newest first, as Stripe lists; `by` takes fields of `FOUND_BY` alone.

        `since` and `before` are bounds of `created`; `after` and `ahead_of` are ids in the list.
        With `ahead_of` and a limit it is the nearest ones that count.
        """
        where, values = ["kind = ?"], [kind]  # type: tuple[list[str], list[Any]]
        for field, value in (by or {}).items():
            where.append("seq IN (SELECT seq FROM link WHERE kind = ? AND field = ? AND value = ?)")
            values += [kind, field, value]
        for clause, bound in (("created >= ?", since), ("created < ?", before)):
            if bound is not None:
                where.append(clause)
                values.append(bound)
        for clause, cursor in ((AFTER, after), (AHEAD_OF, ahead_of)):
            if cursor:
                where.append(clause)
                values.append(cursor)
        order = "ASC" if ahead_of else "DESC"
        sql = f"SELECT body FROM document WHERE {' AND '.join(where)} ORDER BY seq {order} LIMIT ?"  # noqa: S608 (fixed words)
        found = [json.loads(row[0]) for row in self._run(sql, (*values, limit)).fetchall()]
        return found[::-1] if ahead_of else found

    def setting(self, name: str, default: Any = None) -> Any:
        row = self._run("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else default

    def set(self, name: str, value: Any) -> None:
        self._run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, json.dumps(value)))

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """For the tables beside the documents."""
        return self._run(sql, values).fetchall()

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        with self._turn:
            return self._db.execute(sql, values)

    def _link(self, kind: str, seq: int, doc: Doc, note: Doc) -> None:
        for field in FOUND_BY.get(kind, ()):
            value = doc.get(field) or note.get(field)
            if value:
                self._run(
                    "INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?)", (kind, field, value, seq)
                )


def _json(doc: Doc) -> str:
    return json.dumps(doc, separators=(",", ":"), ensure_ascii=False)
