"""The commands that look after a site, and need Django for it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from broadsheet.site.cli.arguments import Arguments
from broadsheet.site.folder.config import FILE_NAME, load_config
from broadsheet.site.folder.data_folder import DataFolder
from broadsheet.site.folder.locks import WORKER_LOCK, LockedError, take_lock
from broadsheet.site.names import EDITOR
from broadsheet.site.refusal import Refusal
from broadsheet.site.running.processes import die_with_supervisor
from broadsheet.site.running.start import start_django


def run(asked: Arguments) -> int:
    """Run one of these commands and return its exit code."""
    return COMMANDS[asked.command](asked)


def _prepare(asked: Arguments) -> int:
    # Its output is the first password, for `serve` to say when the site answers.
    die_with_supervisor()
    start_django()
    from broadsheet.site.care.prepare import prepare

    print(prepare(is_demo=asked.is_demo), flush=True)
    return 0


def _demo(asked: Arguments) -> int:
    folder = DataFolder(load_config().folder)
    folder.open()
    try:
        start_django()
        from broadsheet.site.care.prepare import prepare

        password = prepare(is_demo=True)
    except Refusal:
        folder.undo()
        raise
    print(f"The sample newsroom is in {folder.path}. “broadsheet serve --demo” runs it.")
    if password:
        print(f"Editors sign in as “{EDITOR}” with the password {password} (shown only now).")
    return 0


def _import(asked: Arguments) -> int:
    file = Path(asked.file)
    _refuse_unreadable(file)
    _start_on_ready_site()
    from django.utils import timezone

    from broadsheet.importers.wordpress.load import import_export
    from broadsheet.importers.wordpress.read import ExportError
    from broadsheet.site.care.prepare import Nature, nature

    if nature() is Nature.SAMPLE:
        raise Refusal("This folder holds the sample newsroom, which real stories must not enter.")
    lock = _keep_log_short(load_config().folder)
    try:
        report = import_export(file, now=timezone.now())
    except ExportError as error:
        raise Refusal(str(error)) from None
    finally:
        if lock is not None:
            lock.close()
    for line in report.lines():
        print(line)
    return 0


def _keep_log_short(folder: Path) -> IO[str] | None:
    """While no worker runs, do its part: an import without it leaves a log of gigabytes."""
    from broadsheet.site.running.work import keep_log_short

    try:
        lock = take_lock(folder / WORKER_LOCK)
    except LockedError:
        return None
    keep_log_short()
    return lock


def _reindex(asked: Arguments) -> int:
    _start_on_ready_site()
    from broadsheet.newsroom.search.indexing import index_all

    print(f"{index_all():,} stories can be found.")
    return 0


def _pages(asked: Arguments) -> int:
    _start_on_ready_site()
    from broadsheet.site.care.pages import rebuild_pages

    before, after = rebuild_pages()
    print(f"{before:,} stored pages are thrown away; {after:,} of them are made anew.")
    return 0


def _doctor(asked: Arguments) -> int:
    from broadsheet.site.care.doctor import examine

    return examine(say=print)


def _check_ledger(asked: Arguments) -> int:
    _start_on_ready_site()
    from broadsheet.site.care.ledger import check

    return check(days=asked.days, say=print)


def _password(asked: Arguments) -> int:
    _start_on_ready_site()
    from broadsheet.site.care.accounts import give_new_password

    password = give_new_password(asked.name, forget_second_factor=asked.forget_second_factor)
    print(f"The new password of “{asked.name}” is {password} (shown only now).")
    if asked.forget_second_factor:
        print("Its second factor is forgotten: the next sign-in sets up a new one.")
    return 0


def _mail(asked: Arguments) -> int:
    start_django()
    if asked.act == "lift":
        return _lift(asked.address)
    from broadsheet.site.care.mail import send_trial_letter

    print(send_trial_letter(asked.address, config=load_config()))
    return 0


def _lift(address: str) -> int:
    _start_on_ready_site()
    from broadsheet.notices.suppression import lift

    if not lift(address):
        raise Refusal(f"{address} has not been refused its letters.")
    print(f"{address} gets letters again.")
    return 0


def _nginx(asked: Arguments) -> int:
    from broadsheet.site.nginx import nginx_configuration

    config = load_config()
    print(nginx_configuration(config, wishes=asked.nginx))
    if not config.proxies:
        print(
            "broadsheet: nginx adds to X-Forwarded-For, which this site does not believe yet: "
            f"set proxies = 1 in {config.folder / FILE_NAME}.",
            file=sys.stderr,
        )
    return 0


def _manage(asked: Arguments) -> int:
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["broadsheet manage", *asked.rest])
    return 0


def _start_on_ready_site() -> None:
    start_django()
    from broadsheet.site.database.state import refuse_unready_database

    refuse_unready_database()


def _refuse_unreadable(file: Path) -> None:
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.") from None


COMMANDS: dict[str, Callable[[Arguments], int]] = {
    "prepare": _prepare,
    "demo": _demo,
    "import": _import,
    "reindex": _reindex,
    "pages": _pages,
    "doctor": _doctor,
    "check-ledger": _check_ledger,
    "password": _password,
    "mail": _mail,
    "nginx": _nginx,
    "manage": _manage,
}
