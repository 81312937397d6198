"""Pages on disk: kept across restarts, shared by the processes, and never trusted unread.

A file is a line of JSON that says what it holds and a digest of the bodies behind it. It is
written beside its place and moved there, so that it is whole or not there. One that is
damaged, or of another release, is no page. What the disk refuses is not kept: no reader is
told.
"""

import contextlib
import fcntl
import json
import logging
import math
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO

from broadsheet.delivery.store.page import Page

logger = logging.getLogger(__name__)

SUFFIX = ".page"
LEAVE = 0.9
# The folder is counted anew after so many pages, since other processes write to it too.
COUNT_EVERY = 500
# For another process that renders the same page.
LOCK_SECONDS = 2.0
LOCK_PAUSE_SECONDS = 0.005


@dataclass(frozen=True)
class _File:
    path: Path
    bytes: int
    used_at: float


class Disk:
    """The folder of one release's pages, up to a number of bytes."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._locks = folder / "locks"
        self._bytes = 0
        self._until_count = 0
        self._has_failed = False

    @property
    def has_failed(self) -> bool:
        """Whether the disk has refused the last page that was to be kept."""
        return self._has_failed

    def get(self, address: str) -> Page | None:
        """The page under `address`, as some process of some time has left it."""
        path = self._path(address)
        try:
            page = _read(path.read_bytes(), address)
            with contextlib.suppress(OSError):  # a disk that can be read alone
                os.utime(path)  # the last that was used is the last to go
            return page
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning(
                "The stored page %s cannot be read and is made anew: %s", path.name, error
            )
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def put(self, page: Page) -> None:
        """Keep `page` if the disk lets us."""
        try:
            self._write(page)
            self._has_failed = False
        except OSError as error:
            if not self._has_failed:
                logger.error("Pages cannot be kept on disk: %s. They are kept in memory.", error)
            self._has_failed = True

    def drop(self, address: str) -> None:
        """Forget the page under `address`, if there is one."""
        with contextlib.suppress(OSError):
            self._path(address).unlink()

    @contextlib.contextmanager
    def alone(self, address: str) -> Iterator[None]:
        """Hold the other processes off rendering the page under `address`, where the disk lets us.

        A process that dies lets go. Some addresses share a lock.
        """
        with contextlib.ExitStack() as held:
            with contextlib.suppress(OSError):
                self._locks.mkdir(parents=True, exist_ok=True)
                file = held.enter_context((self._locks / self._path(address).parent.name).open("w"))
                _lock(file)
            yield

    def addresses(self) -> Iterator[str]:
        """The address of every page that can be read."""
        for file in self._files():
            try:
                with file.path.open("rb") as opened:
                    address = json.loads(opened.readline())["address"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            yield address

    def clear(self) -> int:
        """Forget all pages; returns how many there were."""
        files = list(self._files())
        for file in files:
            with contextlib.suppress(OSError):
                file.path.unlink()
        self._until_count = 0
        return len(files)

    def _write(self, page: Page) -> None:
        content = _written(page)
        path = self._path(page.address)
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent)
        beside = Path(name)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
            beside.replace(path)
        except BaseException:
            beside.unlink()
            raise
        self._make_room(len(content))

    def _make_room(self, added: int) -> None:
        self._bytes += added
        self._until_count -= 1
        if self._bytes <= self.most_bytes and self._until_count > 0:
            return
        files = sorted(self._files(), key=lambda file: file.used_at)
        self._bytes, self._until_count = sum(file.bytes for file in files), COUNT_EVERY
        if self._bytes <= self.most_bytes:
            return
        for file in files:
            if self._bytes <= self.most_bytes * LEAVE:
                break
            file.path.unlink(missing_ok=True)
            self._bytes -= file.bytes

    def _files(self) -> Iterator[_File]:
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                yield _File(path, stat.st_size, stat.st_mtime)

    def _path(self, address: str) -> Path:
        name = blake2b(address.encode(), digest_size=16).hexdigest()
        return self.folder / name[:2] / (name + SUFFIX)


def _lock(file: IO[str]) -> None:
    """Wait for the lock, though not for ever: whoever has it may wait for a database in vain."""
    deadline = time.monotonic() + LOCK_SECONDS
    while time.monotonic() < deadline:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOCK_PAUSE_SECONDS)
        else:
            return


def _written(page: Page) -> bytes:
    bodies = b"".join(page.bodies.values())
    head = {
        "address": page.address,
        "headers": page.headers,
        "lengths": {coding: len(body) for coding, body in page.bodies.items()},
        "digest": page.digest,
        "keys": page.keys,
        "made_at": page.made_at,
        "until": None if page.until == math.inf else page.until,
        "mark": page.mark,
    }
    line = json.dumps(head).encode()
    return b"%s\n%s\n%s" % (line, _sum(line, bodies), bodies)


def _read(content: bytes, address: str) -> Page:
    """:raises ValueError: for anything but a whole page of that address."""
    line, _, rest = content.partition(b"\n")
    wanted, _, bodies = rest.partition(b"\n")
    if _sum(line, bodies) != wanted:
        raise ValueError("it is damaged")
    head = json.loads(line)
    if head["address"] != address:
        raise ValueError("it is another page")
    return Page(
        address=address,
        headers=tuple((name, value) for name, value in head["headers"]),
        bodies=dict(_cut(bodies, head["lengths"])),
        digest=head["digest"],
        keys=tuple(head["keys"]),
        made_at=head["made_at"],
        until=math.inf if head["until"] is None else head["until"],
        mark=head["mark"],
    )


def _cut(bodies: bytes, lengths: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    start = 0
    for coding, length in lengths.items():
        yield coding, bodies[start : start + length]
        start += length


def _sum(line: bytes, bodies: bytes) -> bytes:
    return blake2b(line + bodies, digest_size=16).hexdigest().encode()
