"""The machine's clock set back an hour, or forward a day: nothing stands still."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks import task

from broadsheet.lib.jobs import periodic
from broadsheet.lib.jobs.models import Job
from broadsheet.lib.jobs.periodic import Round, due_tasks
from broadsheet.lib.jobs.work import claim_job
from broadsheet.site import wiring

BACK, FORWARD = timedelta(hours=-1), timedelta(days=1)


@task()
def sweep() -> None:
    """Nothing; what counts is when it is due."""


@pytest.fixture(autouse=True)
def one_round(db: None) -> Iterator[None]:
    Job.objects.all().delete()
    periodic.schedule((Round(f"{__name__}.sweep", every=timedelta(minutes=5)),))
    yield
    periodic.schedule(wiring.ROUNDS)


@pytest.mark.parametrize("by", [BACK, FORWARD])
def test_what_comes_round_comes_at_once_and_then_in_its_time(now: datetime, by: timedelta) -> None:
    due_tasks(now=now)

    assert due_tasks(now=now + by) == [sweep]
    assert due_tasks(now=now + by + timedelta(minutes=4)) == []
    assert due_tasks(now=now + by + timedelta(minutes=5)) == [sweep]


def test_clocks_that_differ_a_little_make_no_round_come_twice(now: datetime) -> None:
    due_tasks(now=now)

    assert due_tasks(now=now - timedelta(seconds=30)) == []


@pytest.mark.parametrize("by", [BACK, FORWARD])
def test_a_waiting_job_is_taken_once(by: timedelta) -> None:
    sweep.enqueue()
    later = timezone.now() + by

    assert claim_job(now=later) is not None
    assert claim_job(now=later) is None


def test_a_job_for_later_waits_for_its_time() -> None:
    sweep.using(run_after=timezone.now() + timedelta(hours=2)).enqueue()

    assert claim_job(now=timezone.now() + timedelta(hours=1)) is None
