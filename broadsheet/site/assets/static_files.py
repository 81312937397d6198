"""The static files: pressed into the data folder, and pressed again only when one has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from broadsheet import __version__
from broadsheet.site.assets import bundles

STAMP = "static.stamp"


def press_static_files() -> bool:
    """Collect them when they have changed since the last time; says whether they had."""
    if are_pressed():
        return False
    # Cleared first: a file of an older date than the one it replaces would not be copied.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _stamp().write_text(_fingerprint())
    return True


def are_pressed() -> bool:
    """Whether the collected files are those of this code."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    try:
        return manifest.exists() and _stamp().read_text() == _fingerprint()
    except OSError:
        return False


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT).with_name(STAMP)


def _fingerprint() -> str:
    """Names, sizes and times of all sources; reads none of them."""
    seen = hashlib.sha256(f"{__version__} {Path(bundles.__file__).stat().st_mtime_ns}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            if path.exists():
                of_file = path.stat()
                seen.update(f"{name} {of_file.st_size} {of_file.st_mtime_ns}\n".encode())
    return seen.hexdigest()
