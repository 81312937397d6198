import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.site.database.checkpoints import LONG_BYTES, SELDOM_SECONDS, WriteAheadLog
from broadsheet.site.database.connections import SQLITE_PRAGMAS

LATER = SELDOM_SECONDS * 2


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection as the web processes have it, held open."""
    connection = sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None, timeout=0)
    connection.executescript(SQLITE_PRAGMAS)
    connection.execute("CREATE TABLE words (word)")
    with closing(connection):
        yield connection


@pytest.fixture
def log(tmp_path: Path, writer: sqlite3.Connection) -> Iterator[WriteAheadLog]:
    with closing(WriteAheadLog(tmp_path / "db.sqlite3")) as log:
        yield log


def test_the_log_stays_short_while_others_hold_connections(
    log: WriteAheadLog, writer: sqlite3.Connection
) -> None:
    longest = 0
    for round_ in range(20):
        _write(writer, kilobytes=1500)
        longest = max(longest, log.size())
        if log.is_due(now=round_):
            log.write_back(now=round_)

    assert longest < 3 * LONG_BYTES


def test_without_it_the_log_grows(log: WriteAheadLog, writer: sqlite3.Connection) -> None:
    for _ in range(20):
        _write(writer, kilobytes=1500)

    assert log.size() > 20 * LONG_BYTES


def test_a_short_log_waits_until_the_time_has_come(
    log: WriteAheadLog, writer: sqlite3.Connection
) -> None:
    log.write_back(now=100)
    _write(writer, kilobytes=1)

    assert not log.is_due(now=100 + SELDOM_SECONDS / 2)
    assert log.is_due(now=100 + LATER)


def test_a_log_is_never_written_back_twice(log: WriteAheadLog, writer: sqlite3.Connection) -> None:
    _write(writer, kilobytes=2000)
    log.write_back(now=100)

    assert log.size() > LONG_BYTES
    assert not log.is_due(now=100 + LATER)


def test_nothing_is_lost(log: WriteAheadLog, writer: sqlite3.Connection, tmp_path: Path) -> None:
    _write(writer, kilobytes=2000)
    log.write_back(now=100)

    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes((tmp_path / "db.sqlite3").read_bytes())  # without its log
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM words").fetchone() == (2000,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_writers_can_write_again_afterwards(log: WriteAheadLog, writer: sqlite3.Connection) -> None:
    _write(writer, kilobytes=1)
    log.write_back(now=100)

    _write(writer, kilobytes=1)

    assert writer.execute("SELECT count(*) FROM words").fetchone() == (2,)


def _write(writer: sqlite3.Connection, *, kilobytes: int) -> None:
    writer.execute("BEGIN IMMEDIATE")
    writer.executemany("INSERT INTO words VALUES (?)", [("x" * 1000,)] * kilobytes)
    writer.execute("COMMIT")
