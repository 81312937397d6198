"""The supervisor: starts a site's processes, starts them again when they die, and ends them all.

It stays small: it never imports Django, and it sleeps until a signal wakes it.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import broadsheet
from broadsheet.site.running.processes import PARENT_VARIABLE

SOURCE = Path(broadsheet.__file__).resolve().parents[1]
QUICK_DEATH_SECONDS = 10.0
MAX_QUICK_DEATHS = 5
GRACE_SECONDS = 6.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """One process of the site, and how its lives have gone."""

    name: str
    command: list[str]
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    quick_deaths: int = 0

    def start(self, *, now: float) -> None:
        self.running = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            env=_child_environment(),
            # Ctrl-C is for the supervisor, which then stops its children in order.
            start_new_session=True,
        )
        self.started_at = now

    def note_death(self, *, now: float) -> None:
        """Plan the next start: at once after a long life, later and later after short ones."""
        was_quick = now - self.started_at < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if was_quick else 1
        self.start_again_at = now + 0.25 * 2 ** (self.quick_deaths - 1)
        self.running = None

    def ask_to_stop(self) -> None:
        """Let the process end its own children first."""
        if self.running is not None:
            self.running.terminate()

    def kill(self) -> None:
        """End the process and those it has started."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):  # all have ended already
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()


class Supervisor:
    """Runs children until a signal asks it to stop, or one of them cannot be kept running."""

    def __init__(self, children: list[Child], *, say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stops_asked = 0
        self._wake = _wake_on_signals(self._note_signal)

    def run_to_end(self, command: list[str]) -> tuple[int, str]:
        """Run a short-lived process; returns its exit code, 0 when stopped, and its output."""
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=_child_environment(),
            start_new_session=True, text=True,
        )  # fmt: skip
        while child.poll() is None and not self.stops_asked:
            self._sleep(None)
        if child.poll() is None:
            child.kill()
        output, _ = child.communicate()
        return (0 if self.stops_asked else child.returncode), output

    def run(self, *, while_starting: Callable[[], float | None]) -> int:
        """Supervise until the end and return the exit code.

        `while_starting` is called at every turn; it returns the seconds after which it
        wants to be called again, or None when the site has answered.
        """
        try:
            return self._supervise(while_starting)
        finally:
            self._stop_all()

    def _supervise(self, while_starting: Callable[[], float | None]) -> int:
        while not self.stops_asked:
            soonest = while_starting()
            for child in self.children:
                wait = self._tend(child, has_answered=soonest is None)
                if child.quick_deaths > MAX_QUICK_DEATHS:
                    return 1
                soonest = min((w for w in (soonest, wait) if w is not None), default=None)
            self._sleep(soonest)
        return 0

    def _tend(self, child: Child, *, has_answered: bool) -> float | None:
        now = time.monotonic()
        if child.running is not None and child.running.poll() is not None:
            self._mourn(child, has_answered=has_answered, now=now)
        if child.running is None and child.quick_deaths <= MAX_QUICK_DEATHS:
            if child.start_again_at > now:
                return child.start_again_at - now
            child.start(now=now)
        return None

    def _mourn(self, child: Child, *, has_answered: bool, now: float) -> None:
        code = child.running.returncode if child.running else 0
        child.kill()  # what it may have left behind
        child.note_death(now=now)
        if not has_answered or child.quick_deaths > MAX_QUICK_DEATHS:
            child.quick_deaths = MAX_QUICK_DEATHS + 1
            self.say(f"{child.name} cannot start (exit code {code}): its reason stands above.")
        else:
            self.say(f"{child.name} has ended (exit code {code}) and is started again.")

    def _stop_all(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        asked = self.stops_asked
        while any(child.running and child.running.poll() is None for child in self.children):
            if time.monotonic() > deadline or self.stops_asked > max(asked, 1):
                break  # out of patience, ours or that of whoever pressed Ctrl-C again
            self._sleep(0.05)
        for child in self.children:
            child.kill()

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stops_asked += 1

    def _sleep(self, seconds: float | None) -> None:
        readable, _, _ = select.select([self._wake], [], [], seconds)
        if readable:
            os.read(self._wake, 1024)


def self_command(*arguments: str) -> list[str]:
    """The command line that runs this program again."""
    # A folder that one happens to be in must not supply modules, unless it is the source.
    safe_path = [] if Path.cwd() == SOURCE else ["-P"]
    return [sys.executable, *safe_path, "-m", "broadsheet", *arguments]


def _child_environment() -> dict[str, str]:
    return os.environ | {PARENT_VARIABLE: str(os.getpid())}


def _wake_on_signals(handler: Callable[[int, FrameType | None], None]) -> int:
    read_end, write_end = os.pipe()
    os.set_blocking(read_end, False)
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    for number in (*STOP_SIGNALS, signal.SIGCHLD):
        if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
            continue  # started under nohup
        signal.signal(number, handler)
    return read_end
