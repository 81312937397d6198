"""What stands between an opener and its closer, in linear time whatever a text repeats."""

import re
from collections.abc import Callable


def replaced_between(
    text: str,
    opener: re.Pattern[str],
    closer: re.Pattern[str],
    replacement: Callable[[re.Match[str], str], str],
) -> str:
    """`text` with each span, opener and closer included, replaced.

    `replacement` gets the opener and the content. An opener without a closer ends the search:
    those after it have none either, and a pattern for all three would look for each anew.
    """
    parts: list[str] = []
    end = 0
    while opened := opener.search(text, end):
        closed = closer.search(text, opened.end())
        if not closed:
            break
        parts.append(text[end : opened.start()])
        parts.append(replacement(opened, text[opened.end() : closed.start()]))
        end = closed.end()
    return "".join([*parts, text[end:]])
