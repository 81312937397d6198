from collections.abc import Iterator
from pathlib import Path

import pytest
from stripe import StripeClient

from broadsheet.conftest import NOON
from broadsheet.funding.providers.rehearsal.testing import Rehearsal, rehearsal
from broadsheet.funding.providers.rehearsal.tests.asking import client_for


@pytest.fixture
def rehearsed(tmp_path: Path) -> Iterator[Rehearsal]:
    """A world whose clock stands at noon, with its API over HTTP."""
    with rehearsal(tmp_path, now=NOON) as running:
        yield running


@pytest.fixture
def stripe(rehearsed: Rehearsal) -> StripeClient:
    """Stripe's own library, without second tries of its own."""
    return client_for(rehearsed)
