"""Processes that end when their parent does, even if it is killed outright."""

import ctypes
import os
import signal
import sys
import threading
import time

from broadsheet.site.names import PREFIX

PR_SET_PDEATHSIG = 1  # Source: prctl(2)
WATCH_SECONDS = 1.0
PARENT_VARIABLE = PREFIX + "PARENT"


def die_with_parent(parent: int, *, how: signal.Signals = signal.SIGKILL) -> None:
    """Have this process sent `how` when its parent, the process of that id, is gone.

    Linux sends it when the parent's THREAD that made this process ends: start children
    from a main thread.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how)
    else:
        threading.Thread(target=_watch, args=(parent, how), daemon=True).start()
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def die_with_supervisor() -> bool:
    """Die with the process that named itself in the environment, if that is our parent's doing.

    Returns whether there is one.
    """
    parent = os.environ.pop(PARENT_VARIABLE, "")
    if parent:
        die_with_parent(int(parent))
    return bool(parent)


def _watch(parent: int, how: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), how)
