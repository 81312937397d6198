from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.funding.providers.tests.stages import STAGES, Stage


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """Every provider's, in turn."""
    with STAGES[request.param](tmp_path) as stage:
        yield stage
