"""The port: found free before anything is made, and kept for this site while it starts."""

import errno
import socket

from broadsheet.site.names import PREFIX
from broadsheet.site.refusal import Refusal


class PortError(Refusal):
    """The site cannot listen where it should."""


def hold_port(host: str, port: int) -> socket.socket:
    """Keep every other program off the port, without listening on it.

    The web processes bind to it as well, by SO_REUSEPORT; a second site, which asks here
    first, is refused. Close the socket to let the port go.

    :raises PortError: when the port is taken, forbidden, or on no network of this machine.
    """
    # Without SO_REUSEPORT: so that a site of the same user does not share the port unseen.
    _bind(host, port, is_shared=False).close()
    return _bind(host, port, is_shared=True)


def _bind(host: str, port: int, *, is_shared: bool) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if is_shared:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise PortError(_sentence(error, host=host, port=port)) from None
    return bound


def _sentence(error: OSError, *, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program; {_choose('port')}."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no network address {host}; {_choose('host')}."
    if error.errno == errno.EACCES:
        return f"Only the superuser may listen on port {port}; {_choose('port')}."
    return f"Port {port} on {host} cannot be used: {error.strerror}."


def _choose(setting: str) -> str:
    name = setting.upper()
    return f"choose another {setting} with {PREFIX}{name} (make: {name}=)"
