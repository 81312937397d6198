"""A SQLite file that is moved away, damaged or replaced: what a process sees of it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.delivery.seen.sqlite import SqliteWatch
from broadsheet.delivery.seen.watch import Blind


def make_database(path: Path, *keys: str) -> None:
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE delivery_touched (id INTEGER PRIMARY KEY, key TEXT)")
        made.executemany("INSERT INTO delivery_touched (key) VALUES (?)", [(key,) for key in keys])
        made.commit()


@pytest.mark.parametrize("instead", [None, b"", b"This is no database. " * 500])
def test_a_file_that_was_moved_away_is_not_looked_at_any_more(
    tmp_path: Path, instead: bytes | None
) -> None:
    path = tmp_path / "a.sqlite3"
    make_database(path, "site")
    watch = SqliteWatch(path)
    watch.news()
    path.rename(tmp_path / "away")
    if instead is not None:
        path.write_bytes(instead)

    for _ in range(2):
        with pytest.raises(Blind):
            watch.news()
    assert path.exists() is (instead is not None)

    path.unlink(missing_ok=True)
    (tmp_path / "away").rename(path)
    assert watch.news().is_all
    assert not watch.news().keys


def test_another_database_in_its_place_makes_everything_new(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    make_database(path, "site")
    make_database(tmp_path / "other", "site", "article:1", "article:2")
    watch = SqliteWatch(path)
    watch.news()

    shutil.move(tmp_path / "other", path)

    assert watch.news().is_all
