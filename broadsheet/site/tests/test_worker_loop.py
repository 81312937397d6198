import logging
import threading

import pytest
from django.db import OperationalError

from broadsheet.site.running import work
from broadsheet.site.running.work import (
    PAUSE_SECONDS,
    PAUSE_WITHOUT_DATABASE_SECONDS,
    Turns,
    Work,
)


class Database:
    """Stands in for the queue: reachable, or not."""

    def __init__(self) -> None:
        self.is_there = True
        self.turns = 0

    def act(self) -> None:
        self.turns += 1
        if not self.is_there:
            raise OperationalError("connection refused")


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(work.connection, "close", lambda: None)
    return Database()


def test_a_database_that_is_briefly_gone_is_noted_once_and_waited_for(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    turns = Turns("the queue", database.act)

    with caplog.at_level(logging.WARNING):
        database.is_there = False
        pauses = [turns.one_turn() for _ in range(3)]
        database.is_there = True
        pauses.append(turns.one_turn())

    assert pauses == [PAUSE_WITHOUT_DATABASE_SECONDS] * 3 + [PAUSE_SECONDS]
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_a_worker_that_was_told_to_stop_takes_no_further_turn(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "work_once", lambda **_: database.act())
    monkeypatch.setattr(work, "run_rounds", lambda **_: database.act())
    worker = Work()
    worker.stop()

    worker.go_on_until_stopped()

    assert database.turns == 0


def test_what_comes_round_does_not_wait_for_a_long_job(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_come_round = threading.Event()
    monkeypatch.setattr(work, "work_once", lambda **_: has_come_round.wait(10))
    monkeypatch.setattr(work, "run_rounds", lambda **_: has_come_round.set())
    worker = Work()

    running = threading.Thread(target=worker.go_on_until_stopped)
    running.start()

    assert has_come_round.wait(5)
    worker.stop()
    running.join(10)
    assert not running.is_alive()


class Neighbour:
    """Stands in for what a worker does beside its queue."""

    name = "the neighbour"

    def __init__(self) -> None:
        self.has_turned = threading.Event()
        self.is_stopped = False

    def turn(self) -> None:
        self.has_turned.set()

    def stop(self) -> None:
        self.is_stopped = True


def test_what_is_done_beside_takes_turns_and_ends_with_the_worker(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "work_once", lambda **_: database.act())
    monkeypatch.setattr(work, "run_rounds", lambda **_: database.act())
    neighbour = Neighbour()
    worker = Work(beside=[neighbour])

    running = threading.Thread(target=worker.go_on_until_stopped)
    running.start()

    assert neighbour.has_turned.wait(5)
    assert not neighbour.is_stopped
    worker.stop()
    running.join(10)
    assert neighbour.is_stopped
