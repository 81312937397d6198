"""Ten thousand pages in the store, and a change that concerns all of them."""

import gzip
import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.delivery.report import Bar, Part
from bench.delivery.stage import Stage
from tests.running import ROOT, environment

BOUND_MB = 512  # of the disk
MEMORY_MB = 64  # of each process
CLIENTS = 4
LOOKED_AT = 200
# The change itself takes no longer with all pages stored than with a few, but for noise.
CONSTANT = 3.0
PATIENCE_SECONDS = 5.0

_WRITE = """
import sys
import broadsheet.site.running.start as start
start.start_django()
from django.utils import timezone
from tests.many_stories import load_many_stories
load_many_stories(int(sys.argv[1]), now=timezone.now())
"""
# A process that changes the name at each line it is given, and says what that took.
_NAME = """
import json, sys, time
import broadsheet.site.running.start as start
start.start_django()
from broadsheet.newsroom.models import NewsroomSettings
from django.db import connection
connection.ensure_connection()
for line in sys.stdin:
    settings = NewsroomSettings.load()
    settings.name = line.strip()
    begun = time.perf_counter()
    settings.save()
    print(json.dumps((time.perf_counter() - begun) * 1000), flush=True)
"""


@dataclass(frozen=True)
class Change:
    """The milliseconds of one change, of the next request, and until that was answered anew."""

    saved_ms: float
    next_ms: float
    seen_ms: float


class Names:
    """Gives the site one name after the other."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._process = _inside(stage, _NAME)
        self.change("The Warm-up", path="/")

    def change(self, name: str, *, path: str) -> Change:
        """Change it, and ask for `path` until the name stands there."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        saved_ms = float(json.loads(self._process.stdout.readline()))
        begun, next_ms = time.monotonic(), 0.0
        while name.encode() not in _page(self.stage, path):
            next_ms = next_ms or (time.monotonic() - begun) * 1000
            assert time.monotonic() - begun < PATIENCE_SECONDS, f"{path} never has the new name"
        seen_ms = (time.monotonic() - begun) * 1000
        return Change(saved_ms, next_ms or seen_ms, seen_ms)

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


def measure_store(stage: Stage, *, pages: int, until: float) -> Part:
    """Fill the store with so many pages, or with what is filled by `until` (monotonic)."""
    writing = _inside(stage, _WRITE, str(pages))
    assert writing.wait(300) == 0
    paths = [f"/stories/story-{number}/" for number in _numbers(stage, pages)]
    names = Names(stage)
    try:
        few = [names.change(f"Few Pages {n}", path=paths[n]) for n in range(5)]
        begun = time.monotonic()
        asked = _fill(stage, paths, until=until)
        filled_seconds = time.monotonic() - begun
        held = _held(stage)
        many = [names.change(f"Many Pages {n}", path=paths[n]) for n in range(5)]
    finally:
        names.end()
    behind = [
        path for path in paths[: asked : max(1, asked // LOOKED_AT)] if not _is_fresh(stage, path)
    ]
    return _part(few, many, held, asked=asked, filled_seconds=filled_seconds, behind=len(behind))


def _fill(stage: Stage, paths: list[str], *, until: float) -> int:
    """Ask for each page once; returns how many there was the time for."""
    left = iter(enumerate(paths, start=1))
    lock = threading.Lock()
    asked = 0

    def ask() -> None:
        nonlocal asked
        connection = http.client.HTTPConnection("127.0.0.1", stage.site.port, timeout=30)
        while time.monotonic() < until:
            with lock:
                number, path = next(left, (0, ""))
                asked = max(asked, number)
            if not path:
                return
            connection.request("GET", path, headers=stage.headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, path

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return asked


def _held(stage: Stage) -> tuple[int, float]:
    """How many pages lie in the data folder, and their megabytes."""
    files = [path for path in Path(stage.site.folder, "pages").rglob("*.page") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files) / 1024 / 1024


def _numbers(stage: Stage, pages: int) -> range:
    """The stories that were written: their slugs go on from how many there were."""
    first = next(n for n in range(1, 1000) if _status(stage, f"/stories/story-{n}/") == 200)
    return range(first, first + pages)


def _status(stage: Stage, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", stage.site.port, timeout=30)
    connection.request("GET", path, headers=stage.headers)
    return connection.getresponse().status


def _is_fresh(stage: Stage, path: str) -> bool:
    return b"Many Pages 4" in _page(stage, path)


def _page(stage: Stage, path: str) -> bytes:
    return gzip.decompress(stage.get(path)[0])


def _inside(stage: Stage, script: str, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        env=environment(stage.site.folder, port=stage.site.port),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _part(
    few: list[Change], many: list[Change], held: tuple[int, float], *, asked: int,
    filled_seconds: float, behind: int,
) -> Part:  # fmt: skip
    count, megabytes = held
    constant = _median(many).saved_ms / max(0.1, _median(few).saved_ms)
    return Part(
        f"{asked:,} pages in the store, and a change of the site’s name",
        head=("stored", "the change", "the next request", "until the new name is there"),
        rows=[_row("a few pages", few), _row(f"{asked:,} pages", many)],
        words=[
            (f"{asked:,} pages were asked for in {filled_seconds:.0f} s; {count:,} of them lie on "
            f"the disk with {megabytes:.0f} MB, within {BOUND_MB} MB. After the last change "
            f"{LOOKED_AT} of them, all over the archive, were asked for once more: "
            f"{behind} were not fresh.")
        ],
        bars=[
            Bar("10,000 pages, the store on disk", f"at most {BOUND_MB} MB",
                f"{megabytes:.0f} MB for {asked:,}", megabytes <= BOUND_MB and asked >= 10_000),
            Bar("a change of the site’s name makes all fresh", "0 old ones", f"{behind} old ones",
                behind == 0),
            Bar("that change, of the same with a few pages", f"constant (at most {CONSTANT:g})",
                f"{constant:.2f}", constant <= CONSTANT),
        ],
    )  # fmt: skip


def _median(changes: list[Change]) -> Change:
    return sorted(changes, key=lambda change: change.saved_ms)[len(changes) // 2]


def _row(name: str, changes: list[Change]) -> tuple[str, ...]:
    middle = len(changes) // 2
    return (
        name,
        *(
            f"{sorted(getattr(change, kind) for change in changes)[middle]:.1f} ms"
            for kind in ("saved_ms", "next_ms", "seen_ms")
        ),
    )
