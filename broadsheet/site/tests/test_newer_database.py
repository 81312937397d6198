import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from broadsheet.site.database.state import (
    DatabaseError,
    migrations_from_the_future,
    missing_migrations,
    refuse_unready_database,
    refuse_unusable_database,
)

pytestmark = pytest.mark.django_db


def test_a_database_of_this_version_is_ready() -> None:
    loader = MigrationLoader(connection)

    assert migrations_from_the_future(loader) == []
    assert missing_migrations(loader) == []
    refuse_unready_database()  # raises where one is found


@pytest.mark.parametrize(
    ("app", "name"),
    [("newsroom", "0999_later"), ("jobs", "odd_name"), ("wagtailcore", "0999_later")],
)
def test_a_migration_that_the_code_does_not_know_is_of_the_future(app: str, name: str) -> None:
    MigrationRecorder(connection).record_applied(app, name)

    assert migrations_from_the_future(MigrationLoader(connection)) == [(app, name)]
    with pytest.raises(DatabaseError, match=rf"newer version .* it has {app}\.{name}\."):
        refuse_unusable_database()


@pytest.mark.parametrize(
    ("app", "name"), [("wagtailcore", "0003_squashed_away"), ("some_plugin", "0007_gone")]
)
def test_what_others_have_cleared_away_is_not(app: str, name: str) -> None:
    MigrationRecorder(connection).record_applied(app, name)

    assert migrations_from_the_future(MigrationLoader(connection)) == []


def test_a_migration_that_is_still_to_be_made_is_named() -> None:
    leaf = MigrationLoader(connection).graph.leaf_nodes("delivery")[0]
    MigrationRecorder(connection).record_unapplied(*leaf)

    assert missing_migrations(MigrationLoader(connection)) == [leaf]
    refuse_unusable_database()
    with pytest.raises(DatabaseError, match="is not ready for this version"):
        refuse_unready_database()
