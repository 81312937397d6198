"""Knocking at the site's own door, to say that it runs only when it does."""

import select
import socket
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from broadsheet.site.folder.config import Config

AGAIN_SECONDS = 0.1
PATIENCE_SECONDS = 30.0


class Knock:
    """One request for the front page, made again until there is an answer of any kind."""

    def __init__(self, config: Config) -> None:
        self.door = (reachable(config.host), config.port)
        # As a reader would ask, so that the front page is made and the first reader has it fast.
        host = urlsplit(config.address).netloc
        self.request = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        self.is_answered = False
        self._asked: socket.socket | None = None
        self._asked_at = 0.0

    def go_on(self) -> float | None:
        """Knock or listen, without waiting; returns when to go on, None when it is answered."""
        if not self.is_answered:
            try:
                self._go_on()
            except OSError:
                self._give_up()
        return None if self.is_answered else AGAIN_SECONDS

    def _go_on(self) -> None:
        if self._asked is None:
            self._asked = socket.create_connection(self.door, timeout=1)
            self._asked_at = time.monotonic()
            self._asked.sendall(self.request)
        elif select.select([self._asked], [], [], 0)[0]:
            self.is_answered = self._asked.recv(5) == b"HTTP/"
            self._give_up()
        elif time.monotonic() - self._asked_at > PATIENCE_SECONDS:
            self._give_up()

    def _give_up(self) -> None:
        if self._asked is not None:
            self._asked.close()
        self._asked = None


def reachable(host: str) -> str:
    """An address of this machine at which whoever listens on `host` can be asked."""
    if not ip_address(host).is_unspecified:
        return host
    return "::1" if ":" in host else "127.0.0.1"
