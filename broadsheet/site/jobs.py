"""What the worker does for the house itself."""

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_tasks import task

from broadsheet.delivery.keys import prune_touched
from broadsheet.lib.jobs.work import prune_jobs


@task()
def tidy_up() -> None:
    """Delete what nobody will ask for again."""
    now = timezone.now()
    prune_jobs(now=now)
    prune_touched(now=now)
    SessionStore.clear_expired()
