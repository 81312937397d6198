"""How many comments a second a site takes: `python -m bench.comments [--seconds N]`.

A real site on SQLite, its processes pinned to one core, the clients to another: 16 clients write
as 1,000 readers under 20 stories, each comment with a proof of work of its own, all rules, limits,
judgements and announcements on. The commits' fsyncs are counted with strace, where there is one,
in a shorter storm of their own, which it slows. In the last storm everything is killed (kill -9)
and started again: every comment that was acknowledged must be there, and every counter equal its
rows. A kill leaves what the kernel has in memory, so that alone would not show that a power cut
loses nothing; therefore the fsyncs.
"""

import argparse
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.storm import ground
from bench.storm.clients import Outcome, Storm
from tests.running import RunningSite, wait_until, wait_until_gone

READERS = 1000
CLIENTS = 16
ASKED_A_SECOND = 250
FULL = 2  # of PRAGMA synchronous
WARM_SECONDS = 3.0  # its first requests load what later ones find loaded
STRACED_SECONDS = 5.0
KILL_AFTER_SECONDS = 4.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=15.0, help="of the measured storm")
    seconds = arguments.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(Path(folder) / "data", log=Path(folder) / "log", is_demo=True)
        _believe_the_clients(site)
        site.start()
        try:
            is_good = _measure(site, seconds=seconds)
            _count_fsyncs(site)
            is_good = _kill(site) and is_good
        finally:
            site.end()
            _end_orphans(site)
    sys.exit(not is_good)


def _believe_the_clients(site: RunningSite) -> None:
    """Each reader comes from an address of their own, as if a proxy stood before the site."""
    site.folder.mkdir(parents=True)
    (site.folder / "broadsheet.toml").write_text("proxies = 1\n")


def _measure(site: RunningSite, *, seconds: float) -> bool:
    made = ground.prepare(site, readers=READERS, comments=int(seconds * 1000))
    assert made.synchronous == FULL, made.synchronous
    warm = ground.prepare_more(site, readers=READERS, comments=5000)
    wait_until(lambda: not jobs_left(site))  # the sample's pictures are rendered first
    _pin(site)
    Storm(site.host, site.port, warm, clients=CLIENTS).run(seconds=WARM_SECONDS)
    before = _cpu_seconds(site)
    outcome = Storm(site.host, site.port, made, clients=CLIENTS).run(seconds=seconds)
    used = {name: spent - before[name] for name, spent in _cpu_seconds(site).items()}
    rate = len(outcome.published) / outcome.took_seconds
    _show(outcome)
    for name, spent in used.items():
        each = spent * 1000 / max(1, len(outcome.published))
        print(f"{name}: {spent / outcome.took_seconds:.0%} of a core, {each:.1f} ms a comment")
    print(f"{rate:.0f} comments a second on one core; asked: {ASKED_A_SECOND}.")
    return rate >= ASKED_A_SECOND


def jobs_left(site: RunningSite) -> int:
    with closing(sqlite3.connect(site.folder / "broadsheet.sqlite3")) as database:
        rows = database.execute(
            "SELECT COUNT(*) FROM jobs_job WHERE state IN ('waiting', 'running') AND run_at <= ?",
            [datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")],
        )
        return int(rows.fetchone()[0])


def _cpu_seconds(site: RunningSite) -> dict[str, float]:
    """What the web process and the worker have used so far, the kernel's part for them included."""
    processes = {"web": site.process("web", child=True), "worker": site.process("worker")}
    times = {name: process.cpu_times() for name, process in processes.items()}
    return {name: spent.user + spent.system for name, spent in times.items()}


def _count_fsyncs(site: RunningSite) -> None:
    strace = shutil.which("strace")
    if strace is None:
        print("fsyncs were not counted: there is no strace here.")
        return
    made = ground.prepare_more(site, readers=READERS, comments=20_000)
    web = site.process("web", child=True)
    storm = Storm(site.host, site.port, made, clients=CLIENTS)
    with tempfile.NamedTemporaryFile("r") as traced:
        watched = ["-e", "trace=fsync,fdatasync", "-o", traced.name, "-p", str(web.pid)]
        tracer = subprocess.Popen([strace, "-f", *watched], stderr=subprocess.DEVNULL)
        time.sleep(1)  # until it has hold of every thread
        outcome = storm.run(seconds=STRACED_SECONDS)
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        counted = len(re.findall(r"\bf(?:data)?sync\(", traced.read()))
    print(f"{counted} fsyncs for {len(outcome.acknowledged)} comments, in a storm under strace.")


def _kill(site: RunningSite) -> bool:
    made = ground.prepare_more(site, readers=READERS, comments=20_000)
    storm = Storm(site.host, site.port, made, clients=CLIENTS)
    storm.begin(seconds=KILL_AFTER_SECONDS + 1)
    time.sleep(KILL_AFTER_SECONDS)
    family = site.family()
    for process in family:
        process.kill()
    site.supervisor.wait()
    wait_until_gone(family)
    outcome = storm.end()
    site.start()
    found = ground.count(site, outcome.acknowledged)
    is_good = not (found["lost"] or found["unjudged"] or found["miscounts"])
    print(
        f"Killed in mid-storm: of {len(outcome.acknowledged)} acknowledged comments "
        f"{len(found['lost'])} are lost, {len(found['unjudged'])} have no judgement; "
        f"{len(found['miscounts'])} counters differ from their rows."
    )
    return is_good


def _pin(site: RunningSite) -> None:
    """The site on the first core, ourselves on the last; on one core alone, both there."""
    cores = sorted(os.sched_getaffinity(0))
    for process in site.family():
        for thread in process.threads():
            os.sched_setaffinity(thread.id, {cores[0]})
    os.sched_setaffinity(0, {cores[-1]})


def _show(outcome: Outcome) -> None:
    told = ", ".join(f"{count} × {status}" for status, count in outcome.statuses.most_common())
    ordered = sorted(outcome.seconds)
    print(
        f"{told}; {len(outcome.published)} published, {len(outcome.held)} held; "
        f"median {statistics.median(ordered) * 1000:.0f} ms, "
        f"p99 {ordered[int(len(ordered) * 0.99)] * 1000:.0f} ms"
    )


def _end_orphans(site: RunningSite) -> None:
    """What outlived its supervisor, known by the data folder in its environment."""
    for process in psutil.process_iter():
        try:
            if process.environ().get("BROADSHEET_DATA") == str(site.folder):
                process.kill()
        except psutil.Error:
            continue


if __name__ == "__main__":
    main()
