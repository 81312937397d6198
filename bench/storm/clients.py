"""The readers of a storm: clients that write one comment after the other, and keep the answers."""

import http.client
import re
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from bench.storm.ground import Ground

TIMEOUT_SECONDS = 20
_PLACE = re.compile(r"#comment-(\d+)")

WORDS = (
    "The ferry was late again on {n}, and nobody at the pier could say why. I have written to the "
    "office twice; **no answer** came. Does anybody know more of number {n}?"
)


@dataclass
class Outcome:
    """What came back: ids of the comments that were acknowledged, statuses, seconds by request."""

    published: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    took_seconds: float = 0.0

    @property
    def acknowledged(self) -> list[int]:
        return self.published + self.held


class Storm:
    """So many clients, each on a connection of its own, until the proofs run out or time is up."""

    def __init__(self, host: str, port: int, ground: Ground, *, clients: int) -> None:
        self.host, self.port, self.ground = host, port, ground
        self.outcome = Outcome()
        self._numbers = count()
        self._name = secrets.token_hex(4)  # so that no storm says what another has said
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._write) for _ in range(clients)]

    def run(self, *, seconds: float) -> Outcome:
        """Blow for so many seconds at most, and return what came back."""
        self.begin(seconds=seconds)
        return self.end()

    def begin(self, *, seconds: float) -> None:
        self._begun = time.monotonic()
        self._until = self._begun + seconds
        for thread in self._threads:
            thread.start()

    def end(self) -> Outcome:
        for thread in self._threads:
            thread.join()
        self.outcome.took_seconds = time.monotonic() - self._begun
        return self.outcome

    def _write(self) -> None:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT_SECONDS)
        while time.monotonic() < self._until:
            with self._lock:
                number = next(self._numbers)
            if number >= len(self.ground.proofs):
                return
            try:
                self._write_one(connection, number)
            except (OSError, http.client.HTTPException) as error:
                with self._lock:
                    self.outcome.statuses[type(error).__name__] += 1
                connection.close()
                if not isinstance(error, TimeoutError):
                    time.sleep(0.05)

    def _write_one(self, connection: http.client.HTTPConnection, number: int) -> None:
        ground = self.ground
        reader = number % len(ground.cookies)
        story = ground.stories[number % len(ground.stories)]
        body = urlencode(
            {
                "name": f"Reader {reader}",
                "text": WORDS.format(n=f"{self._name} {number}"),
                "proof": ground.proofs[number],
            }
        )
        begun = time.monotonic()
        connection.request("POST", f"/stories/{story}/comments/", body, self._headers(reader))
        answer = connection.getresponse()
        answer.read()
        self._note(answer, seconds=time.monotonic() - begun)

    def _headers(self, reader: int) -> dict[str, str]:
        return {
            "Host": f"{self.host}:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": f"reader={self.ground.cookies[reader]}",
            "X-Forwarded-For": f"10.{reader >> 16 & 255}.{reader >> 8 & 255}.{reader & 255}",
        }

    def _note(self, answer: http.client.HTTPResponse, *, seconds: float) -> None:
        location = answer.headers.get("Location") or ""
        place = _PLACE.search(location)
        with self._lock:
            self.outcome.statuses[str(answer.status)] += 1
            self.outcome.seconds.append(seconds)
            if place:
                is_held = location.startswith("/comments/mine/")
                kept = self.outcome.held if is_held else self.outcome.published
                kept.append(int(place[1]))
