"""The worker's loops: the queue, and beside it what comes round; SQLite's log is kept short."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from broadsheet.lib.jobs.work import run_rounds, work_once
from broadsheet.site.database.checkpoints import Checkpoints
from broadsheet.site.database.state import DatabaseError, refuse_unready_database

logger = logging.getLogger(__name__)

# A new job waits this long at most; an empty turn costs about a millisecond.
PAUSE_SECONDS = 0.5
PAUSE_WITHOUT_DATABASE_SECONDS = 2.0


def keep_log_short() -> None:
    """Start the thread that keeps SQLite's log short; one process of a site does, see there."""
    if connection.vendor == "sqlite":
        Checkpoints(Path(settings.DATABASES["default"]["NAME"])).start()


def wait_for_database(work: "Work") -> bool:
    """Wait until the database is ready; False where `work` was stopped meanwhile."""
    has_told = False
    while not work.is_stopping():
        try:
            refuse_unready_database()
            return True
        except DatabaseError as refusal:
            if not has_told:
                logger.error("%s The worker waits until it is back.", refusal)
            has_told = True
        except Error as error:
            logger.error("The database is gone again: %s", error)
        connection.close()
        work.pause(PAUSE_WITHOUT_DATABASE_SECONDS)
    return False


class Beside(Protocol):
    """Something else that the worker does, in turns of its own."""

    name: str

    def turn(self) -> None: ...

    def stop(self) -> None: ...


class Work:
    """The queue, the rounds and what is done beside, each in turns, until somebody says stop."""

    def __init__(self, beside: Sequence[Beside] = ()) -> None:
        self._stopping = threading.Event()
        self._beside = beside
        self.queue = Turns("the queue", lambda: work_once(is_stopping=self._stopping.is_set))
        self.rounds = Turns("what comes round", lambda: run_rounds(now=timezone.now()))

    def stop(self) -> None:
        """End after the job and the round that are under way."""
        self._stopping.set()

    def is_stopping(self) -> bool:
        """Whether somebody has said stop."""
        return self._stopping.is_set()

    def pause(self, seconds: float) -> None:
        """Wait, unless somebody says stop."""
        self._stopping.wait(seconds)

    def go_on_until_stopped(self) -> None:
        # A thread of their own: a story's time comes while pictures are rendered, too.
        rounds = threading.Thread(target=self.rounds.go_on, args=[self._stopping], name="rounds")
        threads = [rounds, *(threading.Thread(target=self._do, args=[one]) for one in self._beside)]
        for thread in threads:
            thread.start()
        self.queue.go_on(self._stopping)
        for thread in threads:
            thread.join()

    def _do(self, beside: Beside) -> None:
        Turns(beside.name, beside.turn).go_on(self._stopping)
        beside.stop()


class Turns:
    """Does something again and again, and waits where there is no database."""

    def __init__(self, name: str, act: Callable[[], object]) -> None:
        self._name = name
        self._act = act
        self._has_database = True

    def go_on(self, stopping: threading.Event) -> None:
        """Take turns until `stopping` is set."""
        while not stopping.is_set():
            stopping.wait(self.one_turn())
        connection.close()

    def one_turn(self) -> float:
        """Act once; returns the seconds to wait before the next turn."""
        try:
            self._act()
        except Error as error:
            self._note_loss(error)
            connection.close()
            return PAUSE_WITHOUT_DATABASE_SECONDS
        if not self._has_database:
            logger.warning("The database is back for %s.", self._name)
            self._has_database = True
        return PAUSE_SECONDS

    def _note_loss(self, error: Error) -> None:
        if self._has_database:
            logger.error(
                "The database is gone for %s (%s); trying again until it is back.",
                self._name,
                error,
            )
        self._has_database = False
