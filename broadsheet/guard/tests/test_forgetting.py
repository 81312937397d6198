"""The round that deletes what has served."""

from datetime import timedelta

import pytest
from django.utils import timezone

from broadsheet.guard.jobs import forget
from broadsheet.guard.models import Bucket, DayKey, SpentChallenge

LONG_AGO = timedelta(days=2)


@pytest.mark.django_db
def test_the_round_forgets_what_is_over_and_keeps_what_is_not() -> None:
    now = timezone.now()
    for age in (LONG_AGO, -LONG_AGO):
        DayKey.objects.create(day=(now - age).date(), secret=b"\0" * 32)
        Bucket.objects.create(key=str(age), full_at=now - age)
        SpentChallenge.objects.create(challenge=str(age), expires_at=now - age)

    forget.call()

    assert DayKey.objects.get().day > now.date()
    assert Bucket.objects.get().full_at > now
    assert SpentChallenge.objects.get().expires_at > now
