"""Django's backend for SQLite, in which a process's transactions queue for the write lock.

SQLite has a writer who finds the lock taken sleep and look again, up to a tenth of a second later,
while the lock has long been free: four threads that write comments left a quarter of their core
idle (`python -m bench.comments`). Here whoever is next in the same process is woken at once. What
other processes hold is waited for as before.

An open file is written on wherever somebody moves it, and SQLite makes an empty database where
there is none. So a connection is used no longer than its file stands under the site's name, and
the processes of a running site open a database and never make one.
"""

import threading
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from broadsheet.lib.files import FileId, file_id

# The hooks below are Django's own, and its stubs do not know them.
_Sqlite: Any = base.DatabaseWrapper

# As long as SQLite itself would wait; then it is asked, which says what is wrong.
PATIENCE_SECONDS = 20.0

_turns = threading.Lock()
_makes_none = threading.Event()


def make_none() -> None:
    """From now on this process opens databases that are there, and makes none."""
    _makes_none.set()


class DatabaseWrapper(_Sqlite):
    """A connection that has its turn from the beginning of a transaction to its end.

    With CONN_HEALTH_CHECKS it is opened anew after an error, and when its file is another.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False
        self._file: FileId | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if _makes_none.is_set() and not self.is_in_memory_db():
            params["database"] = f"{Path(params['database']).absolute().as_uri()}?mode=rw"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._file = file_id(self.settings_dict["NAME"])
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        if self.is_in_memory_db():
            return True
        return not self.errors_occurred and file_id(self.settings_dict["NAME"]) == self._file

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
