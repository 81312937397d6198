"""Addresses that get no letters, because a mail server has said that there is no such mailbox."""

from datetime import datetime

from django.db import transaction

from broadsheet.notices.addresses import address_key
from broadsheet.notices.models import Notice, Suppressed


@transaction.atomic
def suppress(key: str, *, reason: str, now: datetime) -> None:
    """Send nothing more to an address, given as its key; what waits for it is deleted."""
    Suppressed.objects.get_or_create(address_key=key, defaults={"reason": reason, "since": now})
    Notice.objects.filter(address_key=key, sending=None).delete()


def is_suppressed(key: str) -> bool:
    return Suppressed.objects.filter(address_key=key).exists()


def lift(address: str) -> bool:
    """Let an address have letters again; returns whether it had been suppressed."""
    deleted, _ = Suppressed.objects.filter(address_key=address_key(address)).delete()
    return deleted > 0
