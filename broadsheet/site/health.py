"""`/health/`: for monitors, whether all is well, in words that tell nothing private.

Answered before Django, and with 200 as long as this process answers at all: pages are served
without a database, and whoever takes the site away because it is degraded takes them away too.
`/health/?alarm` answers 503 then, for a monitor that looks at nothing but the status.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import DatabaseError, close_old_connections
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.front.wsgi import Application, Environ, StartResponse
from broadsheet.lib.jobs.models import PeriodicJob

ADDRESS = "/health/"
ALARM = "alarm"
# Between two looks, however often it is asked.
LOOK_SECONDS = 1.0
WORKER_IS_LATE = timedelta(minutes=1)

DATABASE, WORKER, PAGES, FULL = "database", "worker", "pages", "threads"


class Health:
    """Answers for the process that keeps `pages`, and hands everything else on."""

    def __init__(
        self, application: Application, *, pages: Pages, is_crowded: Callable[[], bool]
    ) -> None:
        self._application = application
        self._pages, self._is_crowded = pages, is_crowded
        self._lock = threading.Lock()
        self._looked_at = -LOOK_SECONDS
        self._problems: list[str] = []

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ADDRESS or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        problems = self.problems()
        is_alarm = bool(problems) and environ.get("QUERY_STRING") == ALARM
        told = {"status": "degraded" if problems else "ok", "problems": problems}
        body = json.dumps(told).encode() + b"\n"
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response("503 Service Unavailable" if is_alarm else "200 OK", headers)
        return [body if environ["REQUEST_METHOD"] == "GET" else b""]

    def problems(self) -> list[str]:
        """What is not well, each as one word; looked for once a second, by one at a time."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._problems = list(self._look())
                self._looked_at = now
            finally:
                self._lock.release()
        return self._problems

    def _look(self) -> Iterable[str]:
        self._pages.moved.glance(now=time.monotonic())
        if self._pages.is_cut_off:
            yield DATABASE
        else:
            yield from _of_the_database()
        if self._pages.disk.has_failed:
            yield PAGES
        if self._is_crowded():
            yield FULL


def health(request: HttpRequest) -> HttpResponse:
    """Keeps the address free of plain pages; whoever runs Django alone finds nothing here."""
    raise Http404


def _of_the_database() -> Iterable[str]:
    """The worker says with every round that it lives; no query where there is no database."""
    close_old_connections()  # as Django does it before each of its requests
    try:
        seen_at = PeriodicJob.objects.aggregate(seen_at=Max("last_started_at"))["seen_at"]
    except DatabaseError:
        yield DATABASE
        return
    # However the clock was set: one that lives says so anew within a second.
    if seen_at is None or abs(timezone.now() - seen_at) > WORKER_IS_LATE:
        yield WORKER
