"""Where the rehearsal lives in a site, and whether it may run there at all."""

import json
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.funding.models import Ledger
from broadsheet.funding.providers.rehearsal.world import World
from broadsheet.lib.prepared import Prepared
from broadsheet.newsroom.models import NewsroomSettings

WORLD, KEYS, ADDRESS = "world.sqlite3", "keys", "address"
# As Stripe's id of a session is put behind it; see urls.py.
PAGES = "/rehearsal/checkout/"


@dataclass(frozen=True)
class Keys:
    """What the site and its rehearsal know each other by; made once, at random."""

    key: str
    webhook_secret: str


def why_not_here() -> str:
    """A sentence for the staff where the rehearsal may not run; "" where it may."""
    if _SAMPLES.rows() and _REHEARSALS.rows():
        return ""
    return _("Gifts are rehearsed on a sample site alone; on this one they would count as real.")


# Every event asks for both, more than once.
_SAMPLES = Prepared(
    lambda: NewsroomSettings.objects.filter(is_sample=True).order_by().values_list("pk")
)
_REHEARSALS = Prepared(
    lambda: Ledger.objects.filter(is_rehearsal=True).order_by().values_list("pk")
)


def folder() -> Path:
    path = Path(settings.REHEARSAL_FOLDER)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def site_keys() -> Keys:
    """The keys of this data folder; two processes at once make one and the same."""
    path = folder() / KEYS
    if not path.exists():
        _make_keys(path)
    return Keys(**json.loads(path.read_text(encoding="ascii")))


def site_world(*, keeps_log_short: bool = False) -> World:
    """The world of this data folder; the worker's alone keeps its log short."""
    return _world(folder() / WORLD, keeps_log_short)


def api_address() -> str:
    """Where the worker answers as Stripe does; "" where none has run yet."""
    try:
        return (folder() / ADDRESS).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def note_api_address(address: str) -> None:
    """Let the other processes know; they read the old address or the new one, never a half."""
    draft = folder() / f".{ADDRESS}.{os.getpid()}"
    draft.write_text(address, encoding="ascii")
    draft.replace(folder() / ADDRESS)


@lru_cache(maxsize=4)
def _world(path: Path, keeps_log_short: bool) -> World:
    pages = settings.SITE_ADDRESS + PAGES
    return World(path, pages=pages, keeps_log_short=keeps_log_short)


def _make_keys(path: Path) -> None:
    draft = path.with_name(f".{KEYS}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    made = {
        "key": f"sk_test_{secrets.token_urlsafe(32)}",
        "webhook_secret": f"whsec_{secrets.token_urlsafe(32)}",
    }
    with os.fdopen(descriptor, "w") as file:
        json.dump(made, file)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        draft.unlink()
