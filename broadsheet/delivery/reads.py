"""Reads: how often each story was read, counted from the first live request of its page.

That request is the same whatever keeps the pages in front of us. No cookie is set and no address
kept: what is counted is a number for a path, in memory, and every few seconds handed upwards in
one short transaction. What has not been handed over when a process dies is lost.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from threading import Event, Lock, Thread
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from broadsheet.lib.events import publish

logger = logging.getLogger(__name__)

# The parameter of the request that counts: `live.json?read`.
READ_PARAMETER = "read"
FLUSH_SECONDS = 10
MOST_PATHS = 10_000

# Programs that say what they are. Whoever hides it is counted.
_BOTS = re.compile(
    r"(?<!cu)bot\b|bot[/_-]|crawl|spider|slurp|headless|lighthouse|pagespeed|preview|facebookexternal"
    r"|monitor|pingdom|uptime|archiver|scrap|fetcher|curl|wget|httpie|python|go-http|okhttp|java/"
    r"|libwww|perl|ruby|php/|axios|node-fetch|phantom|puppeteer|playwright|selenium",
    re.IGNORECASE,
)
_NOTED = "broadsheet.read_noted"


@dataclass(frozen=True)
class PagesRead:
    """How often each path was asked for by a reader's page, until this moment."""

    counts: Mapping[str, int]
    until: datetime


def note(environ: dict[str, Any]) -> None:
    """Count one read of the request's path, once however often it is told of the same request.

    For paths alone that were answered with 200; takes some microseconds and asks nobody.
    """
    if environ.get(_NOTED) or not _is_read_by_somebody(environ):
        return
    environ[_NOTED] = True
    # PEP 3333: bytes, each as the character of its number.
    path = environ.get("PATH_INFO", "").encode("latin-1", "replace")
    _counter.add(path.decode("utf-8", "replace"))


def counts_reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a public page count a read where it is asked for by `?read`; no cache keeps that."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_read = READ_PARAMETER in request.GET
        response = view(request, *args, **kwargs)
        if is_read:
            response.headers["Cache-Control"] = "no-store"
            if response.status_code == 200:
                note(request.META)
        return response

    return wrapped


def hand_over(*, now: datetime) -> bool:
    """Hand what was counted to the floors above, all of it or, where that fails, nothing.

    :returns: whether there was something.
    """
    taken = _counter.take()
    if not taken:
        return False
    try:
        with transaction.atomic():
            publish(PagesRead(counts=taken, until=now))
    except DatabaseError as error:
        logger.warning("Reads were not written, and are kept for the next time: %s", error)
        _counter.put_back(taken)
    except Exception:
        _counter.put_back(taken)
        raise
    return True


def keep_handing_over() -> None:
    """From now on hand over by a thread, which is there while there is something; at the start of
    a web process."""
    _counter.when_first = _start_thread


class _Counter:
    """Numbers by path. What comes beyond so many paths at once is not counted."""

    def __init__(self) -> None:
        self.when_first: Callable[[], None] | None = None
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def add(self, path: str) -> None:
        with self._lock:
            self._add(path, 1)
        if self.when_first is not None:
            self.when_first()

    def has_any(self) -> bool:
        return bool(self._counts)

    def take(self) -> dict[str, int]:
        with self._lock:
            taken, self._counts = self._counts, {}
        return taken

    def put_back(self, taken: Mapping[str, int]) -> None:
        with self._lock:
            for path, number in taken.items():
                self._add(path, number)

    def _add(self, path: str, number: int) -> None:
        if path in self._counts or len(self._counts) < MOST_PATHS:
            self._counts[path] = self._counts.get(path, 0) + number


_counter = _Counter()
_is_running = Lock()
_never = Event()


def _start_thread() -> None:
    if _is_running.acquire(blocking=False):
        Thread(target=_hand_over_until_done, name="reads", daemon=True).start()


def _hand_over_until_done() -> None:
    """Every few seconds, until nothing has come since the last time."""
    try:
        while not _never.wait(FLUSH_SECONDS):
            try:
                if not hand_over(now=timezone.now()):
                    return
            except Exception:  # the next time may go better; no thread dies of it in silence
                logger.exception("Reads could not be handed over.")
            finally:
                connection.close()
    finally:
        _is_running.release()
        if _counter.has_any():  # it came between the last look and the release
            _start_thread()


def _is_read_by_somebody(environ: Mapping[str, Any]) -> bool:
    """Whether a reader's own page asks: no other site's, no program, none that loads ahead."""
    agent = environ.get("HTTP_USER_AGENT", "")
    ahead = environ.get("HTTP_SEC_PURPOSE", "") + environ.get("HTTP_PURPOSE", "")
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and environ.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
        and not re.search("prefetch|prerender", ahead, re.IGNORECASE)
        and bool(agent)
        and not _BOTS.search(agent)
    )
