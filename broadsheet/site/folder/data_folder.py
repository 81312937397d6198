"""The data folder: made where it is missing, and unmade when the start is refused after all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from broadsheet.site.folder.config import FILE_NAME as CONFIG_NAME
from broadsheet.site.folder.config_file import write_config_file
from broadsheet.site.folder.locks import SITE_LOCK, LockedError, is_locked, take_lock
from broadsheet.site.folder.secret import FILE_NAME as KEY_NAME
from broadsheet.site.folder.secret import make_secret_key, read_secret_key
from broadsheet.site.refusal import Refusal

PRIVATE = 0o700


class FolderError(Refusal):
    """The data folder cannot be made, written to, or had for oneself."""


class DataFolder:
    """A site's data folder, which remembers what this start has added to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._made: list[Path] = []
        self._lock: IO[str] | None = None

    def refuse_if_running(self) -> None:
        """:raises FolderError: when a site runs on it; makes nothing."""
        if is_locked(self.path / SITE_LOCK):
            raise self._running()

    def open(self) -> None:
        """Hold the folder for this process; make it, its key and its settings where missing.

        :raises Refusal: when it cannot be written to, a site runs on it, or its key is damaged.
        """
        try:
            self._open()
        except OSError as error:
            self.undo()
            raise FolderError(
                f"The data folder {self.path} cannot be written to: {error.strerror}."
            ) from None
        except Refusal:
            self.undo()
            raise

    def undo(self) -> None:
        """Take away what `open` has made, unless more has been put there since."""
        for path in reversed(self._made):
            try:
                path.rmdir() if path.is_dir() else path.unlink()
            except OSError:
                break
        self._made.clear()

    def _open(self) -> None:
        self._make_folders()
        self._make(SITE_LOCK, self._take_lock)
        self._make(KEY_NAME, lambda: make_secret_key(self.path))
        read_secret_key(self.path)
        self._make(CONFIG_NAME, lambda: write_config_file(self.path))

    def _make_folders(self) -> None:
        missing = [path for path in (self.path, *self.path.parents) if not path.exists()]
        for path in reversed(missing):
            # The parents are nobody's secret; the folder holds a key and readers' words.
            path.mkdir(mode=PRIVATE if path == self.path else 0o777)
            self._made.append(path)
        if not self.path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))

    def _make(self, name: str, make: Callable[[], object]) -> None:
        is_new = not (self.path / name).exists()
        make()
        if is_new:
            self._made.append(self.path / name)

    def _take_lock(self) -> None:
        try:
            self._lock = take_lock(self.path / SITE_LOCK)
        except LockedError:
            raise self._running() from None

    def _running(self) -> FolderError:
        return FolderError(
            f"A site runs on the data folder {self.path} already; "
            "stop it first, or choose another folder with --data (make: DATA=)."
        )
