"""Two workers on one outbox: each letter is sent by one of them."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections, transaction

from broadsheet.notices.gathering import LEASE, next_sending
from broadsheet.notices.models import Sending
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.conftest import Tell, minutes

A_MOMENT_SECONDS = 0.3
AT_MOST_SECONDS = 15

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def other() -> Iterator[ThreadPoolExecutor]:
    """Another worker, as far as the database can tell."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        yield pool
        pool.submit(connections.close_all).result()  # that thread's


def claim(now: datetime) -> int | None:
    sending = next_sending(now=now)
    return sending.pk if sending else None


@pytest.mark.parametrize("moment", ["INSERT", "UPDATE"])
def test_what_one_gathers_the_other_does_not(
    transactional_db: None, tell: Tell, now: datetime, other: ThreadPoolExecutor, moment: str
) -> None:
    claims: list[Future[int | None]] = []

    def interrupt(execute: Any, sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if sql.startswith(moment) and not claims:
            claims.append(other.submit(claim, now))
            wait(claims, timeout=A_MOMENT_SECONDS)  # it ends only after the commit
        return done

    with transaction.atomic():
        tell("comment:1")
    with connection.execute_wrapper(interrupt):
        mine = next_sending(now=now)

    assert mine is not None
    assert claims[0].result(timeout=AT_MOST_SECONDS) is None
    assert Sending.objects.count() == 1


def test_a_dead_workers_letter_is_taken_over_by_one(
    transactional_db: None, tell: Tell, now: datetime, other: ThreadPoolExecutor
) -> None:
    with transaction.atomic():
        tell("comment:1")
    next_sending(now=now)
    later = now + LEASE + minutes(1)
    claims: list[Future[int | None]] = []

    def interrupt(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE") and not claims:
            claims.append(other.submit(claim, later))
            wait(claims, timeout=AT_MOST_SECONDS)
        return execute(sql, *rest)

    with connection.execute_wrapper(interrupt):
        mine = next_sending(now=later)

    assert (mine, claims[0].result(timeout=AT_MOST_SECONDS)) == (None, Sending.objects.get().pk)


def test_both_together_send_each_letter_once(
    transactional_db: None, tell: Tell, now: datetime, other: ThreadPoolExecutor
) -> None:
    addresses = [f"reader-{number}@lantern.example" for number in range(30)]
    with transaction.atomic():
        for address in addresses:
            tell("comment:1", address)

    theirs = other.submit(send_due, now=now)
    mine = send_due(now=now)

    assert mine + theirs.result(timeout=AT_MOST_SECONDS) == 30
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(addresses)
