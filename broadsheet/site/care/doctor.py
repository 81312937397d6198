"""`broadsheet doctor`: looks a site over, and says what is wrong and what helps.

Each check is a function that yields its findings: nothing when all is well.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from broadsheet.site.folder.config import Config, load_config
from broadsheet.site.folder.locks import SITE_LOCK, WORKER_LOCK, is_locked
from broadsheet.site.folder.secret import FILE_NAME as KEY_NAME
from broadsheet.site.folder.secret import read_secret_key
from broadsheet.site.refusal import Refusal

LEAST_SQLITE = (3, 51, 3)
WARN_FREE_BYTES = 1024**3
LEAST_FREE_BYTES = 100 * 1024**2


class Grade(Enum):
    """How bad a finding is."""

    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What is wrong, and what helps."""

    grade: Grade
    words: str
    hint: str


Check = Callable[[Config], Iterator[Finding]]


def examine(*, say: Callable[[str], None]) -> int:
    """Say one line a check, and return 1 when something is wrong. Warnings are not."""
    try:
        config = load_config()
    except Refusal as refusal:
        say(f"settings    wrong    {refusal}")
        return 1
    say(f"settings    ok       {config.folder}")
    grades: list[Grade] = []
    for name, check in CHECKS.items():
        try:
            findings = list(check(config))
        except Refusal as refusal:  # what comes after it could not be asked
            say(f"{name:11} wrong    {refusal}")
            return 1
        for finding in findings:
            say(f"{name:11} {finding.grade.value:8} {finding.words} {finding.hint}")
        if not findings:
            say(f"{name:11} ok")
        grades += [finding.grade for finding in findings]
    return 1 if Grade.WRONG in grades else 0


def _folder(config: Config) -> Iterator[Finding]:
    read_secret_key(config.folder)  # says it where there is no folder at all
    if not os.access(config.folder, os.W_OK | os.X_OK):
        yield Finding(
            Grade.WRONG, f"{config.folder} cannot be written to.", "Run it as the folder's owner."
        )
    if stat.S_IMODE(config.folder.stat().st_mode) & 0o077:
        yield Finding(
            Grade.WARNING,
            f"{config.folder} is open to other users of this machine.",
            f"“chmod 700 {config.folder}” closes it.",
        )


def _secret(config: Config) -> Iterator[Finding]:
    path = config.folder / KEY_NAME
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding(
            Grade.WRONG, f"{path} can be read by others.", f"“chmod 600 {path}” ends that."
        )


def _space(config: Config) -> Iterator[Finding]:
    free = shutil.disk_usage(config.folder).free
    if free < WARN_FREE_BYTES:
        yield Finding(
            Grade.WRONG if free < LEAST_FREE_BYTES else Grade.WARNING,
            f"Only {free // 1024**2} MB are free where {config.folder} lies.",
            "Make room: a full disk stops every write.",
        )


def _address(config: Config) -> Iterator[Finding]:
    from ipaddress import ip_address

    if not config.has_own_address and not ip_address(config.host).is_loopback:
        yield Finding(
            Grade.WARNING,
            f"It listens on {config.host}, yet every link is built on {config.address}.",
            "Set “address” to what readers type.",
        )
    if config.has_own_address and not config.is_https and not _is_local(config.address):
        yield Finding(
            Grade.WARNING,
            f"{config.address} is not encrypted: passwords and cookies can be read on the way.",
            "Let a proxy with a certificate stand in front, and set “address” to https://….",
        )


def _health(config: Config) -> Iterator[Finding]:
    from broadsheet.site.care.health import problems

    for words, hint in problems(config):
        yield Finding(Grade.WRONG, words, hint)


def _database(config: Config) -> Iterator[Finding]:
    from broadsheet.site.database.sqlite.base import make_none
    from broadsheet.site.database.state import refuse_unusable_database
    from broadsheet.site.running.start import start_django

    start_django()
    make_none()  # whoever looks for a database that is gone leaves no empty one in its place
    refuse_unusable_database()
    yield from ()


def _migrations(config: Config) -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from broadsheet.site.database.state import missing_migrations

    missing = missing_migrations(MigrationLoader(connection))
    if missing:
        app, name = missing[0]
        yield Finding(
            Grade.WRONG,
            f"{len(missing)} migrations are to be made, {app}.{name} first.",
            "“broadsheet serve” makes them.",
        )


def _sqlite(config: Config) -> Iterator[Finding]:
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        yield Finding(
            Grade.WARNING,
            f"SQLite {sqlite3.sqlite_version} has a rare bug that can damage a database; "
            "Broadsheet goes round it.",
            "3.51.3 and newer do not have it.",
        )
    with connection.cursor() as cursor:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
            cursor.execute(f"PRAGMA {pragma}")
            found = cursor.fetchone()[0]
            if found != wanted:
                yield Finding(
                    Grade.WRONG,
                    f"SQLite's {pragma} is {found} and not {wanted}.",
                    "Keep the data folder on a local disk: network disks know no WAL.",
                )


def _worker(config: Config) -> Iterator[Finding]:
    if is_locked(config.folder / WORKER_LOCK):
        return
    if is_locked(config.folder / SITE_LOCK):
        yield Finding(
            Grade.WRONG, "The site runs and its worker does not.", "What it says tells why."
        )
    else:
        yield Finding(Grade.WARNING, "No site runs here.", "“broadsheet serve” runs it.")


def _static(config: Config) -> Iterator[Finding]:
    from broadsheet.site.assets.static_files import are_pressed

    if not are_pressed():
        yield Finding(
            Grade.WRONG,
            "The style sheets and scripts are not those of this version.",
            "Start the site again.",
        )


def _accounts(config: Config) -> Iterator[Finding]:
    from broadsheet.site.care.accounts import staff_without_second_factor

    if without := staff_without_second_factor():
        yield Finding(
            Grade.WARNING,
            f"Accounts of the desk that have no second factor yet: {without}.",
            "Whoever knows such a password can set up a factor of their own: sign in and do it.",
        )


def _mail(config: Config) -> Iterator[Finding]:
    from django.utils import timezone

    from broadsheet.notices.health import mail_health

    health = mail_health(now=timezone.now())
    if config.mail is None:
        yield Finding(
            Grade.WARNING,
            f"Letters are not sent: they are written as files into {config.folder / 'mail'}.",
            "Set “mail” and “mail_from” to have them sent.",
        )
    if health.line_reason:
        yield Finding(
            Grade.WRONG,
            f"The mail server takes no letters: {health.line_reason}",
            "Look at “mail” in the settings; “broadsheet mail test ADDRESS” tries it.",
        )
    if health.failed:
        yield Finding(
            Grade.WARNING,
            f"{health.failed} letters of the last seven days were given up, "
            f"the newest because of: {health.newest_failure}",
            "A few are usual: addresses with mistakes in them.",
        )
    if health.oldest_late_at:
        yield Finding(
            Grade.WRONG,
            f"A letter has been waiting since {health.oldest_late_at:%Y-%m-%d %H:%M} UTC.",
            "See that the worker runs, and that the mail server takes letters.",
        )


def _counts(config: Config) -> Iterator[Finding]:
    from broadsheet.conversation.reading.counting import check

    for miscount in check():
        first = ", ".join(map(str, miscount.examples))
        yield Finding(
            Grade.WRONG,
            f"The number of {miscount.what} is kept wrongly in {miscount.number} rows, "
            f"such as {first}.",
            "Only the figure is wrong, no comment or vote is lost. Please report it to us.",
        )


def _funding(config: Config) -> Iterator[Finding]:
    from broadsheet.site.care.funding import findings

    yield from findings()


def _is_local(address: str) -> bool:
    from urllib.parse import urlsplit

    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


CHECKS: dict[str, Check] = {
    "folder": _folder,
    "secret": _secret,
    "space": _space,
    "address": _address,
    "health": _health,  # before what cannot be asked without a database
    "database": _database,
    "migrations": _migrations,
    "sqlite": _sqlite,
    "worker": _worker,
    "static": _static,
    "accounts": _accounts,
    "mail": _mail,
    "counts": _counts,
    "funding": _funding,
}
