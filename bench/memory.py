"""The memory of a running sample site: `python -m bench.memory`.

Proportional set size (shared pages counted once, split among who shares them) of every process,
after a few hundred page views. Linux only. Source: proc(5), smaps_rollup.
"""

import tempfile
from pathlib import Path

import psutil

from tests.running import RunningSite

BUDGET_MB = 340
PAGES = (
    "/",
    "/stories/storm-gate/",
    "/topics/harbour/",
    "/search/?q=gate",
    "/feed/",
    "/account/sign-in/",
)
VIEWS_OF_EACH = 50


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(Path(folder) / "data", log=Path(folder) / "log", is_demo=True)
        site.start()
        try:
            for path in PAGES * VIEWS_OF_EACH:
                site.status(path)
            total = sum(_show(process) for process in site.family())
        finally:
            site.stop()
    print(f"{total:7.1f} MB in all; asked: at most {BUDGET_MB}")


def _show(process: psutil.Process) -> float:
    size = process.memory_full_info().pss / 1024 / 1024
    print(f"{size:7.1f} MB  {' '.join(process.cmdline()[-3:])}")
    return float(size)


if __name__ == "__main__":
    main()
