"""What a monitor is told."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.front.wsgi import Environ, StartResponse
from broadsheet.delivery.tests.house import Answer, Browser, Told, pages
from broadsheet.lib.jobs.models import PeriodicJob
from broadsheet.newsroom.models.pages import is_taken_address
from broadsheet.site import health
from broadsheet.site.health import Health

pytestmark = pytest.mark.django_db


class Monitor:
    """Asks a process, whose state a test can change."""

    def __init__(self, folder: Path) -> None:
        self.told = Told()
        self.pages: Pages = pages(folder, self.told)
        self.is_crowded = False
        self.health = Health(_site, pages=self.pages, is_crowded=lambda: self.is_crowded)
        self.beat()

    def beat(self, *, ago: timedelta = timedelta()) -> None:
        values = {"last_started_at": timezone.now() - ago}
        PeriodicJob.objects.update_or_create(task_path="a", defaults=values)

    def ask(self, path: str = "/health/", **how: Any) -> Answer:
        self.health._looked_at = -10
        return Browser(self.health)(path, **how)

    def problems(self) -> list[str]:
        found: list[str] = json.loads(self.ask().body)["problems"]
        return found


def _site(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"the site"]


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Monitor:
    # It would close the transaction that a test is.
    monkeypatch.setattr(health, "close_old_connections", lambda: None)
    return Monitor(tmp_path)


def test_all_is_well(monitor: Monitor) -> None:
    answer = monitor.ask()

    assert answer.status == 200
    assert json.loads(answer.body) == {"status": "ok", "problems": []}
    assert answer.headers["Cache-Control"] == "no-store"
    assert monitor.ask(query="alarm").status == 200
    assert monitor.ask(method="HEAD").body == b""
    assert monitor.ask("/").body == monitor.ask(method="POST").body == b"the site"


def test_what_is_not_well_is_named_and_the_alarm_is_rung_for_whoever_wants_it(
    monitor: Monitor,
) -> None:
    monitor.pages.disk._has_failed = True
    assert monitor.problems() == ["pages"]

    monitor.pages.disk._has_failed, monitor.is_crowded = False, True
    assert monitor.problems() == ["threads"]

    monitor.told.is_gone = True
    answer = monitor.ask()
    assert (answer.status, json.loads(answer.body)["status"]) == (200, "degraded")
    assert json.loads(answer.body)["problems"] == ["database", "threads"]
    assert monitor.ask(query="alarm").status == 503


def test_a_database_that_fails_is_gone_though_the_watch_sees_one(monitor: Monitor) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("too many clients")

    with connection.execute_wrapper(fail):
        assert monitor.problems() == ["database"]
    assert monitor.problems() == []


@pytest.mark.parametrize("ago", [timedelta(minutes=2), timedelta(minutes=-2)])
def test_a_worker_that_was_not_seen_for_a_minute_is_named(monitor: Monitor, ago: timedelta) -> None:
    monitor.beat(ago=ago)
    assert monitor.problems() == ["worker"]

    monitor.beat(ago=ago / 4)
    assert monitor.problems() == []
    PeriodicJob.objects.all().delete()
    assert monitor.problems() == ["worker"]


def test_however_often_it_is_asked_it_looks_once_a_second(
    monitor: Monitor, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        monitor.ask()
        for _ in range(50):
            monitor.health.problems()


def test_no_plain_page_can_take_the_address() -> None:
    assert is_taken_address("health")
