"""The database that tests begin with: migrated once, and copied by all who need one.

To migrate takes some twenty seconds, a copy less than one. What is kept, a file for SQLite and a
database in PostgreSQL's cluster, has a digest of all that migrations are made of as its name:
nothing older than the code is ever found. `python -m tests.ready_database` makes it early.
"""

import ast
import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps

from broadsheet.site.folder.secret import make_secret_key
from tests.running import ROOT, command, environment

KEPT = ROOT / ".pytest_cache" / "databases"
KEPT_SECONDS = 24 * 60 * 60


def copy_ready_file(target: Path) -> None:
    """Copy a migrated SQLite database to `target`."""
    shutil.copyfile(_ready_file(), target)


def copy_within_cluster(name: str) -> None:
    """Make a database with all tables beside the configured one, in PostgreSQL."""
    ready = _ready_in_cluster()
    drop_from_cluster(name)
    _ask_cluster(f'CREATE DATABASE "{name}" TEMPLATE "{ready}"')


def drop_from_cluster(name: str) -> None:
    _ask_cluster(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # who is in it has ended


def _ready_file() -> Path:
    ready = KEPT / f"{_digest()}.sqlite3"
    with _one_at_a_time(ready.stem):
        if not ready.exists():
            with tempfile.TemporaryDirectory() as folder:
                _migrate(Path(folder))
                _put(Path(folder) / "broadsheet.sqlite3", ready)
    return ready


def _put(made: Path, ready: Path) -> None:
    for older in KEPT.iterdir():
        if older.stat().st_mtime < time.time() - KEPT_SECONDS:
            older.unlink(missing_ok=True)
    unfinished = ready.with_suffix(".unfinished")
    with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)  # with what may still stand in its journal
    unfinished.replace(ready)


def _ready_in_cluster() -> str:
    ready = f"ready_{_digest()}"
    with _one_at_a_time(ready), tempfile.TemporaryDirectory() as folder:
        if not _ask_cluster("SELECT 1 FROM pg_database WHERE datname = %s", ready):
            unfinished = f"unfinished_{_digest()}"
            drop_from_cluster(unfinished)
            _ask_cluster(f'CREATE DATABASE "{unfinished}"')
            _migrate(Path(folder), database=_address_of(unfinished))
            _ask_cluster(f'ALTER DATABASE "{unfinished}" RENAME TO "{ready}"')
    return ready


def _ask_cluster(words: str, *values: str) -> bool:
    """Whether there is a row in the answer."""
    import psycopg

    with psycopg.connect(_address_of("postgres"), autocommit=True) as cluster:
        answer = cluster.execute(words, values or None)
        return answer.description is not None and answer.fetchone() is not None


def _address_of(name: str) -> str:
    return f"{os.environ['BROADSHEET_TEST_DATABASE'].rpartition('/')[0]}/{name}"


def _migrate(folder: Path, **settings: str) -> None:
    make_secret_key(folder)
    words = command("manage", "migrate", "--verbosity", "0")
    subprocess.run(words, cwd=ROOT, env=environment(folder, **settings), check=True)


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _digest() -> str:
    """Of every migration, of our modules that they import, and of what is installed."""
    found = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version}".encode())
    for package in sorted(
        f"{one.name} {one.version}" for one in importlib.metadata.distributions()
    ):
        found.update(package.encode())
    for path in sorted(_sources()):
        found.update(str(path).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _sources() -> set[Path]:
    places = [Path(app.path) for app in apps.get_app_configs()]
    found = {path for place in places for path in place.glob("migrations/*.py")}
    found.add(ROOT / "broadsheet" / "site" / "settings.py")
    ahead = [path for path in found if path.is_relative_to(ROOT / "broadsheet")]
    while ahead:
        new = _imported(ahead.pop()) - found
        found |= new
        ahead += new
    return found


def _imported(path: Path) -> set[Path]:
    """Our own modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}: a relative import"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    ours = (name.split(".") for name in names if name.startswith("broadsheet."))
    return {file for parts in ours for file in _files_of(parts)}


def _files_of(parts: list[str]) -> Iterator[Path]:
    """A module and the packages around it; the last part may be a name within a module."""
    path = ROOT
    for part in parts:
        path /= part
        yield from (
            file for file in (path / "__init__.py", path.with_suffix(".py")) if file.exists()
        )


if __name__ == "__main__":
    import conftest  # noqa: F401  it sets up Django

    _ready_in_cluster() if "BROADSHEET_TEST_DATABASE" in os.environ else _ready_file()
