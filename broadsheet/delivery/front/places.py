"""How many requests may be inside Django at once, besides those that render a page to be stored.

Whoever waits for the database keeps a thread: without a bound, as many comments as there are
threads would keep the stored pages from everybody. So some threads are left to them. While
requests come and go quickly one waits a moment for a place; where nobody has come out lately it
would wait in vain, and is refused at once.
"""

import threading
import time
from collections.abc import Iterable

from broadsheet.delivery.front.wsgi import Application, Environ, StartResponse

LEFT_TO_READERS = 2
PATIENCE_SECONDS = 0.25


class Places:
    """Hands requests on to an application while there is a place, and to `refuse` otherwise."""

    def __init__(self, application: Application, *, refuse: Application, threads: int) -> None:
        self._application, self._refuse = application, refuse
        self._free = threading.BoundedSemaphore(max(threads - LEFT_TO_READERS, 1))
        self._last_out_at = time.monotonic()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request that is no stored page."""
        if not self._find_place():
            return self._refuse(environ, start_response)
        try:
            return self._application(environ, start_response)
        finally:
            self._last_out_at = time.monotonic()
            self._free.release()

    def is_stuck(self) -> bool:
        """Whether all places are taken and nobody has come out lately."""
        if self._has_come_out_lately():
            return False
        has_one = self._free.acquire(blocking=False)
        if has_one:
            self._free.release()
        return not has_one

    def _find_place(self) -> bool:
        if self._free.acquire(blocking=False):
            return True
        return self._has_come_out_lately() and self._free.acquire(timeout=PATIENCE_SECONDS)

    def _has_come_out_lately(self) -> bool:
        return time.monotonic() - self._last_out_at <= PATIENCE_SECONDS
