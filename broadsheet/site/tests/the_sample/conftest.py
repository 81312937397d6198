"""The sample newsroom, loaded once for all tests of this folder."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from broadsheet.site.sample import load


# One of xdist's processes has all its tests: see TOGETHER in conftest.py beside pyproject.toml.
@pytest.fixture(scope="package", autouse=True)
def sample(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Each test looks at it within a transaction of its own."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, REHEARSAL_FOLDER=media / "rehearsal"),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        # The pictures are drawn for real in the browser's tests; here they would only cost time.
        patch.setattr(load, "draw", lambda name, **size: Image.new("RGB", (16, 9)))
        load.load_sample(now=timezone.now())
        yield
        transaction.set_rollback(True)
