"""What may happen between two connections; on SQLite its one write lock keeps it from happening."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError, wait
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks import task

from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.lib.jobs.models import Job, JobState, PeriodicJob
from broadsheet.lib.jobs.work import claim_job, run_job

# Long enough for the other connection to reach the statement that waits for this one.
A_MOMENT_SECONDS = 0.5
AT_MOST_SECONDS = 15

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@task()
def ring(bell: str) -> None:
    """Nothing; what counts is when it is claimed."""


@task()
def break_down() -> None:
    raise RuntimeError("the bell is cracked")


@pytest.fixture
def other() -> Iterator[ThreadPoolExecutor]:
    """Another process, as far as the database can tell."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool
        pool.submit(connections.close_all).result()  # that thread's


def is_waiting(future: Future[bool]) -> bool:
    try:
        future.result(timeout=A_MOMENT_SECONDS)
    except TimeoutError:
        return True
    return False


def claim_sees_the_change() -> bool:
    job = claim_job(now=timezone.now())
    return job is not None and PeriodicJob.objects.filter(task_path="the change").exists()


def test_a_twin_is_claimed_only_after_the_change_that_relies_on_it(
    other: ThreadPoolExecutor,
) -> None:
    enqueue_once(ring, unique_key="bell", bell="noon")

    with transaction.atomic():
        PeriodicJob.objects.create(task_path="the change")
        enqueue_once(ring, unique_key="bell", bell="noon")
        claim = other.submit(claim_sees_the_change)
        assert is_waiting(claim)

    assert claim.result(timeout=AT_MOST_SECONDS)
    assert Job.objects.count() == 1


def test_a_twin_that_is_claimed_in_the_very_moment_is_no_twin(other: ThreadPoolExecutor) -> None:
    claims: list[Future[bool]] = []

    def claim_before_the_look(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT") and not claims:
            claims.append(other.submit(claim_sees_the_change))
            wait(claims, timeout=A_MOMENT_SECONDS)  # on SQLite it ends after the commit only
        return execute(sql, *rest)

    enqueue_once(ring, unique_key="bell", bell="noon")

    with transaction.atomic():
        PeriodicJob.objects.create(task_path="the change")
        with connection.execute_wrapper(claim_before_the_look):
            enqueue_once(ring, unique_key="bell", bell="noon")

    first = claims[0].result(timeout=AT_MOST_SECONDS)
    assert first or claim_sees_the_change()


def test_a_twin_that_comes_while_a_job_fails_takes_its_place(other: ThreadPoolExecutor) -> None:
    def run(job: Job) -> None:
        run_job(job)

    enqueue_once(break_down, unique_key="bell")
    job = claim_job(now=timezone.now())
    assert job is not None

    with transaction.atomic():
        enqueue_once(break_down, unique_key="bell")
        running = other.submit(run, job)
        wait([running], timeout=A_MOMENT_SECONDS)

    running.result(timeout=AT_MOST_SECONDS)
    states = Job.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [JobState.FAILED, JobState.WAITING]
