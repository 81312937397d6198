"""`broadsheet nginx` and its options."""

import argparse
from dataclasses import fields
from typing import Any

from broadsheet.site.nginx.wishes import Wishes

USUAL = Wishes()

_HELP = {
    "certificate": "its chain (default: where certbot keeps it, for the name of the site)",
    "certificate_key": "its key (default: beside it)",
    "cache": "the folder for kept pages (default: %(default)s)",
    "log": "the log of requests, without addresses (default: %(default)s)",
    "listen": "an address to listen on, more than once for several (default: all)",
    "http_port": "where readers without TLS are sent on from (default: %(default)s)",
    "without_tls": "what stands before nginx speaks TLS; listen on --http-port alone",
    "cache_mb": "the most that kept pages take on the disk (default: %(default)s)",
    "requests": "a second, from one address (default: %(default)s)",
    "writes": "forms sent a second, from one address (default: %(default)s)",
    "connections": "at the same time, from one address (default: %(default)s)",
}


def add_nginx(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    nginx = commands.add_parser(
        "nginx", help="print the configuration of an nginx that stands in front of this site"
    )
    for each in fields(Wishes):
        usual = getattr(USUAL, each.name)
        nginx.add_argument(
            "--" + each.name.replace("_", "-"),
            help=_HELP[each.name],
            **_kind(each.name, usual),
        )


def wishes_of(known: argparse.Namespace) -> Wishes:
    """What was wished on a command line; the usual where it is of another command."""
    wished = {each.name: getattr(known, each.name, None) for each in fields(Wishes)}
    wished["listen"] = tuple(wished["listen"] or ()) or None
    return Wishes(**{name: value for name, value in wished.items() if value is not None})


def _kind(name: str, usual: str | int | tuple[str, ...]) -> dict[str, Any]:
    if name == "listen":
        return {"action": "append", "metavar": "ADDRESS"}
    if isinstance(usual, bool):
        return {"action": "store_true"}
    if isinstance(usual, int):
        return {"type": _number, "default": usual, "metavar": "N"}
    return {"default": usual, "metavar": "PATH"}


def _number(words: str) -> int:
    number = int(words)
    if not 0 < number < 10_000_000:
        raise ValueError
    return number
