"""Waiting until the worker has rendered the sizes of the pictures of a page."""

import re
import urllib.request
from collections.abc import Iterable
from functools import partial

from tests.running import RunningSite, wait_until

PATIENCE_SECONDS = 300


def wait_for_sizes(site: RunningSite, paths: Iterable[str]) -> None:
    """Return when every picture of these pages has its sizes, and those for sharing."""
    for path in paths:
        wait_until(partial(_has_sizes, site.address + path), seconds=PATIENCE_SECONDS)


def _has_sizes(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=30) as response:
        page = response.read().decode()
    pictures = re.findall(r"<img [^>]+>", page)
    is_shared = "og:image" not in page or "format-jpeg" in page
    return is_shared and all(" srcset=" in picture for picture in pictures)
