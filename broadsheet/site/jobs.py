"""What the worker does for the house itself."""

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone
from django_tasks import task

from broadsheet.delivery.keys import prune_touched
from broadsheet.lib.jobs.work import prune_jobs


@task()
def checkpoint() -> None:
    """Move SQLite's write-ahead log into the database; nobody but the worker ever does.

    PASSIVE waits for no reader and blocks no writer. See `site/databases.py` for why.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


@task()
def tidy_up() -> None:
    """Delete what nobody will ask for again."""
    now = timezone.now()
    prune_jobs(now=now)
    prune_touched(now=now)
    SessionStore.clear_expired()
