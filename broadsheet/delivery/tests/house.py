"""A small house with a front door, to ask for things as a WSGI server does."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broadsheet.delivery.front.serving import Pages
from broadsheet.delivery.front.wsgi import Environ
from broadsheet.delivery.seen.moved import Moved
from broadsheet.delivery.seen.watch import Blind, News
from broadsheet.delivery.store.disk import Disk
from broadsheet.delivery.store.memory import Memory
from broadsheet.delivery.store.page import Page

HOST = "paper.example"


class Told:
    """A watch that is told what was touched, instead of a database that is looked at."""

    def __init__(self) -> None:
        self.touched: list[str] = []
        self.read = 0
        self.is_gone = False

    def touch(self, *keys: str) -> None:
        self.touched += keys

    def mark(self) -> str:
        return str(self.read)

    def news(self) -> News:
        if self.is_gone:
            raise Blind("gone")
        fresh, self.read = self.touched[self.read :], len(self.touched)
        return News(frozenset(fresh))

    def has_moved(self, keys: Iterable[str], *, since: str) -> bool:
        if self.is_gone:
            raise Blind("gone")
        return bool(set(keys) & set(self.touched[int(since) :]))

    def close(self) -> None:
        pass


def pages(folder: Path, told: Told, *, memory_bytes: int = 10**7) -> Pages:
    """An empty store that watches `told`, without a pause between looks."""
    moved = Moved(told)
    moved._pause = 0
    disk = Disk(folder / "pages", most_bytes=10**7)
    return Pages(memory=Memory(most_bytes=memory_bytes), disk=disk, moved=moved)


def page(address: str = "/", *, words: str = "hello", **given: Any) -> Page:
    """A page of these words, made from the key "site" unless it is said otherwise."""
    return Page(
        **{
            "address": address,
            "headers": (("Content-Type", "text/plain"),),
            "bodies": {"": words.encode()},
            "digest": words,
            "keys": ("site",),
            "made_at": 0.0,
        }
        | given
    )


@dataclass
class Answer:
    """What came back, as a browser would have it."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Browser:
    """Asks a WSGI application."""

    application: Callable[..., Iterable[bytes]]
    answers: list[Answer] = field(default_factory=list)

    def __call__(
        self, path: str, *, query: str = "", method: str = "GET", body: bytes = b"", **headers: str
    ) -> Answer:
        environ: Environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "HTTP_HOST": HOST,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
        }
        if body:
            environ["CONTENT_LENGTH"] = str(len(body))
        started: list[Any] = []
        sent = self.application(environ | headers, lambda *given: started.extend(given))
        return Answer(int(started[0][:3]), dict(started[1]), b"".join(sent))
