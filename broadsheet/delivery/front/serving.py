"""Which bytes answer for a page now: the stored ones, the last ones for a moment, or new ones.

A page that has just changed is rendered by one thread. Whoever asks meanwhile gets the last
page, if that was true less than a second ago, and waits for the new one otherwise. Whoever has
just written waits in any case. While a page changes many times a second it is rendered no more
often than `PAUSE_SECONDS` allow. Without a database the last page stands, however old it is.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from broadsheet.delivery.front.rendering import Rendered
from broadsheet.delivery.seen import Moved
from broadsheet.delivery.store.disk import Disk
from broadsheet.delivery.store.memory import Memory
from broadsheet.delivery.store.page import Page

# No reader is sent a page that has been untrue for longer than this.
LAST_PAGE_SECONDS = 1.0
PAUSE_SECONDS = 0.4
# For the thread that renders; then the waiting one renders as well.
PATIENCE_SECONDS = 10.0
# After a page that could not be rendered for want of a database; then one tries again.
CUT_OFF_SECONDS = 1.0

Render = Callable[[], Rendered]


@dataclass(eq=False)
class _Turn:
    """A page being rendered: since when, and what came of it."""

    began_in: int
    done: threading.Event = field(default_factory=threading.Event)
    page: Page | None = None


class Pages:
    """The stored pages of one process."""

    def __init__(self, *, memory: Memory, disk: Disk, moved: Moved) -> None:
        self.memory, self.disk, self.moved = memory, disk, moved
        self._turns: dict[str, _Turn] = {}
        self._cut_off_until = -math.inf
        self._lock = threading.Lock()

    @property
    def is_cut_off(self) -> bool:
        """Whether there is no database, or was none a moment ago."""
        return self.moved.is_blind or time.monotonic() < self._cut_off_until

    def standing(self, address: str) -> Page | None:
        """The stored page under `address` if it may be sent as it is: microseconds."""
        now = time.monotonic()
        self.moved.glance(now=now)
        page = self.memory.get(address)
        if page is not None and now < page.stands_until:
            page.used_at = now
            return page
        return self._true(page, now=now) if page is not None else None

    def answer(self, address: str, render: Render, *, has_written: bool) -> Page | Rendered:
        """The page to send, rendered if need be, or what Django says instead of a page."""
        asked_in = self.moved.look()[0] if has_written else 0
        while True:
            if page := self._known(address):
                return page
            last = None if has_written else self._last(address)
            if last is not None and self._has_pause(last):
                return last
            turn, is_ours = self._take_turn(address)
            if is_ours:
                return self._end_turn(address, render, turn)
            if last is not None:
                return last
            if not turn.done.wait(PATIENCE_SECONDS) or turn.page is None:
                return render()
            if turn.began_in >= asked_in and self._was_true_just_now(turn.page):
                return turn.page

    def _end_turn(self, address: str, render: Render, turn: _Turn) -> Page | Rendered:
        try:
            with self.disk.alone(address):
                found = self._from_disk(address) or self._render(address, render)
            turn.page = found if isinstance(found, Page) else None
            return found
        finally:
            with self._lock:
                self._turns.pop(address, None)
            turn.done.set()

    def _render(self, address: str, render: Render) -> Page | Rendered:
        began_at = time.monotonic()
        began_in, mark = self.moved.look()  # before the first read
        rendered = render()
        page = rendered.page
        if page is None:
            return self._instead(address, rendered)
        page.turn = page.checked_in = began_in
        page.mark = mark
        page.rendered_at = page.true_at = page.used_at = began_at
        self._keep(page)
        return page

    def _keep(self, page: Page) -> None:
        self.moved.look()
        is_true = self._is_true(page)
        # One whose keys moved meanwhile may stand for the last page, here and no longer.
        self.memory.put(page)
        if is_true and not self.moved.is_blind:
            self.disk.put(page)

    def _instead(self, address: str, rendered: Rendered) -> Page | Rendered:
        """Without a database the last page stands; otherwise it is gone, or has failed."""
        if rendered.code >= 500:
            self.moved.look()
            if rendered.code == 503:  # it may be cut off from us and not from the watch
                self._cut_off_until = time.monotonic() + CUT_OFF_SECONDS
            return self._without_database(address) or rendered
        self.memory.drop(address)
        self.disk.drop(address)
        return rendered

    def _without_database(self, address: str) -> Page | None:
        """The last page, of whatever time, while there is no database to make another from."""
        if not self.is_cut_off:
            return None
        if page := self.memory.get(address):
            return page
        if page := self.disk.get(address):
            self.memory.put(page)  # in turn 0: its mark is asked about once the database is back
        return page

    def _known(self, address: str) -> Page | None:
        now = time.monotonic()
        self.moved.glance(now=now)
        page = self.memory.get(address)
        found = self._true(page, now=now) if page is not None else None
        return found or self._without_database(address)

    def _true(self, page: Page, *, now: float) -> Page | None:
        moved = self.moved
        if page.checked_in != moved.turn and not self._is_true(page):
            return None
        if not page.is_in_time(now=time.time()):
            return None
        page.true_at, page.used_at = moved.looked_at, now
        return page

    def _is_true(self, page: Page) -> bool:
        moved = self.moved
        turn = moved.turn  # before the keys are looked at
        if moved.have_moved(page.keys, since=page.turn, mark=page.mark):
            return False
        page.checked_in = turn
        return True

    def _from_disk(self, address: str) -> Page | None:
        """A page that this process did not have: of another process, or of the time before."""
        page = self.disk.get(address)
        if page is None or not page.is_in_time(now=time.time()):
            return None
        turn, _ = self.moved.look()
        if self.moved.have_moved_since(page.keys, mark=page.mark):
            return None
        page.turn = page.checked_in = turn
        page.true_at = page.used_at = time.monotonic()
        self.memory.put(page)
        return page

    def _last(self, address: str) -> Page | None:
        """The page that was true less than a second ago, if there is one."""
        page = self.memory.get(address)
        return page if page is not None and self._was_true_just_now(page) else None

    def _has_pause(self, page: Page) -> bool:
        """Whether it was rendered so lately that the next time can wait; till then it stands."""
        end = min(page.rendered_at + PAUSE_SECONDS, page.true_at + LAST_PAGE_SECONDS)
        page.stands_until = end
        return time.monotonic() < end

    def _was_true_just_now(self, page: Page) -> bool:
        return time.monotonic() - page.true_at <= LAST_PAGE_SECONDS

    def _take_turn(self, address: str) -> tuple[_Turn, bool]:
        with self._lock:
            if turn := self._turns.get(address):
                return turn, False
            turn = self._turns[address] = _Turn(began_in=self.moved.turn)
            return turn, True
