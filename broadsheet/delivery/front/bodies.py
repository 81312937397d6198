"""What is sent to us, before Django reads a byte: its size, and how many may be waited for.

A server's thread that waits for a body answers nobody else, and whoever sends one byte a minute
keeps it for as long as they like. So a body is read here, as a whole, by at most half of the
threads at once; the readers always have the other half.
"""

import io
import tempfile
import threading
from collections.abc import Callable, Iterable
from typing import IO

from broadsheet.delivery.front.wsgi import Application, Environ, StartResponse

RETRY_SECONDS = 2
KEPT_IN_MEMORY_BYTES = 512 * 1024
_BLOCK_BYTES = 64 * 1024


class Bodies:
    """Hands requests on with their bodies at hand, or refuses them.

    `most_bytes` tells how long the body for a path may be; `threads` is how many the server has.
    """

    def __init__(
        self, application: Application, *, most_bytes: Callable[[str], int], threads: int
    ) -> None:
        self._application = application
        self._most_bytes = most_bytes
        self._places = threading.BoundedSemaphore(max(threads // 2, 1))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request that may bring a body."""
        if environ.get("HTTP_TRANSFER_ENCODING"):
            return _refuse(start_response, "411 Length Required", "Say how long it is.")
        declared = environ.get("CONTENT_LENGTH") or "0"
        if not (declared.isascii() and declared.isdecimal()) or len(declared) > 18:
            return _refuse(start_response, "400 Bad Request", "Its length is no number.")
        length = int(declared)
        if length > (most := self._most_bytes(environ["PATH_INFO"])):
            words = f"Nothing was saved: at most {most // 1024} KB can be sent here."
            return _refuse(start_response, "413 Content Too Large", words)
        if length == 0:
            return self._application(environ, start_response)
        if not self._places.acquire(blocking=False):
            words = "Many are writing just now. Nothing was saved; send it again in a moment."
            return _refuse(start_response, "503 Service Unavailable", words)
        try:
            body = _read(environ["wsgi.input"], length)
        finally:
            self._places.release()
        if body is None:
            return _refuse(start_response, "400 Bad Request", "It ended before all had come.")
        with body:
            environ["wsgi.input"] = body
            return self._application(environ, start_response)


def _read(source: IO[bytes], length: int) -> IO[bytes] | None:
    """The whole body, rewound; None if there was less of it."""
    body: IO[bytes] = (
        io.BytesIO()
        if length <= KEPT_IN_MEMORY_BYTES
        else tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY_BYTES)  # noqa: SIM115
    )
    left = length
    while left and (block := source.read(min(left, _BLOCK_BYTES))):
        body.write(block)
        left -= len(block)
    body.seek(0)
    return None if left else body


def _refuse(start_response: StartResponse, status: str, words: str) -> list[bytes]:
    content = f"{words}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(content))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if status.startswith("503"):
        headers.append(("Retry-After", str(RETRY_SECONDS)))
    start_response(status, headers)
    return [content]
