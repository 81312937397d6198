import logging

import pytest
from django.db import OperationalError

from broadsheet.site.running import work
from broadsheet.site.running.work import PAUSE_SECONDS, PAUSE_WITHOUT_DATABASE_SECONDS, Work


class Database:
    """Stands in for the queue: reachable, or not."""

    def __init__(self) -> None:
        self.is_there = True
        self.turns = 0

    def work_once(self, **_: object) -> int:
        self.turns += 1
        if not self.is_there:
            raise OperationalError("connection refused")
        return 0


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, db: None) -> Database:
    stand_in = Database()
    monkeypatch.setattr(work, "work_once", stand_in.work_once)
    monkeypatch.setattr(work.connection, "close", lambda: None)
    return stand_in


def test_a_database_that_is_briefly_gone_is_noted_once_and_waited_for(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Work()

    with caplog.at_level(logging.WARNING):
        database.is_there = False
        pauses = [worker.one_turn() for _ in range(3)]
        database.is_there = True
        pauses.append(worker.one_turn())

    assert pauses == [PAUSE_WITHOUT_DATABASE_SECONDS] * 3 + [PAUSE_SECONDS]
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


def test_a_worker_that_was_told_to_stop_takes_no_further_turn(database: Database) -> None:
    worker = Work()
    worker.stop()

    worker.go_on_until_stopped()

    assert database.turns == 0
