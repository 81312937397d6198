"""What a process sees of keys moving."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.delivery.seen import moved as moved_module
from broadsheet.delivery.seen.moved import Moved
from broadsheet.delivery.seen.sqlite import SqliteWatch
from broadsheet.delivery.seen.watch import Blind
from broadsheet.delivery.tests.house import Told


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute(
            "CREATE TABLE delivery_touched (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT)"
        )
        yield opened


@pytest.fixture
def watch(tmp_path: Path, database: sqlite3.Connection) -> SqliteWatch:
    watch = SqliteWatch(tmp_path / "a.sqlite3")
    watch.news()
    return watch


def touch(database: sqlite3.Connection, *keys: str) -> None:
    database.executemany("INSERT INTO delivery_touched (key) VALUES (?)", [(key,) for key in keys])


def test_a_touched_key_is_news_once_and_at_the_commit(
    database: sqlite3.Connection, watch: SqliteWatch
) -> None:
    database.execute("BEGIN")
    touch(database, "site", "site", "article:1")

    assert watch.news().keys == set()
    database.execute("COMMIT")
    assert watch.news().keys == {"site", "article:1"}
    assert watch.news().keys == set()


def test_what_is_rolled_back_is_no_news(database: sqlite3.Connection, watch: SqliteWatch) -> None:
    database.execute("BEGIN")
    touch(database, "site")
    database.execute("ROLLBACK")
    touch(database, "stories")

    assert watch.news().keys == {"stories"}


def test_a_mark_of_another_time_tells_what_has_moved_since(
    database: sqlite3.Connection, watch: SqliteWatch, tmp_path: Path
) -> None:
    touch(database, "site")
    watch.news()
    mark = watch.mark()
    touch(database, "stories")

    later = SqliteWatch(tmp_path / "a.sqlite3")

    assert later.has_moved(["stories", "site"], since=mark)
    assert not later.has_moved(["site"], since=mark)
    database.execute("DELETE FROM delivery_touched")  # a backup of the time before
    assert later.has_moved(["site"], since=mark)
    assert watch.news().is_all


def test_a_database_that_is_gone_makes_the_watch_blind(tmp_path: Path) -> None:
    watch = SqliteWatch(tmp_path / "nowhere.sqlite3")

    with pytest.raises(Blind):
        watch.news()
    assert not (tmp_path / "nowhere.sqlite3").exists()


def test_a_process_knows_what_has_moved_since_a_turn() -> None:
    told = Told()
    moved = Moved(told)
    turn, mark = moved.look()
    told.touch("article:1")

    assert not moved.have_moved(["article:1"], since=turn, mark=mark)
    moved.look()
    assert moved.have_moved(["site", "article:1"], since=turn, mark=mark)
    assert not moved.have_moved(["article:2"], since=turn, mark=mark)
    assert not moved.have_moved(["article:1"], since=moved.turn, mark=mark)


def test_between_glances_nobody_looks() -> None:
    told = Told()
    moved = Moved(told)
    moved.glance(now=100.0)
    told.touch("site")

    moved.glance(now=100.0 + moved_module.GLANCE_SECONDS / 2)
    assert told.read == 0
    moved.glance(now=100.0 + moved_module.GLANCE_SECONDS)
    assert told.read == 1


def test_what_is_forgotten_is_asked_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moved_module, "MOST_KEYS", 10)
    told = Told()
    moved = Moved(told)
    turn, mark = moved.look()
    for number in range(30):
        told.touch(f"article:{number}")
        moved.look()

    assert len(moved._turn_of) <= 10
    assert moved.have_moved(["article:1"], since=turn, mark=mark)
    assert not moved.have_moved(["article:99"], since=turn, mark=mark)


def test_a_blind_process_asks_again_a_little_later_and_catches_up() -> None:
    told = Told()
    moved = Moved(told)
    turn, mark = moved.look()
    told.touch("site")
    told.is_gone = True
    moved.look()

    assert moved.is_blind
    assert not moved.have_moved(["site"], since=turn, mark=mark)
    told.is_gone = False
    moved.look()
    assert moved.is_blind  # asked a moment ago
    moved._try_again_at = 0
    moved.look()
    assert moved.turn > turn
    assert moved.have_moved(["site"], since=turn, mark=mark)
