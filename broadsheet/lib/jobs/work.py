"""Working the queue: claim a job, run it outside the claim's transaction, note the outcome.

What comes round is run apart (`run_rounds`), so that no long job keeps it waiting.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, close_old_connections, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from broadsheet.lib.jobs.models import Job, JobState
from broadsheet.lib.jobs.periodic import CLOCKS_DIFFER, due_tasks

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)


def work_once(*, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Run every job that is ready; returns how many ran.

    Once `is_stopping` says so, the job under way is the last.
    """
    close_old_connections()
    ran = 0
    while not is_stopping():
        job = claim_job(now=timezone.now())
        if job is None:
            break
        run_job(job)
        ran += 1
    return ran


def run_rounds(*, now: datetime) -> int:
    """Run the rounds whose time has come; returns how many."""
    close_old_connections()
    tasks = due_tasks(now=now)
    for task in tasks:
        _run_round(task)
    return len(tasks)


def claim_job(*, now: datetime) -> Job | None:
    """Take the next ready job for this worker, or one whose worker's lease has run out.

    A job whose worker has died in its last attempt is given up instead.
    """
    ready = Q(state=JobState.WAITING, run_at__lte=now)
    # Enqueued in what is the future again: the clock was set back, and its time says nothing.
    ready |= Q(state=JobState.WAITING, enqueued_at__gt=now + CLOCKS_DIFFER)
    orphaned = Q(state=JobState.RUNNING, leased_until__lt=now)
    candidates = Job.objects.filter(ready | orphaned).order_by("-priority", "run_at", "id")
    for job in candidates[:10]:
        # The condition on attempts lets one of several workers win, without a lock.
        unclaimed = Job.objects.filter(ready | orphaned, pk=job.pk, attempts=job.attempts)
        if job.state == JobState.RUNNING and job.attempts >= MAX_ATTEMPTS:
            _give_up(job, unclaimed, now=now)
        elif unclaimed.update(
            state=JobState.RUNNING, leased_until=now + LEASE, attempts=F("attempts") + 1
        ):
            job.attempts += 1
            return job
    return None


def run_job(job: Job) -> None:
    """Run a claimed job. A failure is written to its row and tried again, later each time."""
    try:
        task: Task[Any, Any] = import_string(job.task_path)
        task.call(*job.arguments["args"], **job.arguments["kwargs"])
    except Exception:  # whatever a task raises must not stop the worker
        logger.exception("Job %s failed in attempt %d", job, job.attempts)
        _write_failure(job, error=traceback.format_exc(limit=-8), now=timezone.now())
    else:
        _finish(job, state=JobState.DONE, now=timezone.now())


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 10 s, 20 s, 40 s, at most an hour."""
    return timedelta(seconds=min(3600, 10 * 2 ** (attempts - 1)))


def prune_jobs(*, now: datetime) -> int:
    """Delete finished jobs that are a day old, and failed ones that are thirty."""
    old = Q(state=JobState.DONE, finished_at__lt=now - KEEP_DONE)
    old |= Q(state=JobState.FAILED, finished_at__lt=now - KEEP_FAILED)
    deleted, _ = Job.objects.filter(old).delete()
    return deleted


def _run_round(task: Task[Any, Any]) -> None:
    try:
        task.call()
    except Exception:  # a round that fails comes round again
        logger.exception("Periodic task %s failed", task.module_path)


def _give_up(job: Job, unclaimed: QuerySet[Job], *, now: datetime) -> None:
    error = f"The worker's lease ran out in attempt {job.attempts}.\n{job.last_error}".rstrip()
    if unclaimed.update(
        state=JobState.FAILED, finished_at=now, leased_until=None, last_error=error
    ):
        logger.error("Job %s is given up: its worker died in attempt %d", job, job.attempts)


def _write_failure(job: Job, *, error: str, now: datetime) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _finish(job, state=JobState.FAILED, now=now, error=error)
    elif not _put_back(job, error=error, now=now):
        error = f"Superseded by a job of the same key, which is the next attempt.\n{error}"
        _finish(job, state=JobState.FAILED, now=now, error=error)


def _put_back(job: Job, *, error: str, now: datetime) -> bool:
    """Have a job wait for its next attempt; False where a twin is waiting already."""
    try:
        # Looking for the twin first would miss one that is committed in between.
        with transaction.atomic():
            Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
                state=JobState.WAITING,
                run_at=now + back_off(job.attempts),
                leased_until=None,
                last_error=error,
            )
    except IntegrityError:
        return False
    return True


def _finish(job: Job, *, state: JobState, now: datetime, error: str = "") -> None:
    # Where the lease ran out and another took the job, its attempts have moved on.
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=state, finished_at=now, leased_until=None, last_error=error
    )
