"""What the worker does for the outbox."""

from django.utils import timezone
from django_tasks import task

from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.notices.sending import is_sending_due, send_due
from broadsheet.notices.tidying import prune_notices

# Somebody waits for their sign-in code: before pictures and the words of the search.
FIRST = 50


@task()
def send() -> None:
    """See whether a letter is due, and if so have it sent.

    What comes round shares one thread, where a slow mail server would hold up everything
    else: the sending itself is a job of the queue.
    """
    if is_sending_due(now=timezone.now()):
        enqueue_once(send_letters, unique_key="notices.send")


@task(priority=FIRST)
def send_letters() -> None:
    """Send what is due, as much as fits into a minute; `send` asks again for the rest."""
    send_due(now=timezone.now())


@task()
def tidy_up() -> None:
    """Delete what nobody will ask for again."""
    prune_notices(now=timezone.now())
