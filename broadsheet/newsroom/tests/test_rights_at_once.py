"""A picture changed at the very moment in which a story with it goes public."""

from typing import Any

import pytest
from django.db import connection

from broadsheet.newsroom.models import Article
from broadsheet.newsroom.rights import publication


def test_pictures_are_asked_in_the_transaction_that_publishes(
    story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = len(connection.savepoint_ids)
    depths = []

    def asked(*arguments: Any, **options: Any) -> None:
        depths.append(len(connection.savepoint_ids) - outside)

    monkeypatch.setattr(publication, "require_rights", asked)

    story.save()

    assert depths == [1]
