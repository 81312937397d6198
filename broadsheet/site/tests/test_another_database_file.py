"""A SQLite file that is moved away, replaced or damaged while the site runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, close_old_connections, connections
from django.db.utils import load_backend

from broadsheet.site.database.checkpoints import WriteAheadLog
from broadsheet.site.database.connections import django_database
from broadsheet.site.database.sqlite import base

pytestmark = pytest.mark.django_db  # it forbids all connections otherwise

DEFAULTS: dict[str, Any] = {
    "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "TIME_ZONE": None, "USER": "", "PASSWORD": "",
    "HOST": "", "PORT": "", "TEST": {},
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "a.sqlite3", "first")


@pytest.fixture
def database(path: Path) -> Iterator[Any]:
    """A connection as a thread of a web process keeps it from one request to the next."""
    base.make_none()
    backend = load_backend("broadsheet.site.database.sqlite")
    opened = backend.DatabaseWrapper(DEFAULTS | django_database(f"sqlite:///{path}"), "other")
    yield opened
    opened.close()
    base._makes_none.clear()


def make(path: Path, word: str) -> Path:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE words (word)")
        made.execute("INSERT INTO words VALUES (?)", [word])
        made.commit()
    return path


def read(database: Any) -> list[Any]:
    """As in a request of its own."""
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        cursor.execute("SELECT word FROM words")
        return [word for (word,) in cursor.fetchall()]


def write(database: Any, word: str) -> None:
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES (%s)", [word])


def test_what_is_moved_away_is_not_written_on_and_nothing_is_made_instead(
    path: Path, database: Any, tmp_path: Path
) -> None:
    write(database, "second")
    path.rename(tmp_path / "away")

    for _ in range(2):
        with pytest.raises(DatabaseError):
            write(database, "lost")
    assert not path.exists()
    (tmp_path / "away").rename(path)
    write(database, "third")
    assert read(database) == ["first", "second", "third"]


def test_garbage_in_its_place_is_an_error_until_it_is_gone(
    path: Path, database: Any, tmp_path: Path
) -> None:
    read(database)
    path.rename(tmp_path / "away")
    path.write_bytes(b"This is no database at all. " * 500)

    for _ in range(2):
        with pytest.raises(DatabaseError):
            read(database)
    (tmp_path / "away").rename(path)
    assert read(database) == ["first"]


def test_another_database_is_read_from_the_next_request_on(
    path: Path, database: Any, tmp_path: Path
) -> None:
    assert read(database) == ["first"]

    make(tmp_path / "b.sqlite3", "other").rename(path)

    assert read(database) == ["other"]


def test_a_locked_database_is_an_error_and_then_well(path: Path, database: Any) -> None:
    database.settings_dict["OPTIONS"]["timeout"] = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        read(database)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match="locked"):
            write(database, "in vain")
        assert read(database) == ["first"]
        other.execute("ROLLBACK")
    write(database, "second")
    assert read(database) == ["first", "second"]


def test_a_full_disk_is_an_error_and_then_well(path: Path, database: Any) -> None:
    read(database)
    with database.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count=2")

    with pytest.raises(DatabaseError, match="full"):
        write(database, "x" * 100_000)
    assert read(database) == ["first"]
    write(database, "second")
    assert read(database) == ["first", "second"]


def test_the_log_that_is_kept_short_is_that_of_the_file_in_place(
    path: Path, tmp_path: Path
) -> None:
    with closing(WriteAheadLog(path)) as log:
        assert not log.is_another_now()
        make(tmp_path / "b.sqlite3", "other").rename(path)
        assert log.is_another_now()
        path.unlink()
        assert log.is_another_now()


def test_the_sites_own_connection_is_looked_after_so() -> None:
    close_old_connections()

    assert connections["default"].settings_dict["CONN_HEALTH_CHECKS"]
