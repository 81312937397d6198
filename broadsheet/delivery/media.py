"""Media files: pictures named after their bytes, so that they never change once written.

They are sent before Django is asked: a story has a dozen of them.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from broadsheet.delivery.front.conditions import has_already
from broadsheet.delivery.front.ranges import part_of
from broadsheet.delivery.front.wsgi import Application, Environ, StartResponse

# The only kinds that are shown in place. Anything else is never sent from here.
PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}

_BLOCK_BYTES = 256 * 1024
_HEADERS = [
    ("Cache-Control", "public, max-age=31536000, immutable"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("X-Content-Type-Options", "nosniff"),
    ("Accept-Ranges", "bytes"),
]


class Media:
    """Answers for the pictures below `prefix` from the folder `root`; the rest is passed on."""

    def __init__(self, application: Application, *, root: Path, prefix: str) -> None:
        self._application = application
        self._root, self._prefix = root.resolve(), prefix

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        if not path.startswith(self._prefix):
            return self._application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _say(start_response, "405 Method Not Allowed", "Pictures can only be looked at.")
        wanted = path.removeprefix(self._prefix).encode("latin-1").decode(errors="replace")
        content_type = PICTURE_TYPES.get(Path(wanted).suffix.lower())
        file = _open(self._root, wanted) if content_type else None
        if content_type is None or file is None:
            return _say(start_response, "404 Not Found", "There is no such picture.")
        return _send(file, content_type, environ, start_response)


def _open(root: Path, wanted: str) -> IO[bytes] | None:
    """The file, if it lies below the folder."""
    try:
        path = (root / wanted).resolve(strict=True)
        return path.open("rb") if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):  # not there, or no path at all (a NUL byte)
        return None


def _send(
    file: IO[bytes], content_type: str, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    about = os.fstat(file.fileno())
    etag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    headers = [*_HEADERS, ("ETag", etag)]
    if has_already(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        file.close()
        start_response("304 Not Modified", headers)
        return [b""]
    is_same = environ.get("HTTP_IF_RANGE", etag) == etag
    part = part_of(environ.get("HTTP_RANGE", "") if is_same else "", about.st_size)
    start, end, status = 0, about.st_size, "200 OK"
    if part is not None:
        headers.append(("Content-Range", part.header))
        status = "416 Range Not Satisfiable" if part.is_none else "206 Partial Content"
        start, end = (0, 0) if part.is_none else (part.start, part.end)
    headers += [("Content-Type", content_type), ("Content-Length", str(end - start))]
    start_response(status, headers)
    if environ["REQUEST_METHOD"] == "HEAD" or end - start <= _BLOCK_BYTES:
        with file:
            file.seek(start)
            return [b"" if environ["REQUEST_METHOD"] == "HEAD" else file.read(end - start)]
    return _blocks(file, start, end)


def _blocks(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < end and (block := file.read(min(_BLOCK_BYTES, end - start))):
            start += len(block)
            yield block


def _say(start_response: StartResponse, status: str, words: str) -> list[bytes]:
    content = f"{words}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(content)))]
    start_response(status, [*headers, ("X-Content-Type-Options", "nosniff")])
    return [content]
