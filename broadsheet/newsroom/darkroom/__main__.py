"""The process: limits first, then one file in and one answer out."""

import json
import sys

from PIL import Image as Pillow

from broadsheet.newsroom.darkroom.develop import Refused, develop
from broadsheet.newsroom.darkroom.limits import bound_this_process


def main() -> None:
    """Answer with one line of JSON, then the bytes of the clean file if there is one."""
    bound_this_process()
    Pillow.MAX_IMAGE_PIXELS = None  # `develop` has a limit of its own, and says so in words
    try:
        developed = develop(sys.stdin.buffer.read())
    except Refused as refused:
        _answer({"refused": refused.reason, "detail": refused.detail})
    except MemoryError:
        _answer({"refused": "heavy", "detail": ""})
    else:
        _answer({"suffix": developed.suffix, "words": developed.words}, developed.content)


def _answer(head: dict[str, object], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


main()
