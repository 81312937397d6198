"""Which providers there are, and which of them takes this site's gifts."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

from broadsheet.funding.providers.contract import Provider
from broadsheet.newsroom.house_language import this_newsroom

# Folder by folder; each has `provider.py` with `make() -> Provider`. Loaded when asked for: the
# library of one takes 22 MB.
FOLDERS = ("stripe", "rehearsal")
REHEARSAL = "rehearsal"


class UnknownProvider(LookupError):
    """There is no provider of that name."""


@cache
def provider(name: str) -> Provider:
    """:raises UnknownProvider: for a name that is no folder's."""
    if name not in FOLDERS:
        raise UnknownProvider(name)
    make: Callable[[], Provider] = import_module(
        f"broadsheet.funding.providers.{name}.provider"
    ).make
    return make()


def active_name() -> str:
    """The provider that takes this site's gifts: the rehearsal on a sample, Stripe elsewhere."""
    return REHEARSAL if this_newsroom().is_sample else "stripe"


def active() -> Provider:
    """The provider itself; it may say that it is closed."""
    return provider(active_name())
