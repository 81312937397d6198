from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from broadsheet.lib.jobs import work
from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.lib.jobs.models import Job, JobState
from broadsheet.lib.jobs.work import LEASE, MAX_ATTEMPTS, back_off, claim_job, run_job

rung: list[str] = []


@task()
def ring(bell: str) -> None:
    rung.append(bell)


@task()
def break_down() -> None:
    raise RuntimeError("the bell is cracked")


@pytest.fixture(autouse=True)
def silence(db: None) -> None:
    rung.clear()
    Job.objects.all().delete()


def drain() -> None:
    while (job := claim_job(now=timezone.now())) is not None:
        run_job(job)


def test_a_job_runs_once() -> None:
    ring.enqueue("noon")

    drain()
    drain()

    assert rung == ["noon"]


def test_a_job_goes_with_its_transaction() -> None:
    with transaction.atomic():
        ring.enqueue("noon")
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_failed_job_waits_longer_each_time_and_is_given_up_at_last() -> None:
    break_down.enqueue()
    waits = []

    for _ in range(MAX_ATTEMPTS):
        before = timezone.now()
        Job.objects.update(run_at=before)
        job = claim_job(now=before)
        assert job is not None
        run_job(job)
        job.refresh_from_db()
        waits.append(job.run_at - before)

    given_up = Job.objects.get()
    assert given_up.state == JobState.FAILED
    assert "the bell is cracked" in given_up.last_error
    assert waits[0] >= timedelta(seconds=10)
    assert waits[1] > waits[0]


def test_back_off_ends_at_an_hour() -> None:
    assert [back_off(n).total_seconds() for n in (1, 2, 3, 20)] == [10, 20, 40, 3600]


def test_a_job_of_a_dead_worker_is_claimed_again_when_its_lease_has_run_out() -> None:
    ring.enqueue("noon")
    now = timezone.now()
    assert claim_job(now=now) is not None  # and then that worker dies

    assert claim_job(now=now + LEASE / 2) is None
    assert claim_job(now=now + LEASE * 2) is not None


def test_a_job_that_kills_its_worker_every_time_is_given_up() -> None:
    ring.enqueue("noon")
    now = timezone.now()
    for _ in range(MAX_ATTEMPTS):
        assert claim_job(now=now) is not None  # and then that worker dies
        now += LEASE * 2

    assert claim_job(now=now) is None
    given_up = Job.objects.get()
    assert given_up.state == JobState.FAILED
    assert given_up.finished_at == now
    assert "worker" in given_up.last_error


def test_a_job_that_is_given_up_stops_no_other() -> None:
    ring.enqueue("deadly")
    now = timezone.now()
    claim_job(now=now)
    Job.objects.update(attempts=MAX_ATTEMPTS)
    ring.enqueue("noon")

    job = claim_job(now=now + LEASE * 2)

    assert job is not None
    assert job.arguments["args"] == ["noon"]


def test_a_worker_that_lost_its_lease_does_not_write_over_the_next_one() -> None:
    ring.enqueue("noon")
    now = timezone.now()
    slow = claim_job(now=now)
    quick = claim_job(now=now + LEASE * 2)
    assert slow is not None
    assert quick is not None

    run_job(slow)

    assert Job.objects.get().state == JobState.RUNNING


def test_the_same_job_waits_only_once() -> None:
    enqueue_once(ring, unique_key="bell", bell="noon")
    enqueue_once(ring, unique_key="bell", bell="noon")

    drain()

    assert rung == ["noon"]


def test_a_failed_job_gives_way_to_a_twin_that_waits_already() -> None:
    enqueue_once(break_down, unique_key="bell")
    job = claim_job(now=timezone.now())
    assert job is not None
    enqueue_once(break_down, unique_key="bell")

    run_job(job)

    superseded, twin = Job.objects.order_by("id")
    assert superseded.state == JobState.FAILED
    assert superseded.last_error.startswith("Superseded")
    assert "the bell is cracked" in superseded.last_error
    assert (twin.state, twin.attempts) == (JobState.WAITING, 0)


def test_a_deferred_job_waits_for_its_time() -> None:
    later = timezone.now() + timedelta(hours=1)
    ring.using(run_after=later).enqueue("one")

    assert claim_job(now=timezone.now()) is None
    assert claim_job(now=later) is not None


def test_jobs_of_higher_priority_go_first() -> None:
    ring.enqueue("low")
    ring.using(priority=5).enqueue("high")

    drain()

    assert rung == ["high", "low"]


def test_old_finished_jobs_are_pruned(now: datetime) -> None:
    ring.enqueue("noon")
    drain()

    assert work.prune_jobs(now=timezone.now()) == 0
    assert work.prune_jobs(now=timezone.now() + timedelta(days=2)) == 1
