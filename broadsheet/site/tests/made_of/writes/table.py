"""The table of all writes: each does what the site itself would do."""

from collections.abc import Callable
from datetime import datetime

from broadsheet.site.tests.made_of.paper import Paper

Write = Callable[[Paper, datetime], object]

WRITES: dict[str, Write] = {}


def write(function: Write) -> Write:
    """Note a write under what it is called."""
    WRITES[function.__name__.replace("_", " ")] = function
    return function
