"""Pages in memory: what is asked for most, up to a number of bytes."""

import threading
from collections.abc import Iterator

from broadsheet.delivery.store.page import Page

# Making room goes down to here, so that it is not made again at once.
LEAVE = 0.9


class Memory:
    """The pages used last; `most_bytes` is never exceeded for longer than it takes to put one."""

    def __init__(self, *, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: dict[str, Page] = {}
        self._lock = threading.Lock()
        self.get = self._pages.get  # asked for with every request

    def put(self, page: Page) -> None:
        """Keep `page` under its address, instead of any other."""
        with self._lock:
            self._drop(page.address)
            if page.size > self.most_bytes:
                return
            self._pages[page.address] = page
            self.bytes += page.size
            if self.bytes > self.most_bytes:
                self._make_room()

    def drop(self, address: str) -> None:
        """Forget the page under `address`, if there is one."""
        with self._lock:
            self._drop(address)

    def __iter__(self) -> Iterator[Page]:
        with self._lock:
            return iter(list(self._pages.values()))

    def __len__(self) -> int:
        return len(self._pages)

    def _drop(self, address: str) -> None:
        if gone := self._pages.pop(address, None):
            self.bytes -= gone.size

    def _make_room(self) -> None:
        for page in sorted(self._pages.values(), key=lambda page: page.used_at):
            if self.bytes <= self.most_bytes * LEAVE:
                break
            self._drop(page.address)
