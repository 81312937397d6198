"""Who is asking is known for a day, as a hash, and to nobody afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.http import HttpRequest
from django.test import RequestFactory

from broadsheet.guard import addresses
from broadsheet.guard.addresses import address_hash, address_of, expires, forget_old_keys
from broadsheet.guard.models import DayKey

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


def asks(address: str, forwarded: str | None = None) -> HttpRequest:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    "address, means",
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "0.0.0.0"),
        ("unix:", "0.0.0.0"),
        ("203.0.113.999", "0.0.0.0"),
    ],
)
def test_an_address_is_read_as_servers_write_it(address: str, means: str) -> None:
    assert address_of(asks(address)) == means


@pytest.mark.parametrize(
    "proxies, forwarded, means",
    [
        (0, "203.0.113.1", "192.0.2.7"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.66, 203.0.113.1", "203.0.113.1"),  # the first one was made up
        (2, "198.51.100.66, 203.0.113.1, 192.0.2.1", "203.0.113.1"),
        (2, "203.0.113.1", "192.0.2.7"),
        (1, "<script>", "192.0.2.7"),
        (1, "", "192.0.2.7"),
    ],
)
def test_only_configured_proxies_are_believed(
    monkeypatch: pytest.MonkeyPatch, proxies: int, forwarded: str, means: str
) -> None:
    monkeypatch.setattr(settings, "TRUSTED_PROXIES", proxies)

    assert address_of(asks("192.0.2.7", forwarded)) == means


@pytest.mark.django_db
def test_one_address_has_one_hash_a_day_and_its_neighbour_another() -> None:
    hashed = address_hash(asks("203.0.113.9"), now=NOON)

    assert hashed == address_hash(asks("203.0.113.9"), now=NOON + timedelta(hours=11))
    assert hashed == address_hash(asks("::ffff:203.0.113.9"), now=NOON)
    assert hashed != address_hash(asks("203.0.113.10"), now=NOON)
    assert hashed != address_hash(asks("203.0.113.9"), now=NOON + A_DAY)
    assert len(hashed) == 32
    assert "203.0.113.9" not in hashed


@pytest.mark.django_db
def test_all_of_a_network_of_the_new_kind_is_one() -> None:
    hashed = address_hash(asks("2001:db8:1:2::1"), now=NOON)

    assert hashed == address_hash(asks("2001:db8:1:2:ffff::9"), now=NOON)
    assert hashed != address_hash(asks("2001:db8:1:3::1"), now=NOON)


@pytest.mark.django_db
def test_every_process_uses_the_same_key() -> None:
    hashed = address_hash(asks("203.0.113.9"), now=NOON)

    addresses.forget()  # as a process that has just started

    assert address_hash(asks("203.0.113.9"), now=NOON) == hashed
    assert DayKey.objects.count() == 1


@pytest.mark.django_db
def test_a_hash_cannot_be_made_again_once_its_day_is_over() -> None:
    hashed = address_hash(asks("203.0.113.9"), now=NOON)
    address_hash(asks("203.0.113.9"), now=NOON + A_DAY)

    forget_old_keys(now=NOON + A_DAY)

    assert [key.day for key in DayKey.objects.all()] == [(NOON + A_DAY).date()]
    assert address_hash(asks("203.0.113.9"), now=NOON) != hashed


@pytest.mark.django_db
def test_todays_key_is_kept() -> None:
    address_hash(asks("203.0.113.9"), now=NOON)

    assert forget_old_keys(now=expires(now=NOON) - timedelta(seconds=1)) == 0
    assert forget_old_keys(now=expires(now=NOON)) == 1


def test_a_days_hashes_end_at_midnight_wherever_the_clock_hangs() -> None:
    tokyo = NOON.astimezone(ZoneInfo("Asia/Tokyo"))

    assert expires(now=NOON) == expires(now=tokyo) == datetime(2026, 5, 5, tzinfo=UTC)
    assert expires(now=expires(now=NOON)) == datetime(2026, 5, 6, tzinfo=UTC)


@pytest.mark.usefixtures("committed_db")
def test_a_key_that_was_rolled_back_is_not_remembered() -> None:
    with transaction.atomic():
        lost = address_hash(asks("203.0.113.9"), now=NOON)
        transaction.set_rollback(True)

    kept = address_hash(asks("203.0.113.9"), now=NOON)

    assert kept != lost
    addresses.forget()
    assert address_hash(asks("203.0.113.9"), now=NOON) == kept


@pytest.mark.usefixtures("committed_db")
def test_a_key_that_has_been_read_is_not_asked_for_again() -> None:
    statements: list[str] = []

    def note(execute: object, sql: str, *rest: object) -> object:
        statements.append(sql)
        return execute(sql, *rest)  # type: ignore[operator]

    address_hash(asks("203.0.113.9"), now=NOON)
    with connection.execute_wrapper(note):
        address_hash(asks("203.0.113.9"), now=NOON)

    assert not statements


@pytest.mark.usefixtures("committed_db")
def test_two_who_come_first_at_the_same_time_agree_on_the_key() -> None:
    def hashed(_: int) -> str:
        try:
            addresses.forget()
            with transaction.atomic():
                return address_hash(asks("203.0.113.9"), now=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=4) as pool:
        hashes = set(pool.map(hashed, range(8)))

    assert len(hashes) == 1
    assert DayKey.objects.count() == 1
