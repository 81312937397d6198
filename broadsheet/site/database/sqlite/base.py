"""Django's backend for SQLite, in which a process's transactions queue for the write lock.

SQLite has a writer who finds the lock taken sleep and look again, up to a tenth of a second later,
while the lock has long been free: four threads that write comments left a quarter of their core
idle (`python -m bench.comments`). Here whoever is next in the same process is woken at once. What
other processes hold is waited for as before.
"""

import threading
from typing import Any

from django.db.backends.sqlite3 import base

# The hooks below are Django's own, and its stubs do not know them.
_Sqlite: Any = base.DatabaseWrapper

# As long as SQLite itself would wait; then it is asked, which says what is wrong.
PATIENCE_SECONDS = 20.0

_turns = threading.Lock()


class DatabaseWrapper(_Sqlite):
    """A connection that has its turn from the beginning of a transaction to its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        self._has_turn = self._has_turn or _turns.acquire(timeout=PATIENCE_SECONDS)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._end_turn()  # not where it fails: then a rollback follows

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _turns.release()
