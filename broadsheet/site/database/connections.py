"""The two databases Broadsheet keeps its rows in, and how each connection is set up."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# SQLite before 3.51.3 can corrupt a WAL that several processes checkpoint
# (sqlite.org, wal.html, "walresetbug"): connections never checkpoint by themselves,
# the worker alone does (`site/database/checkpoints.py`), which reads from the file's length
# how long the log is: a limit of 0 has it cut whenever it starts anew. FULL makes a commit
# outlive a power cut.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; "
    "PRAGMA journal_size_limit=0; PRAGMA cache_size=-8000;"
)
BUSY_TIMEOUT_SECONDS = 20
CONNECT_TIMEOUT_SECONDS = 10


def django_database(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`."""
    if url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")))
    return _postgresql(url)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "broadsheet.site.database.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # whether the file is still the same one
        "OPTIONS": {
            # A transaction that reads before it writes would otherwise fail as "locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_TIMEOUT_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT_SECONDS} | dict(parse_qsl(parts.query)),
    }
