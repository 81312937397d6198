"""The queue is a table: a job is added in the transaction of the change that needs it."""

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One call of a task that shall happen once its transaction has been committed.

    A running job is held by a lease: when `leased_until` has passed, its worker is taken
    for dead and another may claim the job again.
    """

    id = models.BigAutoField(primary_key=True)
    task_path = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=200, default="", blank=True)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    run_at = models.DateTimeField()
    enqueued_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(state="waiting") & ~Q(unique_key=""),
                name="job_waits_once_per_key",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "run_at"], name="job_by_state_and_time"),
        ]

    def __str__(self) -> str:
        return f"{self.task_path} #{self.pk} ({self.state})"


class PeriodicJob(models.Model):
    """When a task that comes round was last started; the schedule itself is code."""

    task_path = models.CharField(max_length=200, primary_key=True)
    last_started_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.task_path} every now and then"
