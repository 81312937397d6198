"""One turn of the worker: the rounds that are due, and every job that is ready."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task

from broadsheet.lib.jobs import periodic, work
from broadsheet.lib.jobs.models import Job, PeriodicJob
from broadsheet.lib.jobs.periodic import Round
from broadsheet.lib.jobs.work import run_rounds, work_once

rung: list[str] = []


@task()
def ring(bell: str) -> None:
    rung.append(bell)


@task()
def sweep() -> None:
    rung.append("sweep")


@task()
def break_down() -> None:
    raise RuntimeError("the broom is broken")


@pytest.fixture(autouse=True)
def silence(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rung.clear()
    Job.objects.all().delete()
    PeriodicJob.objects.all().delete()
    monkeypatch.setattr(work, "close_old_connections", lambda: None)


def come_round(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Have one task come round, and always be due."""
    rounds = (Round(f"{__name__}.{name}", every=timedelta(0)),)
    monkeypatch.setattr(periodic, "_rounds", rounds)


def test_a_broken_round_does_not_stop_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    come_round(monkeypatch, "break_down")

    assert run_rounds(now=timezone.now()) == 1


def test_every_job_that_is_ready_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    come_round(monkeypatch, "sweep")
    ring.enqueue("one")
    ring.enqueue("two")

    ran = work_once()

    assert rung == ["one", "two"]
    assert ran == 2


def test_what_comes_round_waits_for_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    come_round(monkeypatch, "sweep")
    ring.enqueue("noon")

    run_rounds(now=timezone.now())

    assert rung == ["sweep"]


def test_the_job_under_way_is_the_last_once_the_worker_shall_stop() -> None:
    ring.enqueue("one")
    ring.enqueue("two")

    work_once(is_stopping=lambda: "one" in rung)

    assert rung == ["one"]
