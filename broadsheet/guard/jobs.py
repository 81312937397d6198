"""What the worker does for the guard."""

from django.utils import timezone
from django_tasks import task

from broadsheet.guard.addresses import forget_old_keys
from broadsheet.guard.buckets import prune_buckets
from broadsheet.guard.proof import prune_challenges


@task()
def forget() -> None:
    """Delete what has served: yesterday's key first, so that its hashes mean nothing."""
    now = timezone.now()
    forget_old_keys(now=now)
    prune_buckets(now=now)
    prune_challenges(now=now)
