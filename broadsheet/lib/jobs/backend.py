"""The backend of Django's task interface: `task.enqueue()` adds a row to the queue's table."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json

from broadsheet.lib.jobs.models import Job, JobState

STATUS_OF_STATE = {
    JobState.WAITING: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.FAILED: TaskResultStatus.FAILED,
}


class TableBackend(BaseTaskBackend):
    """Keeps tasks as `Job` rows, in the transaction of whoever enqueues them."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = _new_job(task, args=args, kwargs=kwargs)
        job.save(force_insert=True)
        result = _result_of(job, task=task, alias=self.alias)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return _result_of(job, task=import_string(job.task_path), alias=self.alias)


def enqueue_once(task: Task[Any, Any], *, unique_key: str, **kwargs: Any) -> None:
    """Enqueue `task` unless a job of the same `unique_key` is already waiting.

    Holds a lock on that job's row until the caller's transaction ends.
    """
    job = _new_job(task, args=(), kwargs=kwargs)
    job.unique_key = unique_key
    with transaction.atomic():
        while True:
            Job.objects.bulk_create([job], ignore_conflicts=True)
            if _lock_waiting(unique_key):
                return
            # A worker has claimed the twin between the two queries: add another.


def _lock_waiting(unique_key: str) -> bool:
    # Unlocked, a twin could be worked on before the caller's change can be seen. (SQLite
    # has no such lock: whoever writes there already keeps every other writer waiting.)
    waiting = Job.objects.filter(unique_key=unique_key, state=JobState.WAITING)
    return waiting.select_for_update().values_list("pk").first() is not None


def _new_job(task: Task[Any, Any], *, args: Any, kwargs: Any) -> Job:
    now = timezone.now()
    return Job(
        task_path=task.module_path,
        arguments={"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))},
        priority=task.priority,
        run_at=task.run_after or now,
        enqueued_at=now,
    )


def _result_of(job: Job, *, task: Task[Any, Any], alias: str) -> TaskResult[Any]:
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=STATUS_OF_STATE[JobState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=None,
        finished_at=job.finished_at,
        last_attempted_at=None,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=alias,
        errors=[],
        worker_ids=[],
    )
