"""How a bucket empties and fills, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.guard.limits import CLOCKS_DIFFER, Limit, full_after_one, wait_for_one

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
COMMENTS = Limit("comments", capacity=3, seconds_per_token=10)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def take_at(limit: Limit, moments: list[datetime]) -> list[bool]:
    """Which of the attempts find a token, from a full bucket on."""
    full_at, taken = moments[0], []
    for now in moments:
        taken.append(not wait_for_one(limit, full_at=full_at, now=now))
        if taken[-1]:
            full_at = full_after_one(limit, full_at=full_at, now=now)
    return taken


def test_as_many_as_the_bucket_holds_may_come_at_once() -> None:
    assert take_at(COMMENTS, [NOON] * 5) == [True, True, True, False, False]


def test_a_token_comes_back_exactly_when_it_was_promised() -> None:
    full_at = NOON
    for _ in range(3):
        full_at = full_after_one(COMMENTS, full_at=full_at, now=NOON)

    assert wait_for_one(COMMENTS, full_at=full_at, now=NOON) == seconds(10)
    assert wait_for_one(COMMENTS, full_at=full_at, now=NOON + seconds(9.5)) == seconds(0.5)
    assert wait_for_one(COMMENTS, full_at=full_at, now=NOON + seconds(10)) == seconds(0)


def test_a_bucket_never_holds_more_than_its_capacity() -> None:
    tomorrow = NOON + timedelta(days=1)

    assert take_at(COMMENTS, [NOON, *[tomorrow] * 4]) == [True, True, True, True, False]


@pytest.mark.parametrize("late", [seconds(0), seconds(0.5), CLOCKS_DIFFER])
def test_a_process_whose_clock_is_late_gives_nothing_extra(late: timedelta) -> None:
    empty = NOON + COMMENTS.span

    assert wait_for_one(COMMENTS, full_at=empty, now=NOON - late) == seconds(10)


def test_a_clock_set_back_locks_nobody_out() -> None:
    empty = NOON + COMMENTS.span
    yesterday = NOON - timedelta(days=1)

    assert wait_for_one(COMMENTS, full_at=empty, now=yesterday) == seconds(0)
    assert full_after_one(COMMENTS, full_at=empty, now=yesterday) == yesterday + seconds(10)


@given(
    capacity=st.integers(1, 20),
    seconds_per_token=st.floats(0.001, 3600),
    pauses=st.lists(st.floats(0, 5000), min_size=1, max_size=60),
)
def test_never_more_are_let_in_than_capacity_and_time_allow(
    capacity: int, seconds_per_token: float, pauses: list[float]
) -> None:
    limit = Limit("any", capacity, seconds_per_token)
    moments = [NOON]
    for pause in pauses:
        moments.append(moments[-1] + seconds(pause))

    taken = [m for m, was in zip(moments, take_at(limit, moments), strict=True) if was]

    for first, start in enumerate(taken):
        for last, end in enumerate(taken[first:], start=1):
            assert (last - capacity) * limit.token <= end - start
