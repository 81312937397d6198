"""What a run needs of the machine, and the machine by name."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tests.running_nginx import NGINX

PROGRAMS = {"nginx": NGINX, "wrk": shutil.which("wrk"), "taskset": shutil.which("taskset")}


def refuse_unfit_machine() -> None:
    """End with a sentence where a program or the second core is missing."""
    missing = [name for name, path in PROGRAMS.items() if path is None]
    if missing:
        sys.exit(
            f"This benchmark needs {' and '.join(missing)}, which cannot be found here. "
            "On Debian: apt-get install nginx-light wrk util-linux"
        )
    if len(_CORES) < 2:
        sys.exit("This benchmark needs two cores: one for the server, one for its readers.")


_CORES = sorted(os.sched_getaffinity(0))  # before anything is pinned


def cores() -> tuple[int, int]:
    """The server's core and the readers'."""
    return _CORES[0], _CORES[-1]


def machine() -> dict[str, str]:
    """What was measured on, and with what."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "nginx": _said(str(NGINX), "-v", pattern=r"nginx/(\S+)"),
        "wrk": _said("wrk", "--version", pattern=r"wrk (?:debian/)?(\S+)"),
        "Python": platform.python_version(),
        "granian": version("granian"),
        "Django": version("Django"),
        "SQLite": sqlite3.sqlite_version,
    }


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text()
        found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _said(*command: str, pattern: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(pattern, ran.stdout + ran.stderr)
    return found[1] if found else "?"
