from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from broadsheet.delivery.keys import prune_touched, touch, versions
from broadsheet.delivery.models import Touched


@pytest.mark.django_db
def test_a_touch_moves_the_version_of_its_key_alone() -> None:
    with transaction.atomic():
        touch("article:1", "site")
    before = versions(["article:1", "article:2"])

    with transaction.atomic():
        touch("article:1")
    after = versions(["article:1", "article:2"])

    assert after["article:1"] > before["article:1"]
    assert after["article:2"] == before["article:2"] == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_touch_is_undone_with_its_transaction() -> None:
    with transaction.atomic():
        touch("article:1")
        transaction.set_rollback(True)

    assert versions(["article:1"]) == {"article:1": 0}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_touch_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        touch("site")


@pytest.mark.django_db
def test_pruning_keeps_every_version() -> None:
    prune_touched(now=timezone.now() + timedelta(days=8))
    with transaction.atomic():
        touch("article:1")
        touch("article:1")
    before = versions(["article:1"])

    deleted = prune_touched(now=timezone.now() + timedelta(days=8))

    assert deleted == 1
    assert Touched.objects.filter(key="article:1").count() == 1
    assert versions(["article:1"]) == before
