"""Writing entries: numbered without a gap and chained, however many write at once."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from broadsheet.funding.ledger.book import (
    EXCHANGE,
    Draft,
    Line,
    is_written,
    write,
)
from broadsheet.funding.ledger.chain import check_chain
from broadsheet.funding.ledger.public import newest, sealed_entries
from broadsheet.funding.ledger.tests.entries import NOON, enter
from broadsheet.funding.models import BANK, Entry, EntryKind, Posting
from broadsheet.lib.money import Money

WRITERS, EACH = 4, 5


def check_whole() -> int:
    sealed = sealed_entries(up_to=newest().number)
    return check_chain((one.entry, one.previous, one.digest) for one in sealed)


@pytest.mark.django_db
def test_what_does_not_sum_up_is_exchanged() -> None:
    draft = Draft(
        kind=EntryKind.GIFT,
        source="exchanged",
        lines=[Line(BANK, Money(1084, "USD")), Line("cover", Money(-1000, "EUR"))],
    )

    with transaction.atomic():
        entry = write(draft, now=NOON)

    rest = entry.postings.filter(account=EXCHANGE).order_by("currency")
    assert list(rest.values_list("currency", "amount_minor")) == [("EUR", 1000), ("USD", -1084)]


@pytest.mark.django_db
def test_of_a_source_there_is_one_entry() -> None:
    enter("once")

    with pytest.raises(IntegrityError):
        enter("once")

    assert is_written("once")
    assert not is_written("never")
    assert (Entry.objects.count(), Posting.objects.count()) == (1, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_is_written_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        write(Draft(kind=EntryKind.GIFT, source="loose", lines=[]), now=NOON)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_number_that_was_rolled_back_is_given_again() -> None:
    enter("first")

    with transaction.atomic():
        enter("lost")
        transaction.set_rollback(True)
    enter("second")

    assert list(Entry.objects.order_by("number").values_list("number", "source")) == [
        (1, "first"),
        (2, "second"),
    ]
    assert check_whole() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_writers_at_once_make_one_chain() -> None:
    failed: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for at in range(EACH):
                enter(f"{name}-{at}")
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[name]) for name in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failed
    assert check_whole() == WRITERS * EACH
