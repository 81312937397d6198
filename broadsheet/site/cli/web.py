"""`broadsheet web`: the web server's main process, which starts the web processes."""

from collections.abc import Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from broadsheet.site.folder.config import load_config
from broadsheet.site.running.processes import die_with_supervisor

# How many clients may wait to be accepted while every thread is busy.
BACKLOG = 1024
STOP_SECONDS = 4


def web() -> int:
    """Serve until told to stop. Nothing here writes an access log: it would hold addresses."""
    die_with_supervisor()
    config = load_config()
    Granian(
        "broadsheet.site.wsgi:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.web_processes,
        blocking_threads=config.web_threads,
        backlog=BACKLOG,
        websockets=False,
        log_access=False,
        # Its warnings advise on the number of threads; that one is ours to choose.
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve(target_loader=_application, wrap_loader=False)
    return 0


def _application() -> Callable[..., Any]:
    # Granian's own way to load it puts the current folder in front of all modules.
    from broadsheet.site.wsgi import application

    return application
