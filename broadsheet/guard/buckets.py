"""Token buckets: how much of something may be done at once, and how often after that."""

import math
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import QuerySet

from broadsheet.guard.limits import Limit, full_after_one, wait_for_one
from broadsheet.guard.models import Bucket
from broadsheet.lib.events import require_transaction
from broadsheet.lib.prepared import Prepared, insert_all

__all__ = ["Limit", "TooMany", "prune_buckets", "take"]


class TooMany(Exception):
    """A bucket is empty. `name` is its limit's, and in `wait_seconds` it holds a token."""

    def __init__(self, name: str, wait_seconds: int) -> None:
        super().__init__(f"{name}: wait {wait_seconds} s")
        self.name = name
        self.wait_seconds = wait_seconds


def take(wanted: Mapping[str, Limit], *, now: datetime) -> None:
    """Take a token from the bucket of every key, or from none.

    Two queries, and one more where rows can be locked. Holds a lock on the buckets until the
    caller's transaction ends; if that is rolled back, nothing was taken.

    :raises TooMany: when a bucket is empty; it names the one that takes longest.
    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction("take tokens")
    if not wanted:
        return
    full_at = _lock(sorted(wanted), now=now)
    _refuse_if_empty(wanted, full_at=full_at, now=now)
    buckets = [
        Bucket(key=key, full_at=full_after_one(wanted[key], full_at=full_at[key], now=now))
        for key in full_at
    ]
    insert_all(buckets, replacing="full_at")


@transaction.atomic
def prune_buckets(*, now: datetime) -> int:
    """Delete the buckets that are full again: they are as good as none."""
    # One that somebody is taking from is left: waiting for it, we might wait for each other.
    full = Bucket.objects.select_for_update(skip_locked=True).filter(full_at__lt=now)
    deleted, _ = Bucket.objects.filter(pk__in=full.values("pk")).delete()
    return deleted


def _lock(keys: list[str], *, now: datetime) -> dict[str, datetime]:
    """When each bucket will be full; a missing one is full now.

    Keys are always in order, lest two transactions wait for each other. A row that is not
    there cannot be locked, so it is made first. SQLite has no such locks and needs none:
    there whoever is in a transaction keeps every other writer waiting.
    """
    if not connection.features.has_select_for_update:
        return dict.fromkeys(keys, now) | _read(keys)
    while True:
        Bucket.objects.bulk_create(
            [Bucket(key=k, full_at=now) for k in keys], ignore_conflicts=True
        )
        found = _read(keys)
        if len(found) == len(keys):
            return found
        # One was full again and has been pruned between the two queries.


def _read(keys: list[str]) -> dict[str, datetime]:
    named = {f"key_{number}": key for number, key in enumerate(keys)}
    return {bucket.key: bucket.full_at for bucket in _buckets_of(len(keys)).all(**named)}


@lru_cache(maxsize=16)
def _buckets_of(count: int) -> Prepared[Bucket]:
    def build(**keys: str) -> QuerySet[Bucket]:
        wanted = Bucket.objects.filter(key__in=list(keys.values()))
        return wanted.select_for_update().order_by("key")

    return Prepared(build, **{f"key_{number}": f"\x01{number}" for number in range(count)})


def _refuse_if_empty(
    wanted: Mapping[str, Limit], *, full_at: Mapping[str, datetime], now: datetime
) -> None:
    waits = [
        (wait_for_one(limit, full_at=full_at[key], now=now).total_seconds(), limit.name)
        for key, limit in wanted.items()
    ]
    seconds, name = max(waits, default=(0.0, ""))
    if seconds > 0:
        raise TooMany(name, math.ceil(seconds))
