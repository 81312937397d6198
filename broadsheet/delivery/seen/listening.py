"""A thread that looks for what has moved whenever PostgreSQL says that something has."""

import logging
import select
import threading
import time

from broadsheet.delivery.seen.moved import BLIND_SECONDS, Moved
from broadsheet.delivery.seen.postgres import PostgresWatch
from broadsheet.delivery.seen.watch import Blind

logger = logging.getLogger(__name__)

# A notification that was lost costs no reader more than this.
POLL_SECONDS = 0.25


class Listening(threading.Thread):
    """Lives as long as the process."""

    def __init__(self, watch: PostgresWatch, moved: Moved) -> None:
        super().__init__(name="listening", daemon=True)
        self._watch, self._moved = watch, moved

    def run(self) -> None:
        while True:
            try:
                self.one_turn()
            except Exception:  # without this thread no page would ever change again
                logger.exception("What has moved in the database could not be looked for.")
                time.sleep(BLIND_SECONDS)

    def one_turn(self) -> None:
        """Wait for a notification, though not for long, and look."""
        try:
            select.select([self._watch.fileno()], [], [], POLL_SECONDS)
        except (Blind, OSError, ValueError):  # no connection, or one that was just closed
            time.sleep(BLIND_SECONDS)
        self._moved.look()
