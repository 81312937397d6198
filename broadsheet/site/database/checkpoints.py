"""Keeping SQLite's write-ahead log short: the worker's alone, see `site/database/connections.py`.

A thread of its own does it, so that a long job holds up nothing. Writers are kept out
while it writes back, for a few milliseconds, for two reasons. One is the bug in SQLite before
3.51.3: a commit that starts the log anew while a checkpoint begins can corrupt the database.
The other is that a checkpoint beside busy writers never catches up, and a log starts anew
only when it has: two processes with a thousandth of a second between their commits left a
log of a gigabyte in 15 seconds; now 160 MB at most, and 18 MB at 200 commits a second.

Source: sqlite.org, wal.html, "The WAL-reset bug" and "Avoiding Excessively Large WAL Files".
"""

import logging
import sqlite3
import threading
import time
from pathlib import Path

from broadsheet.lib.files import file_id

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
# A log of this length is written back at once, a shorter one when the time has come.
LONG_BYTES = 1024 * 1024
SELDOM_SECONDS = 15.0
# SQLite's own waiting grows to a tenth of a second, and writers in a hurry are faster.
RETRY_SECONDS = 0.0005
PATIENCE_SECONDS = 20.0


class Checkpoints(threading.Thread):
    """Writes the log back into the database file for as long as the process lives."""

    def __init__(self, database: Path) -> None:
        super().__init__(name="checkpoints", daemon=True)
        self.database = database
        self._has_failed = False

    def run(self) -> None:
        while True:
            try:
                self._keep_short()
            except sqlite3.Error as error:
                if not self._has_failed:
                    logger.error("The write-ahead log cannot be written back: %s", error)
                self._has_failed = True
                time.sleep(LOOK_SECONDS)

    def _keep_short(self) -> None:
        log = WriteAheadLog(self.database)
        try:
            while True:
                time.sleep(LOOK_SECONDS)
                if log.is_another_now():
                    return
                if log.is_due(now=time.monotonic()):
                    log.write_back(now=time.monotonic())
                    self._has_failed = False
        finally:
            log.close()


class WriteAheadLog:
    """The log of one database, seen by the process that writes it back."""

    def __init__(self, database: Path) -> None:
        self._database, self._file_id = database, file_id(database)
        self._file = database.with_name(database.name + "-wal")
        self._writer, self._checkpointer = _connect(database), _connect(database)
        self._version_written_back = -1
        self._written_back_at = 0.0

    def is_due(self, *, now: float) -> bool:
        """Whether anything was committed since the last time, and enough of it or long ago.

        Never a second checkpoint of the same log: that is when the bug can strike.
        """
        if self._version() == self._version_written_back:
            return False
        return self.size() > LONG_BYTES or now - self._written_back_at > SELDOM_SECONDS

    def is_another_now(self) -> bool:
        """Whether another file, or none, stands where the database was."""
        return file_id(self._database) != self._file_id

    def size(self) -> int:
        """Bytes in the log; the connections cut the file when they start it anew."""
        try:
            return self._file.stat().st_size
        except FileNotFoundError:
            return 0

    def write_back(self, *, now: float) -> None:
        """Write all of it back, while no other process can write."""
        self._keep_writers_out()
        try:
            version = self._version()
            # PASSIVE waits for no reader; what a reader still needs is left for the next time.
            self._checkpointer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            self._writer.execute("ROLLBACK")
        self._version_written_back = version
        self._written_back_at = now

    def close(self) -> None:
        self._writer.close()
        self._checkpointer.close()

    def _version(self) -> int:
        # Changes when another connection has committed.
        return int(self._checkpointer.execute("PRAGMA data_version").fetchone()[0])

    def _keep_writers_out(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_SECONDS)


def _connect(database: Path) -> sqlite3.Connection:
    # mode=rw: where the file is gone, a new one in its place would be worse than an error.
    uri = f"{database.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
