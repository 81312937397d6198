"""Whether the database can be used by this code: opened, not newer, not older."""

import re

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from broadsheet.site.refusal import Refusal


class DatabaseError(Refusal):
    """The database cannot be used as it is."""


def refuse_unusable_database() -> None:
    """:raises DatabaseError: when it cannot be opened, or a newer Broadsheet has been at it."""
    try:
        loader = MigrationLoader(connection)
    except Error as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise DatabaseError(f"The database {_place()} cannot be opened: {reason[0]}.") from None
    newer = migrations_from_the_future(loader)
    if newer:
        app, name = newer[0]
        raise DatabaseError(
            f"The database {_place()} is of a newer version than this Broadsheet: "
            f"it has {app}.{name}. Install the newer version, or take a backup of the time before."
        )


def refuse_unready_database() -> None:
    """:raises DatabaseError: as above, and when a migration is still to be made."""
    refuse_unusable_database()
    if missing_migrations(MigrationLoader(connection)):
        raise DatabaseError(
            f"The database {_place()} is not ready for this version: "
            "“broadsheet serve” makes it so."
        )


def migrations_from_the_future(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Migrations of installed apps that were made here and that the code does not know.

    A package may drop old migrations that it has squashed; so of others' apps only those
    count whose number is past all that are known.
    """
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    last = {app: max(_number(name) for a, name in known if a == app) for app in _apps(known)}
    return sorted(
        (app, name)
        for app, name in set(loader.applied_migrations) - known
        if app in last and (app in _our_apps() or _number(name) >= last[app])
    )


def missing_migrations(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Migrations that the code knows and that have not been made here, in order."""
    wanted: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        wanted.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return [key for key in wanted if key not in loader.applied_migrations]


def _apps(migrations: set[tuple[str, str]]) -> set[str]:
    return {app for app, _ in migrations}


def _our_apps() -> set[str]:
    from django.apps import apps

    return {a.label for a in apps.get_app_configs() if a.name.startswith("broadsheet.")}


def _number(name: str) -> int:
    digits = re.match(r"\d+", name)
    return int(digits[0]) if digits else 10**9


def _place() -> str:
    """Which database is meant, without its password."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return str(database["NAME"])
    return f"“{database['NAME']}” on {database['HOST'] or 'this machine'}"
