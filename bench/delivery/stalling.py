"""Two hundred clients who begin to send a form and never end it, while others read."""

import contextlib
import selectors
import socket
import threading
from statistics import median

from bench.delivery.machine import cores
from bench.delivery.readers import read
from bench.delivery.report import Part, at_most
from bench.delivery.stage import STORY, Stage

CLIENTS = 200
AGAIN_SECONDS = 0.2


class Stalling:
    """Keeps so many forms begun; whoever is turned away begins again."""

    def __init__(self, *, host: str, port: int) -> None:
        self.port = port
        self.begun = 0
        self._head = (
            f"POST {STORY}comments/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nname=A"
        ).encode()

    def begin(self) -> None:
        self._ended = threading.Event()
        self._open = selectors.DefaultSelector()
        for _ in range(CLIENTS):
            self._begin_one()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()
        for key in list(self._open.get_map().values()):
            self._drop(key.fileobj)

    def _go_on(self) -> None:
        while not self._ended.wait(AGAIN_SECONDS):
            for key, _ in self._open.select(timeout=0):
                self._drop(key.fileobj)
                with contextlib.suppress(OSError):
                    self._begin_one()

    def _begin_one(self) -> None:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        client.sendall(self._head)
        self._open.register(client, selectors.EVENT_READ)  # an answer, or the end
        self.begun += 1

    def _drop(self, client: object) -> None:
        if isinstance(client, socket.socket):
            self._open.unregister(client)
            client.close()


def measure_stalling(stage: Stage, *, rounds: int, seconds: float) -> Part:
    """The p99 of the stored page, straight from Broadsheet."""
    _, core = cores()
    stalling = Stalling(host=stage.host, port=stage.site.port)
    stalling.begin()
    try:
        reads = [
            read(stage.alone + STORY, seconds=seconds, core=core, headers=stage.headers)
            for _ in range(rounds)
        ]
    finally:
        stalling.end()
    p99 = median(each.p99_ms for each in reads)
    return Part(
        f"The same while {CLIENTS} clients stall in a form, before Broadsheet alone",
        head=("", "requests/s", "p99"),
        rows=[
            (f"round {number}", f"{each.rate:,.0f}", f"{each.p99_ms:.1f} ms")
            for number, each in enumerate(reads, start=1)
        ],
        words=[f"{stalling.begun:,} forms were begun; whoever was turned away began again."],
        bars=[at_most(f"{CLIENTS} stalled forms: p99 of stored pages", 50, p99, unit="ms")],
    )
