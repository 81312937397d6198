from collections.abc import Iterator
from typing import Any

import pytest

from broadsheet.guard.models import Bucket, DayKey, SpentChallenge


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Real transactions, for several at once. Only the guard's own rows are deleted at the end:
    a flush of everything takes longer, and the newsroom that other tests need with it.
    """
    with django_db_blocker.unblock():
        yield
        for model in (Bucket, DayKey, SpentChallenge):
            model.objects.all().delete()
