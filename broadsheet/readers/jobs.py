"""What the worker does for the readers."""

from django.utils import timezone
from django_tasks import task

from broadsheet.readers.members.codes import prune_codes


@task()
def forget_codes() -> None:
    """Delete the codes that nobody typed in time, and the addresses with them."""
    prune_codes(now=timezone.now())
