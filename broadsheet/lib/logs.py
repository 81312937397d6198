"""What the log is written with: the keys that stand in letters' links never get into it."""

import logging
import re

# What `django.core.signing` makes, and the tokens of gifts: whoever reads one could use it.
# It begins where a word does, lest a long path is read again from each of its letters.
_SIGNED = r"(?<![\w.-])[\w.-]+:[0-9A-Za-z]{6,}:[\w-]{43,}"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"{_SIGNED}|{_UUID}", re.ASCII | re.IGNORECASE)


class WithoutKeys(logging.Formatter):
    """Writes a key as "…", in a traceback too.

    Django logs the path of every request that it refuses, and of many pages the path is the key.
    """

    def format(self, record: logging.LogRecord) -> str:
        return _KEY.sub("…", super().format(record))
