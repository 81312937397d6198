"""The worker's loop: work the queue, sleep, again; beside it, SQLite's log is kept short."""

import logging
import threading
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from broadsheet.lib.jobs.work import work_once
from broadsheet.site.database.checkpoints import Checkpoints

logger = logging.getLogger(__name__)

# A new job waits this long at most; an empty turn costs about a millisecond.
PAUSE_SECONDS = 0.5
PAUSE_WITHOUT_DATABASE_SECONDS = 2.0


def keep_log_short() -> None:
    """Start the thread that keeps SQLite's log short; one process of a site does, see there."""
    if connection.vendor == "sqlite":
        Checkpoints(Path(settings.DATABASES["default"]["NAME"])).start()


class Work:
    """Turns of work, until somebody says stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._has_database = True

    def stop(self) -> None:
        """End after the job that is under way."""
        self._stopping.set()

    def go_on_until_stopped(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self.one_turn())

    def one_turn(self) -> float:
        """Work the queue once; returns the seconds to wait before the next turn."""
        try:
            work_once(now=timezone.now(), is_stopping=self._stopping.is_set)
        except Error as error:
            self._note_loss(error)
            connection.close()
            return PAUSE_WITHOUT_DATABASE_SECONDS
        if not self._has_database:
            logger.warning("The database is back.")
            self._has_database = True
        return PAUSE_SECONDS

    def _note_loss(self, error: Error) -> None:
        if self._has_database:
            logger.error("The database is gone (%s); trying again until it is back.", error)
        self._has_database = False
