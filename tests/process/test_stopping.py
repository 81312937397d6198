import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from broadsheet.site.folder.locks import WORKER_LOCK, is_locked
from tests.running import RunningSite, wait_until, wait_until_gone

StartSite = Callable[[], RunningSite]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_of_it(start_site: StartSite, number: signal.Signals) -> None:
    running = start_site()
    family = running.family()
    assert len(family) >= 4

    code = running.stop(number)

    assert code == 0
    wait_until_gone(family, seconds=1)
    assert running.status() == 0


def test_a_second_start_keeps_everything_and_prints_no_password(
    start_site: StartSite, folder: Path
) -> None:
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3")) as database:
        database.execute("UPDATE newsroom_newsroomsettings SET name = 'The Lantern'")
        database.commit()
    before = {name: (folder / name).read_bytes() for name in ("secret_key", "broadsheet.toml")}

    running = start_site()

    assert "Password " not in running.output()
    assert "Editors sign in at" in running.output()
    assert {name: (folder / name).read_bytes() for name in before} == before
    with closing(sqlite3.connect(folder / "broadsheet.sqlite3")) as database:
        names = database.execute("SELECT name FROM newsroom_newsroomsettings").fetchall()
    assert names == [("The Lantern",)]


def test_killing_the_supervisor_leaves_nothing_behind(start_site: StartSite) -> None:
    running = start_site()
    family = running.family()

    running.supervisor.kill()
    running.supervisor.wait()

    wait_until_gone(family, seconds=5)
    assert running.status() == 0
    assert not is_locked(running.folder / WORKER_LOCK)


def test_killing_the_web_server_takes_its_processes_along_and_it_comes_back(
    restless_site: RunningSite,
) -> None:
    answering = restless_site.process("web", child=True)

    restless_site.process("web").kill()

    wait_until_gone([answering], seconds=5)
    wait_until(lambda: restless_site.status() == 200)
    assert "The web server has ended" in restless_site.output()


def test_a_killed_web_process_comes_back(restless_site: RunningSite) -> None:
    killed = restless_site.process("web", child=True)

    killed.kill()

    wait_until_gone([killed])
    wait_until(lambda: restless_site.status() == 200)
    assert restless_site.process("web", child=True).pid != killed.pid


def test_a_killed_worker_comes_back(restless_site: RunningSite) -> None:
    killed = restless_site.process("worker")

    killed.kill()

    wait_until(lambda: _worker_of(restless_site) not in (None, killed.pid))
    wait_until(lambda: is_locked(restless_site.folder / WORKER_LOCK))
    assert "The worker has ended" in restless_site.output()


def _worker_of(running: RunningSite) -> int | None:
    try:
        return running.process("worker").pid
    except LookupError:
        return None
