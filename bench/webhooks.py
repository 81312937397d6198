"""How many of a provider's events a second a site takes in: `python -m bench.webhooks`.

A real site on SQLite. Its web process is pinned to one core; the provider's stand-in, which it
asks about every event, and the clients that post have the other. Gifts are pledged and paid
first. Then events are posted once each, and the rest of them twice and shuffled. In the end the
meter must have risen by just what was paid, and `check-ledger` must find nothing wrong.
"""

import argparse
import http.client
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil

from bench.comments import jobs_left
from tests.running import ROOT, RunningSite, command, environment

GIFTS = 1800
EVENTS_TWICE = 5000
CLIENTS = 8
ASKED_A_SECOND = 150
PATH = "/support/events/rehearsal/"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--gifts", type=int, default=GIFTS)
    gifts = arguments.parse_args().gifts
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(Path(folder) / "data", log=Path(folder) / "log", is_demo=True)
        site.start()
        try:
            is_good = _measure(site, gifts=gifts)
        finally:
            site.end()
    sys.exit(not is_good)


def _measure(site: RunningSite, *, gifts: int) -> bool:
    # The worker would deliver the events itself, and answer as the provider.
    worker = _stopped_worker(site)
    outside = _Outside(site, gifts=gifts)
    try:
        psutil.Process().cpu_affinity([1])
        psutil.Process(outside.child.pid).cpu_affinity([1])
        web = site.process("web", child=True)
        web.cpu_affinity([0])
        before = outside.state()
        secret = json.loads((site.folder / "rehearsal" / "keys").read_text())["webhook_secret"]
        post = _Posts(site, secret=secret)
        post.all(outside.events[:100])  # its first ones load what later ones find loaded
        of_ours = outside.events[100:]
        twice = of_ours[-EVENTS_TWICE:]
        once = of_ours[: len(of_ours) - len(twice)]
        cpu = _cpu(web)
        rate = post.all(once)
        each = (_cpu(web) - cpu) * 1000 / max(1, len(once))
        print(f"{len(once)} events once: {rate:.0f} a second, {each:.1f} ms of CPU each")
        doubled = twice * 2
        random.shuffle(doubled)
        print(f"{len(twice)} events twice, shuffled: {post.all(doubled):.0f} a second")
        print("answers:", dict(post.statuses))
        after = outside.state()
        checked = _check(site)  # it asks the provider, too
    finally:
        outside.end()
        worker.send_signal(signal.SIGCONT)
    print("before", before, "after", after)
    is_right = after["settled"] == after["paid"] and (
        after["raised"] - before["raised"] == after["counted"] - before["counted"]
    )
    print(f"asked: {ASKED_A_SECOND} a second, and the meter right: {is_right}")
    return is_right and rate >= ASKED_A_SECOND and checked


def _check(site: RunningSite) -> bool:
    checked = subprocess.run(
        command("check-ledger"),
        cwd=ROOT,
        env=environment(site.folder, port=site.port, host=site.host),
        check=False,
    )
    return checked.returncode == 0


def _stopped_worker(site: RunningSite) -> psutil.Process:
    """The worker, stopped at a moment when it holds no lock on any file."""
    worker = site.process("worker")
    files = [site.folder / "broadsheet.sqlite3", site.folder / "rehearsal" / "world.sqlite3"]
    for _ in range(200):
        time.sleep(1)
        worker.send_signal(signal.SIGSTOP)
        if not any(map(_is_locked, files)) and not jobs_left(site):
            return worker
        worker.send_signal(signal.SIGCONT)
    sys.exit("The worker never came to rest.")


def _is_locked(path: Path) -> bool:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        database.execute("ROLLBACK")
        return False


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


class _Outside:
    """The provider's side, in a process with the site's settings."""

    def __init__(self, site: RunningSite, *, gifts: int) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "bench.storm.outside", str(gifts)],
            cwd=ROOT,
            env=environment(site.folder, port=site.port, host=site.host),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdout is not None
        self.events: list[dict[str, Any]] = []
        for line in self.child.stdout:
            if not line.strip():
                break
            self.events.append(json.loads(line))

    def state(self) -> dict[str, int]:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write("\n")
        self.child.stdin.flush()
        found: dict[str, int] = json.loads(self.child.stdout.readline())
        return found

    def end(self) -> None:
        assert self.child.stdin is not None
        self.child.stdin.close()
        self.child.wait(30)


class _Posts:
    """Clients that sign events and post them, each on a connection of its own."""

    def __init__(self, site: RunningSite, *, secret: str) -> None:
        self._site, self._secret = site, secret
        self.statuses: Counter[int] = Counter()

    def all(self, events: Sequence[dict[str, Any]]) -> float:
        """Post all of them; returns how many a second."""
        begun = time.monotonic()
        threads = [
            threading.Thread(target=self._post, args=[events[start::CLIENTS]])
            for start in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(events) / (time.monotonic() - begun)

    def _post(self, events: Sequence[dict[str, Any]]) -> None:
        from broadsheet.funding.providers.rehearsal.webhooks import signed

        line = http.client.HTTPConnection(self._site.host, self._site.port, timeout=30)
        for event in events:
            delivery = signed(event, secret=self._secret, at=int(time.time()))
            line.request("POST", PATH, body=delivery.body, headers=delivery.headers)
            answer = line.getresponse()
            answer.read()
            self.statuses[answer.status] += 1


if __name__ == "__main__":
    main()
