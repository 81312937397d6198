"""Events: how a domain tells the floors above it that something has happened.

An event is a frozen dataclass that carries ids. Its handlers run at once, in the order of
the table in `broadsheet/site/wiring.py`, inside the transaction of the write that published
it: what must happen is a row they add, so it happens exactly if the write does.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

Handler = Callable[[Any], None]

_handlers: dict[type, tuple[Handler, ...]] = {}


def subscribe(table: Mapping[type[Any], Iterable[Handler]]) -> None:
    """Install the table of events and their handlers; called once, at start."""
    _handlers.clear()
    _handlers.update({event: tuple(handlers) for event, handlers in table.items()})


def publish(event: object) -> None:
    """Run the handlers of `event` inside the caller's transaction.

    :raises TransactionManagementError: outside a transaction.
    """
    transaction.get_connection().validate_no_broken_transaction()
    require_transaction(f"publish {type(event).__name__}")
    for handler in _handlers.get(type(event), ()):
        handler(event)


def require_transaction(what: str) -> None:
    """Refuse to `what` outside a transaction, where it could be half done.

    :raises TransactionManagementError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"Cannot {what} outside a transaction.")
