"""Strangers' picture files on their way in: opened by a process of its own, never kept as sent.

Everything that stores a picture comes through here, forms or not: `models/images.py` sees to it.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 20 * 1024 * 1024
SECONDS = 30  # of waiting, for a process that sleeps instead of working
SECONDS_IN_LINE = 60

# Each file may take a gigabyte while it is opened, so this process opens one at a time.
_one_at_a_time = BoundedSemaphore()

_SENTENCES: dict[str, Promise] = {
    "empty": _("This file is empty."),
    "bytes": _("This file is larger than 20 MB. Save it smaller and send it again."),
    "markup": _("This is a drawing (SVG) or a web page, not a photograph: neither is taken."),
    "kind": _("This is no picture of a kind that is taken: JPEG, PNG, WebP, AVIF, GIF or HEIC."),
    "broken": _("This picture is damaged or cut off. Save it anew and send it again."),
    "pixels": _(
        "This picture has %(detail)s million pixels; 80 million is the most that is taken."
    ),
    "heavy": _("This picture takes too much memory or time to open. Save it smaller, as a JPEG."),
    "busy": _("Other pictures are being taken in just now. Send this one again in a minute."),
}


class PictureRefused(ValidationError):
    """A file that is not taken, and why, in a sentence for whoever sent it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(gettext(str(_SENTENCES[reason])) % {"detail": detail}, code=reason)


class CleanPicture(ContentFile):
    """A picture encoded by ourselves, with the words that stood in the file that was sent."""

    def __init__(self, content: bytes, *, suffix: str, words: dict[str, str]) -> None:
        super().__init__(content, name=f"picture{suffix}")
        self.words = words


def clean_picture(sent: "File[bytes]") -> CleanPicture:
    """A clean picture of the same content.

    :raises PictureRefused: for what is no picture, is broken or too large.
    """
    if isinstance(sent, CleanPicture):
        return sent
    content = _content(sent)
    with _turn():
        return _developed(content)


def _content(sent: "File[bytes]") -> bytes:
    sent.seek(0)
    content = sent.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise PictureRefused("bytes")
    return content


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=SECONDS_IN_LINE):
        raise PictureRefused("busy")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _developed(content: bytes) -> CleanPicture:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "broadsheet.newsroom.darkroom"],
            input=content,
            check=False,  # how it ended is read below
            capture_output=True,
            timeout=SECONDS,
            cwd="/",
            # The same modules as here, and nothing else of what this process knows.
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
    except subprocess.TimeoutExpired:
        raise PictureRefused("heavy") from None
    return _read_answer(done)


def _read_answer(done: subprocess.CompletedProcess[bytes]) -> CleanPicture:
    line, _newline, content = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        # Ended by a signal or for want of memory; what it was about stands in its last words.
        raise PictureRefused("heavy" if _was_too_heavy(done) else "broken")
    answer: dict[str, Any] = json.loads(line)
    if "refused" in answer:
        raise PictureRefused(answer["refused"], answer["detail"])
    return CleanPicture(content, suffix=answer["suffix"], words=answer["words"])


def _was_too_heavy(done: subprocess.CompletedProcess[bytes]) -> bool:
    stopped = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT)
    return done.returncode in stopped or b"MemoryError" in done.stderr
