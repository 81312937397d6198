"""Settings: one commented `broadsheet.toml` in the data folder, and the environment over it.

Every setting has a typed reader that fails with the setting's name. The environment's name
of a setting is its own in capitals behind `BROADSHEET_`: `port` is `BROADSHEET_PORT`.
"""

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from broadsheet.site.folder.mail_setting import (
    SENDER_WORDS,
    MailServer,
    WrongMailError,
    read_mail_from,
    read_mail_server,
)
from broadsheet.site.folder.stripe_setting import (
    WrongStripeError,
    read_stripe_key,
    read_stripe_webhook_secret,
)
from broadsheet.site.names import DEFAULT_FOLDER, FOLDER_VARIABLE, PREFIX
from broadsheet.site.refusal import Refusal

FILE_NAME = "broadsheet.toml"
MAX_DATABASE_NAME_LENGTH = 63  # PostgreSQL's

T = TypeVar("T")


class ConfigError(Refusal):
    """A setting that cannot be used; its text names the setting and where it stands."""


@dataclass(frozen=True)
class Config:
    """All that a site needs to know before it can start."""

    folder: Path
    host: str
    port: int
    address: str
    database: str
    web_processes: int
    web_threads: int
    pages_memory_mb: int
    pages_disk_mb: int
    proxies: int
    mail: MailServer | None
    mail_from: str
    has_own_address: bool
    stripe_key: str = field(default="", repr=False)
    stripe_webhook_secret: str = field(default="", repr=False)

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")


def load_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the data folder's file and the environment.

    :raises ConfigError: for an unknown setting, one of a wrong kind, or an unreadable file.
    """
    folder = Path(environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER).expanduser().absolute()
    source = _Source(folder / FILE_NAME, environ)
    host = source.read("host", _host, default="127.0.0.1")
    port = source.read("port", _port, default=8000)
    address = source.read("address", _address, default="")
    config = Config(
        folder=folder,
        host=host,
        port=port,
        address=address or _local_address(host, port),
        database=source.read("database", _database_in(folder), default=default_database(folder)),
        web_processes=source.read("web_processes", _count, default=1),
        web_threads=source.read("web_threads", _count, default=8),
        pages_memory_mb=source.read("pages_memory_mb", _megabytes, default=64),
        pages_disk_mb=source.read("pages_disk_mb", _megabytes, default=512),
        proxies=source.read("proxies", _proxies, default=0),
        mail=source.read("mail", _mail, default=None),
        mail_from=source.read("mail_from", _mail_from, default=""),
        has_own_address=bool(address),
        stripe_key=source.read("stripe_key", _stripe(read_stripe_key), default=""),
        stripe_webhook_secret=source.read(
            "stripe_webhook_secret", _stripe(read_stripe_webhook_secret), default=""
        ),
    )
    source.refuse_unknown()
    if config.mail and not config.mail_from:
        raise ConfigError(
            f"{source.path}: mail is set and mail_from is not, which must be {SENDER_WORDS}."
        )
    return config


def default_database(folder: Path) -> str:
    return f"sqlite:///{folder}/broadsheet.sqlite3"


class _Source:
    """The two places a setting may stand in; the environment wins."""

    def __init__(self, path: Path, environ: Mapping[str, str]) -> None:
        self.path = path
        self.table = _read_file(path)
        self.environ = environ
        self.known: set[str] = set()

    def read(self, name: str, reader: Callable[[Any], T], *, default: T) -> T:
        self.known.add(name)
        value = default
        if name in self.table:
            value = _checked(reader, self.table[name], where=f"{self.path}: {name}")
        variable = PREFIX + name.upper()
        if self.environ.get(variable):
            value = _checked(reader, self.environ[variable], where=variable)
        return value

    def refuse_unknown(self) -> None:
        unknown = sorted(set(self.table) - self.known)
        if unknown:
            known = ", ".join(sorted(self.known))
            raise ConfigError(
                f"{self.path}: there is no setting “{unknown[0]}”; there are {known}."
            )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not valid TOML: it is not in UTF-8.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None


def _checked(reader: Callable[[Any], T], value: Any, *, where: str) -> T:
    try:
        return reader(value)
    except _WrongSecretError as error:
        raise ConfigError(f"{where} must be {error}.") from None
    except _WrongValue as error:
        raise ConfigError(f"{where} must be {error}, not {_shown(value)}.") from None


def _shown(value: Any) -> str:
    """The value as it was written, but for a password in an address."""
    return re.sub(r"(://[^:/@]*):[^/]*@", r"\1:…@", repr(value))


class _WrongValue(Exception):
    """Its text says what a value must be."""


class _WrongSecretError(Exception):
    """The same for a value that is not shown, since it may hold a password anywhere."""


def _host(value: Any) -> str:
    if isinstance(value, str) and value == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(value.strip("[]")))
    except (ValueError, AttributeError):
        raise _WrongValue("an IP address to listen on, such as 127.0.0.1") from None


def _port(value: Any) -> int:
    return _whole(value, least=1, most=65535)


def _count(value: Any) -> int:
    return _whole(value, least=1, most=64)


def _megabytes(value: Any) -> int:
    return _whole(value, least=1, most=1024 * 1024)


def _proxies(value: Any) -> int:
    return _whole(value, least=0, most=8)


def _whole(value: Any, *, least: int, most: int) -> int:
    text = str(value)
    is_whole = not isinstance(value, bool) and text.isdecimal() and len(text) < 20
    if not is_whole or not least <= int(text) <= most:
        raise _WrongValue(f"a whole number from {least} to {most}")
    return int(text)


def _address(value: Any) -> str:
    wanted = _WrongValue("the site's public address, such as https://lantern.example")
    try:
        parts = urlsplit(value)
        port = parts.port
    except (ValueError, AttributeError, TypeError):
        raise wanted from None
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not _is_host_name(parts.hostname) or not is_bare:
        raise wanted
    name = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    # Written as browsers write it: without the port that its scheme has anyway.
    is_usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" if is_usual else f"{parts.scheme}://{name}:{port}"


def _mail(value: Any) -> MailServer | None:
    try:
        return read_mail_server(value)
    except WrongMailError as error:
        raise _WrongSecretError(str(error)) from None


def _mail_from(value: Any) -> str:
    try:
        return read_mail_from(value)
    except WrongMailError as error:
        raise _WrongValue(str(error)) from None


def _stripe(reader: Callable[[object], str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        try:
            return reader(value)
        except WrongStripeError as error:
            raise _WrongSecretError(str(error)) from None

    return read


def _is_host_name(name: str | None) -> bool:
    if not name:
        return False
    return ":" in name or all(c.isalnum() or c in "-._" for c in name)


def _database_in(folder: Path) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        wanted = _WrongValue(
            "a database, such as sqlite:///site.sqlite3 (in the data folder) "
            "or postgresql://user:password@localhost/name"
        )
        if not isinstance(value, str) or "\0" in value:
            raise wanted
        if value.startswith("sqlite:///") and len(value) > len("sqlite:///"):
            return f"sqlite:///{folder / value.removeprefix('sqlite:///')}"
        if not value.startswith(("postgresql://", "postgres://")):
            raise wanted
        _refuse_nameless(value, wanted=wanted)
        return value

    return read


def _refuse_nameless(url: str, *, wanted: _WrongValue) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise wanted from None
    name = unquote(parts.path.lstrip("/"))
    if not 0 < len(name) <= MAX_DATABASE_NAME_LENGTH or "\0" in name:
        raise _WrongValue(
            f"a PostgreSQL database with its name, of {MAX_DATABASE_NAME_LENGTH} characters at "
            "most, such as postgresql://user:password@localhost/name"
        )


def _local_address(host: str, port: int) -> str:
    """Where a site without an address of its own is found: on this machine alone."""
    address = ipaddress.ip_address(host)
    name = "127.0.0.1" if address.is_unspecified else host
    if ":" in name:
        name = f"[{name}]"
    return f"http://{name}" if port == 80 else f"http://{name}:{port}"
