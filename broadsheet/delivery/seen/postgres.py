"""What has moved in PostgreSQL: a notification tells that rows were added, a snapshot which.

Rows are numbered before they are committed, so the largest number says nothing. Each carries
its transaction, and new are those of transactions that the snapshot of the last news did not
see. Migration 0002 adds the column and the trigger that notifies.

Source: PostgreSQL's manual, 9.27.12 "Transaction ID and Snapshot Information Functions".
"""

import contextlib
from collections.abc import Iterable
from typing import Any

import psycopg

from broadsheet.delivery.seen.watch import Blind, News

CHANNEL = "delivery_touched"
# So that a network that swallows everything is noticed.
PATIENCE = {"connect_timeout": 2, "tcp_user_timeout": 2000, "keepalives_idle": 2}

# Each one statement, so that the rows and the next mark are of one moment.
_SNAPSHOT = "SELECT pg_current_snapshot()::text"
_NEWS = """
SELECT pg_current_snapshot()::text, ARRAY(
  SELECT DISTINCT key FROM delivery_touched
  WHERE transaction >= pg_snapshot_xmin(%(since)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot(transaction, %(since)s::pg_snapshot)
)
"""
# A mark from the future is one of another database.
_HAS_MOVED = """
SELECT pg_snapshot_xmax(%(since)s::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
  OR EXISTS(
    SELECT FROM delivery_touched
    WHERE key = ANY(%(keys)s)
      AND transaction >= pg_snapshot_xmin(%(since)s::pg_snapshot)
      AND NOT pg_visible_in_snapshot(transaction, %(since)s::pg_snapshot)
  )
"""


class PostgresWatch:
    """A connection that listens; `wait` on it, then ask for news."""

    def __init__(self, **address: Any) -> None:
        self._address = address
        self._connection: psycopg.Connection[Any] | None = None
        self._mark = ""

    def mark(self) -> str:
        return self._mark

    def news(self) -> News:
        try:
            return self._news()
        except psycopg.Error as error:
            self.close()
            raise Blind(str(error)) from None

    def has_moved(self, keys: Iterable[str], *, since: str) -> bool:
        try:
            asked = {"keys": list(keys), "since": since}
            row = self._connect().execute(_HAS_MOVED, asked).fetchone()
        except psycopg.Error as error:
            self.close()
            raise Blind(str(error)) from None
        return bool(row and row[0])

    def fileno(self) -> int:
        """What becomes readable with a notification.

        :raises Blind: when there is no connection.
        """
        if self._connection is None:
            raise Blind("There is no connection.")
        try:
            return self._connection.fileno()
        except psycopg.Error as error:  # it has been closed under our hands
            raise Blind(str(error)) from None

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection, self._mark = None, ""

    def _news(self) -> News:
        connection = self._connect()
        if not self._mark:  # what was committed meanwhile is not known
            row = connection.execute(_SNAPSHOT).fetchone()
            self._mark = row[0] if row else ""
            return News(is_all=True)
        row = connection.execute(_NEWS, {"since": self._mark}).fetchone()
        if row is None:
            return News()
        self._mark = row[0]
        return News(frozenset(row[1]))

    def _connect(self) -> psycopg.Connection[Any]:
        if self._connection is None:
            self._connection = psycopg.connect(**self._address | PATIENCE, autocommit=True)
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection
