"""The memory of a running sample site: `python -m bench.memory`.

Proportional set size (shared pages counted once, split among who shares them) of every process,
after a few hundred page views. Linux only. Source: proc(5), smaps_rollup.
"""

import tempfile
from pathlib import Path

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
            view_pages(site)
            sizes = memory_of(site)
        finally:
            site.stop()
    for name, size in sizes:
        print(f"{size:7.1f} MB  {name}")
    print(f"{total_mb(sizes):7.1f} MB in all; asked: at most {BUDGET_MB}")


def view_pages(site: RunningSite) -> None:
    """Have every process load what it loads when it is asked."""
    for path in PAGES * VIEWS_OF_EACH:
        site.status(path)


def memory_of(site: RunningSite) -> list[tuple[str, float]]:
    """Each process of the site by its last words, and its megabytes."""
    return [
        (" ".join(process.cmdline()[-3:]), process.memory_full_info().pss / 1024 / 1024)
        for process in site.family()
    ]


def total_mb(sizes: list[tuple[str, float]]) -> float:
    return sum(size for _, size in sizes)


if __name__ == "__main__":
    main()
