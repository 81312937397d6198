"""One paper for all tests of this folder, turned back after each."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from broadsheet.newsroom import masthead
from broadsheet.newsroom.models import FrontPage
from broadsheet.newsroom.setup import found_newsroom
from broadsheet.site.tests.made_of.paper import Page, Paper, founded

Founded = tuple[Paper, dict[str, Page]]


@pytest.fixture(scope="package")
def _founded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Founded]:
    """The paper, and its pages as they are before anything is written. The clock stands still,
    lest a day ends meanwhile."""
    now = timezone.now()
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: now)
        front = FrontPage.objects.first() or found_newsroom(address=settings.SITE_ADDRESS)
        paper = founded(front, now=now)
        masthead.forget()
        yield paper, paper.pages()
        transaction.set_rollback(True)


@pytest.fixture
def paper(_founded: Founded, db: None) -> Paper:
    """As it was founded, whatever a test before has done to it."""
    return deepcopy(_founded[0])


@pytest.fixture
def before(_founded: Founded, db: None) -> dict[str, Page]:
    return _founded[1]
