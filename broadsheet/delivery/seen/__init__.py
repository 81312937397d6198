"""Which keys have moved, seen from a process that serves pages."""

from pathlib import Path
from typing import Any

from broadsheet.delivery.seen.moved import Moved
from broadsheet.delivery.seen.sqlite import SqliteWatch


def watch_database(*, vendor: str, address: dict[str, Any]) -> Moved:
    """Begin to watch: a SQLite file under `database`, or PostgreSQL by its client's options."""
    if vendor == "sqlite":
        return Moved(SqliteWatch(Path(address["database"])))
    # Its driver is not there where SQLite serves.
    from broadsheet.delivery.seen.listening import Listening
    from broadsheet.delivery.seen.postgres import PostgresWatch

    watch = PostgresWatch(**address)
    moved = Moved(watch, is_told=True)
    Listening(watch, moved).start()
    return moved
