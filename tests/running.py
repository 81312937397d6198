"""A site as a person runs it: real processes, a real port, a data folder of its own."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 120


class RunningSite:
    """`broadsheet serve`, started by a test and ended with it."""

    def __init__(
        self,
        folder: Path,
        *,
        log: Path,
        host: str = "127.0.0.1",
        is_demo: bool = False,
        **settings: str,
    ) -> None:
        self.folder = folder
        self.log = log
        self.host = host
        self.options = ["--demo"] if is_demo else []
        self.port = free_port()
        self.settings = settings
        self.printed_before = ""  # at the start of the site that this one's folder is a copy of

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.supervisor = subprocess.Popen(
                command("serve", *self.options),
                cwd=ROOT,
                env=environment(self.folder, port=self.port, host=self.host, **self.settings),
                stdout=log,
                stderr=log,
            )
        try:
            wait_until(lambda: "Ctrl-C stops it" in self.output() or not self.is_running())
            assert self.is_running(), self.output()
        except BaseException:
            self.end()
            raise

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def password(self) -> str:
        """The editor's, as it was printed at the first start."""
        printed = re.search(r"Password\s+(\S+)", self.printed_before + self.output())
        assert printed, self.output()
        return printed[1]

    def output(self) -> str:
        return self.log.read_text()

    def is_running(self) -> bool:
        return self.supervisor.poll() is None

    def family(self) -> list[psutil.Process]:
        """The supervisor and all that it has started, and what those have."""
        supervisor = psutil.Process(self.supervisor.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def process(self, name: str, *, child: bool = False) -> psutil.Process:
        """The `web` or `worker` process; with `child` the one that answers for `web`.

        :raises LookupError: when there is none just now.
        """
        for found in psutil.Process(self.supervisor.pid).children():
            with contextlib.suppress(psutil.Error):  # one that has just died
                if name in found.cmdline():
                    return found.children()[0] if child else found
        raise LookupError(name)

    def status(self, path: str = "/") -> int:
        """The status of a page, 0 where nobody answers."""
        request = urllib.request.Request(f"http://{self.host}:{self.port}{path}")
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.supervisor.send_signal(number)
        return self.supervisor.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        """Kill what is left of it."""
        self.supervisor.kill()
        self.supervisor.wait()


def copy_site(source: Path, target: Path) -> Path:
    """Copy the data folder of a site, which may be running."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.sqlite3*", "*.lock"))
    with (
        closing(sqlite3.connect(source / "broadsheet.sqlite3")) as original,
        closing(sqlite3.connect(target / "broadsheet.sqlite3")) as copy,
    ):
        original.backup(copy)
    return target


@contextlib.contextmanager
def moved_away(path: Path, *, instead: bytes | None = None) -> Iterator[None]:
    """Have no file there for a while, or one that holds `instead`; then the same as before."""
    away = path.with_name(f"away.{path.name}")
    path.rename(away)
    if instead is not None:
        path.write_bytes(instead)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        away.rename(path)


def run(*words: str, folder: Path, **settings: str | int) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its settings are those of the environment, such as port=80."""
    return subprocess.run(
        command(*words),
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "broadsheet", *words]


def environment(folder: Path, **settings: str | int) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    own.pop("DJANGO_SETTINGS_MODULE", None)
    named = {f"BROADSHEET_{name.upper()}": str(value) for name, value in settings.items()}
    return own | {"BROADSHEET_DATA": str(folder)} | named


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until(is_so: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def wait_until_gone(processes: list[psutil.Process], *, seconds: float = 10) -> None:
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []
