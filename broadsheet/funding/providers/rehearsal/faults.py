"""Faults that tests ask for, on the API's side: it is slow to admit what it has done."""

import threading
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    FAILS = "fails"  # 500, and nothing was done
    FAILS_AFTER = "fails_after"  # 500, and it was done
    LOSES_ANSWER = "loses_answer"  # done, and the connection ends without an answer
    REFUSES_CONNECTION = "refuses_connection"  # it ends before anything was done
    LIMITS = "limits"  # 429


@dataclass
class Faults:
    """What goes wrong next; each waits for one request whose path begins as it says."""

    _waiting: deque[tuple[Fault, str, str]] = field(default_factory=deque)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def next(self, fault: Fault, *, path: str = "/v1/", method: str = "", times: int = 1) -> None:
        with self._turn:
            self._waiting.extend([(fault, path, method)] * times)

    def clear(self) -> None:
        with self._turn:
            self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this request, if one waits for it."""
        if not self._waiting:
            return None
        with self._turn:
            for one in self._waiting:
                if path.startswith(one[1]) and one[2] in ("", method):
                    self._waiting.remove(one)
                    return one[0]
        return None
