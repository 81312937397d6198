from pathlib import Path

import pytest

from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.tests.house import Told, pages


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store(tmp_path: Path, told: Told) -> Pages:
    """An empty page store that watches `told`."""
    return pages(tmp_path, told)
