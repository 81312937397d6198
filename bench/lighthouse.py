"""Lighthouse over the front page and two stories, as on a phone: `python -m bench.lighthouse`.

Needs Node, the npm client, which brings Lighthouse, and Chromium; says so and ends where one is
missing. Takes some ten minutes, and what it measures is the machine's too: let nothing else run.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.pictures import wait_for_sizes
from tests.running import RunningSite

CHECKER = "lighthouse@12.8.2"  # 13 wants Node 22
CHROMIUM = "/usr/bin/chromium"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
RUNS = 5
ATTEMPTS = 3  # now and then Chromium does not start
PAGES = {
    "front": "/",
    "story, 200 comments": "/stories/storm-gate/",
    "story, no comments": "/stories/net-loft/",
}
# The least score, of 100, in each category.
BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_SHIFT = 0.02
FIGURES = {
    "LCP ms": "largest-contentful-paint",
    "TBT ms": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}

Report = dict[str, Any]


def main() -> None:
    for program in ("node", "npm", CHROMIUM):
        if shutil.which(program) is None:
            sys.exit(f"Lighthouse needs {program}, which is not here.")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        lighthouse = _lighthouse(scratch)
        site = RunningSite(scratch / "data", log=scratch / "log", is_demo=True)
        site.start()
        try:
            wait_for_sizes(site, PAGES.values())
            missed = [not _measure(lighthouse, site.address + PAGES[n], n) for n in PAGES]
        finally:
            site.stop()
    sys.exit(int(any(missed)))


def _lighthouse(scratch: Path) -> Path:
    subprocess.run(
        ["npm", "install", "--no-save", "--prefix", scratch, CHECKER],
        check=True,
        capture_output=True,
        env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"},
    )
    return scratch / "node_modules/lighthouse/cli/index.js"


def _measure(lighthouse: Path, address: str, name: str) -> bool:
    """Print the medians of a page's runs; whether every bar is reached."""
    reports = [_run(lighthouse, address) for _ in range(RUNS)]
    scores = {bar: statistics.median(_score(report, bar) for report in reports) for bar in BARS}
    figures = {name: _median(reports, audit) for name, audit in FIGURES.items()}
    print(
        f"{name:20}",
        *(f"{bar} {scores[bar]:.0f} of {least}" for bar, least in BARS.items()),
        *(f"{figure} {value:.{3 if value < 1 else 0}f}" for figure, value in figures.items()),
        sep="  ",
        flush=True,
    )
    for line in sorted(set(_lost(reports))):
        print(f"  {line}")
    is_still = figures["CLS"] < MOST_SHIFT
    return is_still and all(scores[bar] >= least for bar, least in BARS.items())


def _run(lighthouse: Path, address: str) -> Report:
    command = ["node", lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    for _ in range(ATTEMPTS):
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            env=os.environ | {"CHROME_PATH": CHROMIUM},
            timeout=180,
        )
        if done.returncode == 0:
            report: Report = json.loads(done.stdout)
            return report
    sys.exit(f"Lighthouse did not come to an end: {done.stderr.decode()}")


def _score(report: Report, category: str) -> float:
    return 100 * float(report["categories"][category]["score"] or 0)


def _median(reports: Iterable[Report], audit: str) -> float:
    return statistics.median(report["audits"][audit].get("numericValue", 0) for report in reports)


def _lost(reports: Iterable[Report]) -> Iterable[str]:
    """What cost points in any run, each with its lowest score."""
    lowest: dict[str, float] = {}
    for report in reports:
        for category in BARS:
            for entry in report["categories"][category]["auditRefs"]:
                score = report["audits"][entry["id"]]["score"]
                if entry["weight"] and score is not None and score < 1:
                    line = f"{category}: {report['audits'][entry['id']]['title']}"
                    lowest[line] = min(score, lowest.get(line, 1))
    return (f"{line} ({100 * score:.0f} at the lowest)" for line, score in lowest.items())


if __name__ == "__main__":
    main()
