"""Locks in the data folder: one site and one worker at a time, freed even by a killed process."""

import fcntl
import os
from pathlib import Path
from typing import IO

SITE_LOCK = "site.lock"
WORKER_LOCK = "worker.lock"


class LockedError(Exception):
    """Another process holds the lock."""


def take_lock(path: Path) -> IO[str]:
    """Hold the lock until the returned file is closed or the process ends, however it ends.

    :raises LockedError: when another process holds it.
    """
    file = path.open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise LockedError(str(path)) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def is_locked(path: Path) -> bool:
    """Whether a process holds the lock; makes no file."""
    try:
        with path.open("r", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
