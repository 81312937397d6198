"""The next anonymous reader: asks for the story again and again, and notes its newest comment."""

import bisect
import gzip
import http.client
import re
import threading
import time
from dataclasses import dataclass

EVERY_SECONDS = 0.05

_COMMENT = re.compile(rb'id="comment-(\d+)"')


@dataclass(frozen=True)
class Look:
    """One request: when it was begun (monotonic), and the newest comment in its answer."""

    at: float
    newest: int


class Watching:
    """Look from `begin` to `end`, on a connection of one's own."""

    def __init__(self, *, port: int, path: str, headers: dict[str, str]) -> None:
        self.port, self.path, self.headers = port, path, headers
        self.looks: list[Look] = []

    def begin(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def seen_after(self, comments: dict[int, float]) -> list[float]:
        """For each comment, by when it was acknowledged, how much later a reader came who saw it.

        Comments that nobody had the time to look for are left out.
        """
        starts = [look.at for look in self.looks]
        found = []
        for comment, at in comments.items():
            later = self.looks[bisect.bisect_left(starts, at) :]
            seen = next((look.at - at for look in later if look.newest >= comment), None)
            if seen is not None:
                found.append(seen)
            elif later and later[-1].at - at > 1:
                found.append(float("inf"))
        return found

    def _watch(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self._ended.wait(EVERY_SECONDS):
            at = time.monotonic()
            connection.request("GET", self.path, headers=self.headers)
            answer = connection.getresponse()
            page = answer.read()
            if answer.headers["Content-Encoding"] == "gzip":
                page = gzip.decompress(page)
            newest = max((int(number) for number in _COMMENT.findall(page)), default=0)
            self.looks.append(Look(at, newest))
