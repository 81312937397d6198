"""A real site, started by its own command with the sample newsroom, and a real browser."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.ready_database import copy_ready_file
from tests.running import RunningSite, copy_site

CHROMIUM = (
    os.environ.get("BROADSHEET_CHROMIUM")
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
)
# No sandbox, since tests may run as root in a container; nothing is asked of other hosts.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STORY = "/stories/storm-gate/"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The sample newsroom, served as `make serve` serves it, to each of xdist's processes its own.

    The first to come here founds it; the others run on copies of what it has founded.
    """
    folder = tmp_path_factory.mktemp("site")
    running = RunningSite(folder / "data", log=folder / "log", is_demo=True)
    founded = _of_all_processes(tmp_path_factory) / "founded"
    with (founded.parent / "founding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if founded.exists():
            _copy_founded(founded, running)
        else:
            running.folder.mkdir(mode=0o700)
            copy_ready_file(running.folder / "broadsheet.sqlite3")
            running.start()
            copy_site(running.folder, founded)
            (founded / "printed").write_text(running.output())
    if running.printed_before:
        running.start()
    yield running
    running.stop()


def _of_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def _copy_founded(founded: Path, running: RunningSite) -> None:
    copy_site(founded, running.folder)
    running.printed_before = (running.folder / "printed").read_text()
    # A page stands before the sizes of its pictures are rendered: the first site alone does it.
    with closing(sqlite3.connect(running.folder / "broadsheet.sqlite3")) as database:
        database.execute("DELETE FROM jobs_job WHERE task_path LIKE '%.render_picture'")
        database.commit()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(
            "CHROMIUM IS MISSING: no browser test can run (chromium-headless-shell or chromium)"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: RunningSite) -> Iterator[OpenPage]:
    """Opens a path in a browser of its own; at the end nobody else may have been asked for
    anything, and no page may have complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_it(path: str, **options: object) -> Page:
        context = browser.new_context(**({"base_url": site.address} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _note_stranger(request.url, site, complaints))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        if not path.startswith("/desk/"):  # no public page opens one; a hostile comment would
            page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not complaints


def _note_stranger(url: str, site: RunningSite, complaints: list[str]) -> None:
    if not url.startswith((site.address, "data:", "blob:")):
        complaints.append(f"asked another host: {url}")
