"""Tokens are taken of every bucket or of none, and counted rightly by several at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError

from broadsheet.guard.buckets import Limit, TooMany, prune_buckets, take
from broadsheet.guard.models import Bucket

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
READER = Limit("reader", capacity=2, seconds_per_token=30)
STORY = Limit("story", capacity=5, seconds_per_token=1)


def is_taken(wanted: dict[str, Limit], *, now: datetime = NOON) -> bool:
    try:
        with transaction.atomic():
            take(wanted, now=now)
    except TooMany:
        return False
    return True


@pytest.mark.django_db
def test_who_has_had_enough_is_told_which_limit_and_how_long() -> None:
    assert is_taken({"reader:1": READER})
    assert is_taken({"reader:1": READER})

    with pytest.raises(TooMany) as refused:
        take({"reader:1": READER, "story:1": STORY}, now=NOON + timedelta(seconds=0.5))

    assert (refused.value.name, refused.value.wait_seconds) == ("reader", 30)
    assert is_taken({"reader:1": READER}, now=NOON + timedelta(seconds=30))


@pytest.mark.django_db
def test_another_reader_still_may() -> None:
    while is_taken({"reader:1": READER}):
        pass

    assert is_taken({"reader:2": READER})


@pytest.mark.django_db
def test_where_one_bucket_is_empty_none_loses_a_token() -> None:
    for _ in range(2):
        assert is_taken({"reader:1": READER, "story:1": STORY})

    # Caught within the transaction, so that nothing is turned back.
    for _ in range(10):
        with pytest.raises(TooMany):
            take({"reader:1": READER, "story:1": STORY}, now=NOON)

    others = [is_taken({"reader:2": READER, "story:1": STORY}) for _ in range(2)]
    assert [*others, is_taken({"story:1": STORY})] == [True, True, True]
    assert not is_taken({"story:1": STORY})


@pytest.mark.django_db
def test_the_longest_wait_is_told() -> None:
    once = {"slow": Limit("slow", 1, 600), "fast": Limit("fast", 1, 5)}
    take(once, now=NOON)

    with pytest.raises(TooMany) as refused:
        take(once, now=NOON)

    assert (refused.value.name, refused.value.wait_seconds) == ("slow", 600)


@pytest.mark.django_db
def test_what_is_turned_back_costs_nothing() -> None:
    for _ in range(10):
        with transaction.atomic():
            take({"reader:1": READER}, now=NOON)
            transaction.set_rollback(True)

    assert is_taken({"reader:1": READER})


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(count: int, django_assert_num_queries: object) -> None:
    wanted = {f"story:{n}": STORY for n in range(count)}
    locks = connection.features.has_select_for_update

    with django_assert_num_queries(3 if locks else 2):  # type: ignore[operator]
        take(wanted, now=NOON)


@pytest.mark.django_db
def test_taking_nothing_is_allowed() -> None:
    take({}, now=NOON)

    assert not Bucket.objects.exists()


@pytest.mark.django_db
def test_only_buckets_that_are_full_again_are_forgotten() -> None:
    take({"reader:1": READER, "story:1": STORY}, now=NOON)

    assert prune_buckets(now=NOON + timedelta(seconds=2)) == 1
    assert list(Bucket.objects.values_list("key", flat=True)) == ["reader:1"]


@pytest.mark.usefixtures("committed_db")
def test_outside_a_transaction_nothing_can_be_taken() -> None:
    with pytest.raises(TransactionManagementError):
        take({"reader:1": READER}, now=NOON)


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("others_first", [False, True])
def test_of_many_at_once_just_as_many_pass_as_the_bucket_holds(others_first: bool) -> None:
    """With rows that are there, and with such as all want to make at once; keys in any order."""
    if others_first:
        assert is_taken({"story:1": STORY})

    def attempt(number: int) -> bool:
        keys = ["story:1", f"reader:{number}", f"a:{number % 3}"]
        wanted = dict.fromkeys(keys if number % 2 else reversed(keys), STORY)
        try:
            return is_taken(wanted)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=6) as pool:
        passed = sum(pool.map(attempt, range(24)))

    assert passed == STORY.capacity - others_first
    assert Bucket.objects.get(key="story:1").full_at == NOON + STORY.span
