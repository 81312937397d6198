"""The settings of mail, read: the server as an address, and who the letters are from.

smtp:// asks for STARTTLS and goes no further without it, smtps:// is TLS from the first byte,
and smtp://…?tls=never is for a relay on the same machine.
"""

import re
from dataclasses import dataclass, field
from email.utils import formataddr
from urllib.parse import parse_qsl, unquote, urlsplit

USUAL_PORT = {"smtp": 587, "smtps": 465}
SERVER_WORDS = (
    "a mail server, such as smtp://user:password@mail.example:587 "
    "or smtps://user:password@mail.example"
)
SENDER_WORDS = "who letters are from, such as The Lantern <post@lantern.example>"
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_SENDER = re.compile(r"(?:(?P<name>[^<>]*?)\s*<(?P<address>[^<>]+)>|(?P<bare>[^<>]+))")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,250}[A-Za-z0-9]")


class WrongMailError(Exception):
    """Its text says what a value must be."""


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over; its password is never shown."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False  # from the first byte
    is_starttls: bool = True


def read_mail_server(value: object) -> MailServer:
    """:raises WrongMailError: when it is no address of a mail server."""
    parts = urlsplit(_text(value, wanted=SERVER_WORDS))
    if parts.scheme not in USUAL_PORT or not _is_host(parts.hostname):
        raise WrongMailError(SERVER_WORDS)
    is_tls = parts.scheme == "smtps"
    server = MailServer(
        host=str(parts.hostname),
        port=parts.port or USUAL_PORT[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        is_starttls=not is_tls and not _is_tls_off(parts.query),
    )
    _refuse_unsafe(server, wish=parts.query)
    if parts.path.strip("/") or parts.fragment:
        # Mostly a password with "/", "#" or "?" in it, which ends the address too early.
        raise WrongMailError(f"{SERVER_WORDS}; in a password “/” is %2F, “#” %23 and “?” %3F")
    return server


def read_mail_from(value: object) -> str:
    """A sender as a mail header has it.

    :raises WrongMailError: when it is not one mail address, with or without a name.
    """
    found = _SENDER.fullmatch(_text(value, wanted=SENDER_WORDS).strip())
    address = _in_ascii((found["address"] or found["bare"]).strip()) if found else ""
    if found is None or not _MAILBOX.fullmatch(address):
        raise WrongMailError(SENDER_WORDS)
    return formataddr(((found["name"] or "").strip().strip('"'), address))


def _in_ascii(address: str) -> str:
    name, _, domain = address.partition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""


def _text(value: object, *, wanted: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise WrongMailError(wanted)
    try:
        _ = urlsplit(value).port
    except ValueError:
        raise WrongMailError(wanted) from None
    return value


def _is_host(name: str | None) -> bool:
    return bool(name) and all(c.isalnum() or c in "-._:" for c in str(name))


def _is_tls_off(query: str) -> bool:
    wishes = parse_qsl(query, keep_blank_values=True)
    if wishes not in ([], [("tls", "never")]):
        raise WrongMailError(f"{SERVER_WORDS}; the only thing to ask for is ?tls=never")
    return bool(wishes)


def _refuse_unsafe(server: MailServer, *, wish: str) -> None:
    if server.is_tls and wish:
        raise WrongMailError(f"{SERVER_WORDS}; ?tls=never goes with smtp:// alone")
    is_clear = not (server.is_tls or server.is_starttls)
    if is_clear and server.password and server.host not in LOOPBACK:
        raise WrongMailError(
            f"{SERVER_WORDS}; with ?tls=never the password would go over the network in clear"
        )
    if not (server.user + server.password).isascii():
        raise WrongMailError(f"{SERVER_WORDS}; its user and password are ASCII")
