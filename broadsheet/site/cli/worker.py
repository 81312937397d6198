"""`broadsheet worker`: does what can wait, one job after another, until it is told to stop."""

import signal

from broadsheet.site.folder.config import load_config
from broadsheet.site.folder.locks import WORKER_LOCK, LockedError, take_lock
from broadsheet.site.folder.secret import read_secret_key
from broadsheet.site.refusal import Refusal
from broadsheet.site.running.processes import die_with_supervisor
from broadsheet.site.running.start import start_django

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def worker() -> int:
    """Work until SIGTERM, SIGINT or SIGHUP; the job under way is brought to its end.

    :raises Refusal: when a worker or an import runs on the folder, or it is not prepared.
    """
    is_supervised = die_with_supervisor()
    folder = load_config().folder
    read_secret_key(folder)
    try:
        lock = take_lock(folder / WORKER_LOCK)
    except LockedError:
        raise Refusal(f"A worker or an import runs on the data folder {folder} already.") from None
    except OSError as error:
        raise Refusal(f"{folder} cannot be written to: {error.strerror}.") from None
    with lock:
        _work(is_supervised=is_supervised)
    return 0


def _work(*, is_supervised: bool) -> None:
    start_django()
    from broadsheet.funding.providers.rehearsal.running import Rehearsing
    from broadsheet.site.database.sqlite.base import make_none
    from broadsheet.site.database.state import refuse_unready_database
    from broadsheet.site.running.work import Work, keep_log_short, wait_for_database

    if not is_supervised:
        refuse_unready_database()
    make_none()
    work = Work(beside=[Rehearsing()])
    for number in STOP_SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, lambda *_: work.stop())
    # At the start of the site it was ready. A worker that refused later, after a death of its
    # own, would end the web server as well, which has pages to serve.
    if wait_for_database(work):
        keep_log_short()
        work.go_on_until_stopped()
