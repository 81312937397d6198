"""What every test runs on: a data folder and a database of its own, thrown away at the end.

Here, at import, because the settings read it when Django is loaded.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest

from broadsheet.site.folder.secret import make_secret_key
from broadsheet.site.names import FOLDER_VARIABLE
from tests.ready_database import copy_ready_file, copy_within_cluster, drop_from_cluster

# What of a developer's environment reaches the tests.
KEPT = ("BROADSHEET_TEST_DATABASE", "BROADSHEET_CHROMIUM", "BROADSHEET_MATERIAL")
# The skips that CI allows: real exports and hostile texts, which are no part of the project (such
# a skip names the variable, or the folder beside the source, in its reason), and small disks
# where none can be mounted.
MAY_BE_ABSENT = re.compile(r"BROADSHEET_MATERIAL|\bmaterial\b|mount")
# These share what takes long to make, so that one of xdist's processes has all of them.
TOGETHER = (
    "tests/process/",
    "broadsheet/site/tests/made_of/",
    "broadsheet/site/tests/the_sample/",
    "broadsheet/site/tests/test_every_word_is_translated.py",
)


def _settle() -> None:
    for name in [name for name in os.environ if name.startswith("BROADSHEET_")]:
        if name not in KEPT:
            del os.environ[name]  # of a site of the developer's own
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_secret_key(folder)
    os.environ[FOLDER_VARIABLE] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.site.settings"
    if os.environ.get("BROADSHEET_TEST_DATABASE"):
        os.environ["BROADSHEET_DATABASE"] = os.environ["BROADSHEET_TEST_DATABASE"]
    _adapt_settings(folder)
    django.setup()
    # xdist's workers inherit it, and would load the settings before they come here.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def _adapt_settings(folder: Path) -> None:
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        # A file, as sites have it: a database in memory knows neither WAL nor other processes.
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
        pragmas = database["OPTIONS"]["init_command"]
        database["OPTIONS"]["init_command"] = pragmas.replace("synchronous=FULL", "synchronous=OFF")


_settle()


def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> None:
    """What asks no database, or nothing of its own, need not be asked once more on another."""
    wanted = _wanted_on_postgresql if os.environ.get("BROADSHEET_TEST_DATABASE") else _wanted
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        (kept if wanted(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadscope`: every test for itself, but for those that share something.

    xdist's own groups hang on a name within pytest that newer ones no longer have, and then
    are nothing at all, without a word.
    """
    if config.option.dist != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)

    return Scheduling(config, log)


def _wanted(item: pytest.Item) -> bool:
    database = item.get_closest_marker("only_on")
    return database is None or database.args == ("sqlite",)


def _wanted_on_postgresql(item: pytest.Item) -> bool:
    if database := item.get_closest_marker("only_on"):
        return database.args == ("postgresql",)
    if item.get_closest_marker("one_database"):
        return False
    wanted = {"db", "transactional_db", "committed_db"}
    return bool(item.get_closest_marker("django_db") or wanted & set(item.fixturenames))  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is there before Django makes one; what its migrations lack is still made."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any
) -> Iterator[None]:
    from django.conf import settings
    from django.db import connection

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        copy_ready_file(Path(database["TEST"]["NAME"]))
        yield
    else:
        name = database["TEST"].setdefault("NAME", f"test_{database['NAME']}")
        copy_within_cluster(name)
        yield
        connection.close()
        drop_from_cluster(name)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """The database is turned back after each test; what was read from it must not outlive it."""
    from django.core.cache import cache

    from broadsheet.guard import addresses
    from broadsheet.newsroom import masthead

    addresses.forget()
    masthead.forget()
    cache.clear()  # Wagtail keeps renditions there, by the picture's number


_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note_skip(report)


def _note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not MAY_BE_ABSENT.search(reason):
            _skipped.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if _skipped and os.environ.get("CI") == "true" and not hasattr(session.config, "workerinput"):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _skipped and os.environ.get("CI") == "true":
        terminalreporter.section("skipped, which CI=true does not allow", red=True)
        for line in _skipped:
            terminalreporter.line(line)
