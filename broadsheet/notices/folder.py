"""Mail without a mail server: each letter is a file in the data folder, for its owner to read."""

import itertools
import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

KEEP_NEWEST = 1000
ENDING = ".eml"

_counter = itertools.count()


class FolderBackend(BaseEmailBackend):
    """Writes letters whole, newest last by name, and keeps the newest 1,000."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(mode=0o700, exist_ok=True)
        for message in email_messages:
            _write(folder, message.message().as_bytes())
        _keep_newest(folder)
        return len(email_messages)


def _write(folder: Path, letter: bytes) -> None:
    name = f"{time.time_ns():020}-{os.getpid()}-{next(_counter)}{ENDING}"
    draft = folder / f".{name}.draft"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(letter)
        draft.rename(folder / name)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _keep_newest(folder: Path) -> None:
    letters = sorted(path for path in folder.iterdir() if path.suffix == ENDING)
    for path in letters[:-KEEP_NEWEST]:
        path.unlink(missing_ok=True)  # another process may have been here
