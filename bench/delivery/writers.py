"""Writers: so many comments and votes a second on one story, through the forms guests have."""

import http.client
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

COMMENTS_A_SECOND, VOTES_A_SECOND = 30, 100
HANDS = 12  # threads for each kind
TIMEOUT_SECONDS = 20
WORDS = "The gate was shut at {n} again, and the road stood under water. Who decides that?"

_PLACE = re.compile(r"#comment-(\d+)")


@dataclass
class Written:
    """What came of it: when each comment was acknowledged (monotonic), statuses, seconds taken."""

    comments: dict[int, float] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


class Writers:
    """Write by the clock, whatever the answers take, from `begin` to `end`."""

    def __init__(
        self, *, host: str, port: int, story: str, cookies: list[str], proofs: list[str],
        votable: list[int],
    ) -> None:  # fmt: skip
        self.host, self.port, self.story = host, port, story
        self.cookies, self.proofs, self.votable = cookies, proofs, votable
        self.written = Written()
        self._used = Counter[str]()
        self._lock = threading.Lock()
        self._name = secrets.token_hex(4)

    def begin(self) -> None:
        self._ended = threading.Event()
        self._begun = time.monotonic()
        self._due = Counter[str]()
        kinds: list[tuple[str, int, Callable[..., None]]] = [
            ("comment", COMMENTS_A_SECOND, self._comment),
            ("vote", VOTES_A_SECOND, self._vote),
        ]
        self._hands = [
            threading.Thread(target=self._write, args=kind, daemon=True)
            for kind in kinds
            for _ in range(HANDS)
        ]
        for hand in self._hands:
            hand.start()

    def end(self) -> Written:
        """Stop, wait for what is under way, and say what was written since `begin`."""
        self._ended.set()
        for hand in self._hands:
            hand.join()
        written, self.written = self.written, Written()
        return written

    def _write(self, kind: str, a_second: int, one: Callable[..., None]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        while not self._ended.is_set():
            with self._lock:
                due = self._begun + self._due[kind] / a_second
                self._due[kind] += 1
                number = self._used[kind]
                self._used[kind] += 1
            if self._ended.wait(max(0.0, due - time.monotonic())):
                return
            try:
                one(connection, number)
            except (OSError, http.client.HTTPException) as error:
                self._note(kind, type(error).__name__, seconds=0)
                connection.close()

    def _comment(self, connection: http.client.HTTPConnection, number: int) -> None:
        reader = number % len(self.cookies)
        form = {
            "name": f"Reader {reader}",
            "text": WORDS.format(n=f"{self._name} {number}"),
            "proof": self.proofs[number % len(self.proofs)],
        }
        path = f"/stories/{self.story}/comments/"
        answer = self._post(connection, "comment", path, form, reader=reader)
        place = _PLACE.search(answer.headers.get("Location") or "")
        if place and not str(answer.headers["Location"]).startswith("/comments/mine/"):
            self.written.comments[int(place[1])] = time.monotonic()

    def _vote(self, connection: http.client.HTTPConnection, number: int) -> None:
        reader = number % len(self.cookies)
        comment = self.votable[number // len(self.cookies) % len(self.votable)]
        path = f"/comments/{comment}/votes/"
        self._post(connection, "vote", path, {"direction": "up"}, reader=reader)

    def _post(
        self, connection: http.client.HTTPConnection, kind: str, path: str, form: dict[str, Any],
        *, reader: int,
    ) -> http.client.HTTPResponse:  # fmt: skip
        begun = time.monotonic()
        connection.request("POST", path, urlencode(form), self._headers(reader))
        answer = connection.getresponse()
        answer.read()
        self._note(kind, str(answer.status), seconds=time.monotonic() - begun)
        return answer

    def _headers(self, reader: int) -> dict[str, str]:
        return {
            "Host": self.host,
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": f"reader={self.cookies[reader]}",
            "X-Forwarded-For": f"10.{reader >> 16 & 255}.{reader >> 8 & 255}.{reader & 255}",
        }

    def _note(self, kind: str, said: str, *, seconds: float) -> None:
        with self._lock:
            self.written.statuses[f"{kind} {said}"] += 1
            self.written.seconds.append(seconds)
