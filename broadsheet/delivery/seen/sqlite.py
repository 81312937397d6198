"""What has moved in SQLite: a counter tells that anything was committed, the rows tell what.

`PRAGMA data_version` changes when any other connection commits, and takes microseconds. Rows
are numbered in the order of their commits, since there is one writer at a time.

Source: sqlite.org, pragma.html, "data_version".
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from broadsheet.delivery.seen.watch import Blind, News
from broadsheet.lib.files import FileId, file_id

PATIENCE_SECONDS = 0.2


class SqliteWatch:
    """A connection that never writes."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None
        self._file: FileId | None = None
        self._version = -1
        self._newest: int | None = None

    def mark(self) -> str:
        return "" if self._newest is None else str(self._newest)

    def news(self) -> News:
        try:
            return self._news()
        except sqlite3.Error as error:
            self.close()
            raise Blind(str(error)) from None

    def has_moved(self, keys: Iterable[str], *, since: str) -> bool:
        wanted = list(keys)
        places = ", ".join("?" * len(wanted))
        # Question marks alone are put in.
        asked = f"SELECT 1 FROM delivery_touched WHERE key IN ({places}) AND id > ? LIMIT 1"  # noqa: S608
        try:
            if self._newest_row() < int(since):  # a mark of another database
                return True
            return bool(self._connect().execute(asked, [*wanted, int(since)]).fetchall())
        except sqlite3.Error as error:
            self.close()
            raise Blind(str(error)) from None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._version = None, -1

    def _news(self) -> News:
        self._leave_what_was_moved_away()
        connection = self._connect()
        version = connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._version:
            return News()
        self._version = version
        before, self._newest = self._newest, self._newest_row()
        if before is None or self._newest < before:  # the first look, or another database
            return News(is_all=True)
        asked = "SELECT DISTINCT key FROM delivery_touched WHERE id > ? AND id <= ?"
        rows = connection.execute(asked, [before, self._newest]).fetchall()
        return News(frozenset(key for (key,) in rows))

    def _newest_row(self) -> int:
        rows = self._connect().execute("SELECT max(id) FROM delivery_touched").fetchall()
        return rows[0][0] or 0

    def _leave_what_was_moved_away(self) -> None:
        """An open file is read on wherever it is moved to; the site's is the one under its name."""
        if self._connection is not None and file_id(self._database) != self._file:
            self.close()
            self._newest = None  # the rows of another database, by other numbers

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._file = file_id(self._database)
            # Never made where there is none. Not mode=ro, which cannot read a log left by a crash.
            self._connection = sqlite3.connect(
                f"{self._database.absolute().as_uri()}?mode=rw",
                uri=True,
                timeout=PATIENCE_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            self._connection.execute("PRAGMA query_only=1")
        return self._connection
