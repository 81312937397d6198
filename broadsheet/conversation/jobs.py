"""What the worker does for the conversation."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from broadsheet.conversation.people.leaving import leave, take_away_some
from broadsheet.conversation.telling.alerts import is_anything_to_tell, tell
from broadsheet.conversation.telling.subscriptions import prune_unconfirmed
from broadsheet.lib.jobs.backend import enqueue_once
from broadsheet.readers.events import ReaderErased

# Of a job that takes away what an erased reader wrote: it takes some ten seconds.
BATCHES_A_JOB = 100


@task()
def tell_subscribers() -> None:
    """See whether a comment has become public, and if so have its subscribers told.

    What comes round shares one thread; thousands of notices are a job of the queue.
    """
    if is_anything_to_tell():
        enqueue_once(write_notices, unique_key="conversation.tell")


@task()
def write_notices() -> None:
    """Write a notice for everybody who asked, as many as fit into a job."""
    tell(now=timezone.now())


@task()
def forget_unconfirmed() -> None:
    """Delete the addresses that nobody has confirmed."""
    prune_unconfirmed(now=timezone.now())


@task()
def take_away(nameless_id: str) -> None:
    """Take away what an erased reader wrote and voted, a few at a time."""
    for _ in range(BATCHES_A_JOB):
        if not take_away_some(UUID(nameless_id)):
            return
    take_away.enqueue(nameless_id)


def erase_from_conversation(event: ReaderErased) -> None:
    """Blank what an erased reader wrote at once, and order what takes longer."""
    nameless_id = leave(event)
    if nameless_id is not None:
        take_away.enqueue(str(nameless_id))
