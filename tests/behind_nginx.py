"""A site behind nginx, as readers and others ask it."""

import gzip
import http.client
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

import brotli

from tests.running import RunningSite, run
from tests.running_nginx import RunningNginx

# Addresses of this machine that nothing else of the tests uses.
READER = "127.0.4.4"
WRITER = "127.0.4.5"
STALLING = "127.0.4.6"


@dataclass
class Front:
    """A site, nginx in front of it, and the way there."""

    site: RunningSite
    nginx: RunningNginx
    port: int
    http_port: int
    certificate: Path

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    def get(self, path: str, **headers: str) -> "Answer":
        return self.ask("GET", path, headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        *,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> "Answer":
        context = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection(
            "localhost", self.port, context=context, source_address=(READER, 0), timeout=20
        )
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, answer.headers, content)

    def manage(self, script: str) -> None:
        ran = run("manage", "shell", "-c", script, folder=self.site.folder, port=self.site.port)
        assert ran.returncode == 0, ran.stderr


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def cache(self) -> str:
        """What the cache says of it."""
        return self.headers["X-Cache"] or ""

    @property
    def words(self) -> str:
        coding = self.headers["Content-Encoding"] or ""
        plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)
        return plain(self.content).decode()


def begin_a_post(front: Front) -> ssl.SSLSocket:
    """Send the head of a form and a part of its body, and no more."""
    return _open(front, _post_head(front, "/stories/stays/comments/", 100) + b"text=")


def declares(front: Front, path: str, length: int) -> bytes:
    with _open(front, _post_head(front, path, length)) as connection:
        return connection.recv(100)


def _open(front: Front, first: bytes) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=front.certificate)
    connection = socket.create_connection(
        ("127.0.0.1", front.port), timeout=20, source_address=(STALLING, 0)
    )
    made = context.wrap_socket(connection, server_hostname="localhost")
    made.sendall(first)
    return made


def _post_head(front: Front, path: str, length: int) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: {front.host}\r\nContent-Length: {length}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    ).encode()


def http_2_request(host: str) -> bytes:
    """The preface, empty settings, and GET / in HPACK. Source: RFC 9113, 3.4; RFC 7541, A."""
    authority = bytes([0x41, len(host)]) + host.encode()
    fields = b"\x82\x87\x84" + authority
    head = len(fields).to_bytes(3) + b"\x01\x05" + (1).to_bytes(4) + fields
    return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\x04\0\0\0\0\0" + head


def statuses(reader: ssl.SSLSocket) -> list[str]:
    """The status of the first answer; 200 has a place of its own in HPACK's table."""
    file = reader.makefile("rb")
    while True:
        head = file.read(9)
        content = file.read(int.from_bytes(head[:3]))
        if head[3] == 1:
            return ["200" if content[0] == 0x88 else content[:8].hex()]
