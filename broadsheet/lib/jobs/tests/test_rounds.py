from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django_tasks import task

from broadsheet.lib.jobs import periodic
from broadsheet.lib.jobs.periodic import Round, due_tasks
from broadsheet.site import wiring


@task()
def sweep() -> None:
    """Nothing; what counts is when it is due."""


@pytest.fixture(autouse=True)
def one_round(db: None) -> Iterator[None]:
    periodic.schedule((Round(f"{__name__}.sweep", every=timedelta(minutes=5)),))
    yield
    periodic.schedule(wiring.ROUNDS)


def test_a_round_comes_once_in_its_time(now: datetime) -> None:
    assert due_tasks(now=now) == [sweep]
    assert due_tasks(now=now + timedelta(minutes=4)) == []
    assert due_tasks(now=now + timedelta(minutes=5)) == [sweep]


def test_every_round_of_the_house_can_be_found(now: datetime) -> None:
    periodic.schedule(wiring.ROUNDS)

    assert len(due_tasks(now=now)) == len(wiring.ROUNDS)
