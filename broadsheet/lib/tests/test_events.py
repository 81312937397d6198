from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from broadsheet.lib import events
from broadsheet.site import wiring


@dataclass(frozen=True)
class TideTurned:
    height_mm: int


heard: list[tuple[str, int]] = []


@pytest.fixture(autouse=True)
def two_listeners() -> Iterator[None]:
    heard.clear()
    events.subscribe(
        {
            TideTurned: (
                lambda event: heard.append(("pilot", event.height_mm)),
                lambda event: heard.append(("harbour", event.height_mm)),
            )
        }
    )
    yield
    events.subscribe(wiring.EVENTS)


@pytest.mark.django_db
def test_handlers_hear_an_event_in_the_tables_order() -> None:
    with transaction.atomic():
        events.publish(TideTurned(height_mm=2400))

    assert heard == [("pilot", 2400), ("harbour", 2400)]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        events.publish(TideTurned(height_mm=2400))
