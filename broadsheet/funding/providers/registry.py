"""Which providers there are, and which of them takes this site's gifts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from broadsheet.funding.models import Gift
from broadsheet.funding.providers.contract import Provider
from broadsheet.newsroom.house_language import this_newsroom

# Folder by folder; each has `provider.py` with `make() -> Provider`. Loaded when asked for: the
# library of one takes 22 MB.
FOLDERS = ("stripe", "rehearsal")
REHEARSAL = "rehearsal"


class UnknownProvider(LookupError):
    """There is no provider of that name."""


_made: dict[str, Provider] = {}


def provider(name: str) -> Provider:
    """:raises UnknownProvider: for a name that is no folder's."""
    if name not in FOLDERS:
        raise UnknownProvider(name)
    if name not in _made:
        folder = import_module(f"broadsheet.funding.providers.{name}.provider")
        make: Callable[[], Provider] = folder.make
        _made[name] = make()
    return _made[name]


@contextmanager
def stand_in(name: str, other: Provider) -> Iterator[None]:
    """Have another provider answer to a name, for tests."""
    before = dict(_made)
    _made[name] = other
    try:
        yield
    finally:
        _made.clear()
        _made.update(before)


def active_name() -> str:
    """The provider that takes this site's gifts: the rehearsal on a sample, Stripe elsewhere."""
    return REHEARSAL if this_newsroom().is_sample else "stripe"


def in_use() -> list[Provider]:
    """The active one, and those that have taken gifts before: theirs may still be given back."""
    took = [name for name in FOLDERS if Gift.objects.filter(provider=name).exists()]
    return [provider(name) for name in dict.fromkeys([active_name(), *took])]


def active() -> Provider:
    """The provider itself; it may say that it is closed."""
    return provider(active_name())
