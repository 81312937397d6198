"""Where a request comes from: an address, which is never kept, and its hash, which is for a day.

The hash is keyed with a random key of the day. Once the day is over its key is deleted, and
nobody, ourselves included, can tell any more which address a hash was made of.
"""

import hashlib
import ipaddress
import secrets
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from broadsheet.guard.models import DayKey

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens on it
SECRET_BYTES = 32
HASH_BYTES = 16
# Whoever has one address of IPv6 has the other 2^64 of its network too.
NETWORK_BYTES = 8

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(request: HttpRequest) -> str:
    """The client's address. Headers are believed from configured proxies alone."""
    behind = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    named = forwarded[-behind] if behind and len(forwarded) >= behind else ""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    return str(_parse(named) or _parse(direct) or UNKNOWN_ADDRESS)


def address_hash(request: HttpRequest, *, now: datetime) -> str:
    """What stands for the client's address on this day of UTC: 32 characters of hex.

    One query where this process has not yet seen the day's key, three where nobody has.
    """
    key = _secret_of(now.astimezone(UTC).date())
    network = _network(ipaddress.ip_address(address_of(request)))
    return hashlib.blake2b(network, key=key, digest_size=HASH_BYTES).hexdigest()


def expires(*, now: datetime) -> datetime:
    """When the hashes made now lose their meaning: at the next midnight of UTC."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=UTC)


def forget_old_keys(*, now: datetime) -> int:
    """Delete the keys of the days that are over; what was hashed with them stays unlinkable."""
    deleted, _ = DayKey.objects.filter(day__lt=now.astimezone(UTC).date()).delete()
    return deleted


def forget() -> None:
    """Read the day's key anew the next time, for tests, which turn the database back."""
    global _remembered
    _remembered = None


def _parse(words: str) -> Address | None:
    """An address as proxies write it: also with a port, or in brackets."""
    words = words.strip()
    if words.startswith("["):
        words = words[1:].partition("]")[0]
    elif words.count(":") == 1:
        words = words.partition(":")[0]
    try:
        address = ipaddress.ip_address(words)
    except ValueError:
        return None
    # A server that listens on both kinds sees an address of IPv4 so.
    return getattr(address, "ipv4_mapped", None) or address


def _network(address: Address) -> bytes:
    return address.packed[:NETWORK_BYTES]


_remembered: tuple[date, bytes] | None = None


def _secret_of(day: date) -> bytes:
    if _remembered is not None and _remembered[0] == day:
        return _remembered[1]
    secret = _read(day) or _make(day)
    # Only once it is sure to stay: a key that was made in this very transaction goes with it.
    transaction.on_commit(lambda: _remember(day, secret))
    return secret


def _read(day: date) -> bytes | None:
    found = DayKey.objects.filter(day=day).values_list("secret", flat=True).first()
    return None if found is None else bytes(found)


def _make(day: date) -> bytes:
    """The key of a day that had none; the first of several processes makes it for all."""
    secret = secrets.token_bytes(SECRET_BYTES)
    DayKey.objects.bulk_create([DayKey(day=day, secret=secret)], ignore_conflicts=True)
    return bytes(DayKey.objects.values_list("secret", flat=True).get(day=day))


def _remember(day: date, secret: bytes) -> None:
    global _remembered
    _remembered = (day, secret)
