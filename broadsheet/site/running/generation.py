"""Which release of the code, with which settings, has made something that is kept."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import broadsheet
from broadsheet.site.folder.config import Config

PACKAGE = Path(broadsheet.__file__).parent
# What a page's bytes depend on: code, templates, words, and what is served beside it.
SUFFIXES = (".py", ".html", ".jinja", ".txt", ".xml", ".mo", ".css", ".js", ".svg")


def generation(config: Config, *, key: str) -> str:
    """The same for the same code and settings, another for any others; tells nothing of them."""
    digest = blake2b(key=key.encode()[:64], digest_size=8)
    secrets = config.stripe_key, config.stripe_webhook_secret
    for part in (broadsheet.__version__, config, secrets, *_changes(PACKAGE)):
        digest.update(repr(part).encode() + b"\0")
    return digest.hexdigest()


def _changes(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file of the package, with when it was changed."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES:
            yield str(path), path.stat().st_mtime_ns
