"""Readers: wrk on a core of its own, and what it says at the end."""

import re
import subprocess
from dataclasses import dataclass

CONNECTIONS = 32
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Read:
    """One round of wrk: requests a second, and what the slowest of a hundred waited."""

    rate: float
    p99_ms: float


def read(url: str, *, seconds: float, core: int, headers: dict[str, str]) -> Read:
    """Ask for `url` again and again.

    :raises RuntimeError: when an answer was no 200 and no 304, or did not come.
    """
    command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s"]
    named = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    ran = subprocess.run(
        [*command, "--latency", *named, url],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=True,
    )
    return _read_report(ran.stdout)


def _read_report(report: str) -> Read:
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", report, re.MULTILINE)
    slowest = re.search(r"^\s+99%\s+([\d.]+)([a-z]+)", report, re.MULTILINE)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*", report)
    if not rate or not slowest or wrong:
        raise RuntimeError(f"wrk says:\n{report}")
    return Read(float(rate[1]), float(slowest[1]) * _UNITS[slowest[2]])
