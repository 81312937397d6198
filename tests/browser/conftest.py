"""A real site, started by its own command with the sample newsroom, and a real browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("BROADSHEET_CHROMIUM") or shutil.which("chromium")
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
START_SECONDS = 120
STORY = "/stories/storm-gate/"


@dataclass(frozen=True)
class Site:
    """The running site: where it is, and how an editor signs in."""

    address: str
    password: str


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample newsroom, served as `make serve` serves it."""
    folder = tmp_path_factory.mktemp("site")
    port = _free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BROADSHEET_")}
    environment |= {"BROADSHEET_DATA": str(folder / "data"), "BROADSHEET_PORT": str(port)}
    output = folder / "output"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "broadsheet", "serve", "--demo"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        password = _wait_for_password(process, output)
        yield Site(f"http://127.0.0.1:{port}", password)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("CHROMIUM IS MISSING: no browser test can run (apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
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


def _note_stranger(url: str, site: Site, complaints: list[str]) -> None:
    if not url.startswith((site.address, "data:", "blob:")):
        complaints.append(f"asked another host: {url}")


def _wait_for_password(process: subprocess.Popen[bytes], output: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"Password\s+(\S+)", output.read_text())
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"The site did not start:\n{output.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
