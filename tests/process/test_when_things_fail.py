"""A running site whose database, disk or processes fail: readers are served, and all comes back.

Nothing here waits for a time to pass, only for what is to happen.
"""

import http.client
import json
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.postgres import Cluster, find_programs, folder_of
from tests.postgres import cluster as running_cluster
from tests.running import RunningSite, copy_site, moved_away, wait_until

WORDS = "The hinge creaks, and nobody listens."
FORM = "/stories/any/comments/"


class Asked:
    """What came back."""

    def __init__(self, site: RunningSite, path: str, *, form: str = "", **headers: str) -> None:
        connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        with closing(connection):
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
            headers = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST" if form else "GET", path, form or None, kind | headers)
            response = connection.getresponse()
            self.status = response.status
            self.headers = response.headers
            self.text = response.read().decode()


def problems(site: RunningSite) -> list[str]:
    found: list[str] = json.loads(Asked(site, "/health/").text)["problems"]
    return found


def write_a_comment(site: RunningSite) -> Asked:
    return Asked(site, FORM, form=f"name=Ann&text={WORDS}".replace(" ", "+"))


def ask_for_a_code(site: RunningSite) -> Asked:
    """A form that writes, whatever the site holds."""
    token = "a" * 32
    form = f"csrfmiddlewaretoken={token}&email=ann@lantern.example"
    return Asked(site, "/account/join/", form=form, Cookie=f"csrftoken={token}")


def test_without_its_database_a_site_serves_what_it_has_even_after_its_processes_died(
    restless_site: RunningSite,
) -> None:
    site = restless_site
    pages = ["/", "/stories/", "/corrections/"]
    before = {path: Asked(site, path).text for path in pages}
    wait_until(lambda: problems(site) == [])
    assert write_a_comment(site).status == 404  # there is no such story

    with moved_away(site.folder / "broadsheet.sqlite3", instead=b"no database at all " * 999):
        wait_until(lambda: problems(site) == ["database"])
        for path in pages:
            again = Asked(site, path)
            assert (again.status, again.text) == (200, before[path])
        refused = write_a_comment(site)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        assert WORDS in refused.text
        assert 'class="masthead"' in refused.text
        assert Asked(site, "/search/").headers["Cache-Control"] == "no-store"

        killed = site.process("web", child=True)
        killed.kill()
        site.process("worker").kill()
        wait_until(lambda: site.status() == 200)
        assert site.process("web", child=True).pid != killed.pid
        for path in pages:
            assert Asked(site, path).text == before[path]
        assert WORDS in write_a_comment(site).text
        assert Asked(site, "/health/?alarm").status == 503
        wait_until(lambda: "The worker waits until it is back" in site.output())

    wait_until(lambda: problems(site) == [])
    assert write_a_comment(site).status == 404
    assert Asked(site, "/search/").status == 200


def test_thirty_forms_that_wait_for_a_locked_database_keep_no_reader_waiting(
    restless_site: RunningSite,
) -> None:
    site = restless_site
    Asked(site, "/")
    began = threading.Barrier(31)
    answers: list[int] = []

    def write() -> None:
        began.wait(60)
        answers.append(ask_for_a_code(site).status)

    assert ask_for_a_code(site).status == 302
    took = []
    with closing(sqlite3.connect(site.folder / "broadsheet.sqlite3", isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        threads = [threading.Thread(target=write) for _ in range(30)]
        for thread in threads:
            thread.start()
        began.wait(60)
        wait_until(lambda: answers.count(503) == 24)  # two of the eight threads are the readers'
        for _ in range(20):
            began_at = time.monotonic()
            assert Asked(site, "/").status == 200
            took.append(time.monotonic() - began_at)
        wait_until(lambda: problems(site) == ["threads"])
        assert len(answers) == 24
        held.execute("ROLLBACK")
    for thread in threads:
        thread.join()

    assert max(took) < 5
    assert len(answers) == 30
    assert ask_for_a_code(site).status in (302, 429)


def test_a_page_store_that_is_deleted_or_damaged_while_it_runs_is_made_anew(
    restless_site: RunningSite,
) -> None:
    site = restless_site
    before = Asked(site, "/").text
    files = list((site.folder / "pages").rglob("*.page"))
    assert files
    for number, file in enumerate(files):
        file.write_bytes(file.read_bytes()[:100] if number % 2 else b"\0" * 5_000)

    site.process("web", child=True).kill()

    wait_until(lambda: site.status() == 200)
    assert Asked(site, "/").text == before
    assert "cannot be read and is made anew" in site.output()
    subprocess.run(["rm", "-r", site.folder / "pages"], check=True)
    assert Asked(site, "/").text == before
    assert Asked(site, "/corrections/").status == 200
    assert list((site.folder / "pages").rglob("*.page"))


@pytest.fixture
def cluster() -> Iterator[tuple[str, Cluster]]:
    programs = find_programs()
    assert programs
    with running_cluster(programs) as url:
        site_url = url.removesuffix("/broadsheet") + "/postgres"  # the one that is there
        yield site_url, Cluster(programs, folder_of(url))


@pytest.mark.only_on("postgresql")
def test_a_site_whose_postgresql_is_stopped_and_started_again(
    cluster: tuple[str, Cluster], tmp_path: Path
) -> None:
    url, server = cluster
    site = RunningSite(tmp_path / "data", log=tmp_path / "log", database=url)
    try:
        site.start()
        before = Asked(site, "/").text
        wait_until(lambda: problems(site) == [])
        server.stop()
        wait_until(lambda: problems(site) == ["database"])
        assert Asked(site, "/").text == before
        assert write_a_comment(site).status == 503

        server.start()
        wait_until(lambda: problems(site) == [])
        assert write_a_comment(site).status == 404
        server.stop()
        server.start()  # connections that nobody has seen break
        assert [write_a_comment(site).status for _ in range(10)] == [404] * 10
        assert ask_for_a_code(site).status == 302
    finally:
        site.end()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_on_a_full_disk_pages_are_served_and_nothing_is_half_written(
    site: RunningSite, disk: Path, tmp_path: Path
) -> None:
    full = RunningSite(copy_site(site.folder, disk / "data"), log=tmp_path / "log")
    try:
        full.start()
        _fill(disk / "ballast")
        refused = ask_for_a_code(full)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        for path in ("/", "/stories/", "/corrections/"):
            assert Asked(full, path).status == 200
        wait_until(lambda: "pages" in problems(full))

        (disk / "ballast").unlink()
        assert ask_for_a_code(full).status == 302
        wait_until(lambda: Asked(full, "/feed/").status == 200 and problems(full) == [])
    finally:
        full.end()


def _fill(file: Path) -> None:
    """Leave not a byte."""
    with file.open("wb", buffering=0) as ballast:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    ballast.write(b"\0" * size)
            except OSError:
                continue
