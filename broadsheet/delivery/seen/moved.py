"""What this process has seen of keys moving, in an order of its own: turns.

A turn passes whenever anything was touched. A page that was made in a turn is true while none
of its keys has moved in a later one.
"""

import math
import threading
import time
from collections.abc import Iterable

from broadsheet.delivery.seen.watch import Blind, Watch

# Between looks at the database, where nobody insists.
GLANCE_SECONDS = 0.01
# Before a database that does not answer is asked again.
BLIND_SECONDS = 0.25
# For another thread that asks it just then.
PATIENCE_SECONDS = 0.1
# Beyond this the older half is forgotten, and the database is asked instead.
MOST_KEYS = 50_000


class Moved:
    """Which keys have moved when; every process that serves pages keeps one.

    `turn` counts, `looked_at` is the moment (monotonic seconds) of the last good look,
    `is_blind` says that the database does not answer. `is_told`: a thread of its own looks
    whenever there is something to see (`seen/listening.py`), and readers need not.
    """

    def __init__(self, watch: Watch, *, is_told: bool = False) -> None:
        self._watch = watch
        self._lock = threading.Lock()
        self._turn_of: dict[str, int] = {}
        self._forgotten = 0
        self._pause = math.inf if is_told else GLANCE_SECONDS
        self._blind_pause = math.inf if is_told else BLIND_SECONDS
        self._next_glance = 0.0
        self._try_again_at = 0.0
        self.turn = 1
        self.looked_at = -math.inf
        self.is_blind = False

    def glance(self, *, now: float) -> None:
        """Look for what has moved, unless somebody did a moment ago or is about to."""
        if now >= self._next_glance and self._lock.acquire(blocking=False):
            try:
                self._look(now)
            finally:
                self._lock.release()

    def look(self) -> tuple[int, str]:
        """Look now; the turn and the mark up to which all is known, "" where nobody knows."""
        # A network that swallows everything keeps whoever looks for seconds, and nobody else.
        if not self._lock.acquire(timeout=PATIENCE_SECONDS if self.is_blind else -1):
            return self.turn, ""
        try:
            self._look(time.monotonic())
            return self.turn, self._watch.mark()
        finally:
            self._lock.release()

    def have_moved(self, keys: Iterable[str], *, since: int, mark: str) -> bool:
        """Whether any of `keys` has moved after the turn `since`, which had that mark.

        Of a time that is no longer remembered the database is asked, in one query.
        """
        if since < self._forgotten:
            return self.have_moved_since(keys, mark=mark)
        turn_of = self._turn_of
        return any(turn_of.get(key, 0) > since for key in keys)

    def have_moved_since(self, keys: Iterable[str], *, mark: str) -> bool:
        """The same of a mark of another process or time. A database that is gone moves nothing."""
        if not mark or self.is_blind:
            return not mark
        with self._lock:
            try:
                return self._watch.has_moved(keys, since=mark)
            except Blind:
                self._note_blindness(time.monotonic())
                return False

    def _look(self, now: float) -> None:
        if self.is_blind and now < self._try_again_at:
            return
        try:
            news = self._watch.news()
        except Blind:
            self._note_blindness(now)
            return
        was_blind, self.is_blind, self.looked_at = self.is_blind, False, now
        self._next_glance = now + self._pause
        # What was taken for true while nobody could tell is asked about again.
        if news.is_all or was_blind:
            self._forget_before(self.turn + 1)
            self.turn += 1
        elif news.keys:
            # The keys first: who sees the new turn must find them.
            self._turn_of.update(dict.fromkeys(news.keys, self.turn + 1))
            self.turn += 1
            if len(self._turn_of) > MOST_KEYS:
                self._forget_before(sorted(self._turn_of.values())[MOST_KEYS // 2])

    def _note_blindness(self, now: float) -> None:
        self.is_blind = True
        self._try_again_at, self._next_glance = now + BLIND_SECONDS, now + self._blind_pause

    def _forget_before(self, turn: int) -> None:
        self._forgotten = turn  # first: nobody must miss what is forgotten
        self._turn_of = {key: at for key, at in self._turn_of.items() if at > turn}
