"""The outbox: whoever has something to say adds a row in the transaction of what happened.

What is sent, when, and in how many letters is decided later, by `sending.py`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from broadsheet.lib.events import require_transaction
from broadsheet.notices.addresses import address_key
from broadsheet.notices.letters import READY, Letter, as_about
from broadsheet.notices.models import OPEN_STATES, Notice, Sending

# What is not urgent waits so long for more of its group, which then goes in the same letter.
GATHER = timedelta(seconds=60)
READY_IS_GOOD_FOR = timedelta(hours=1)


def notify(
    address: str,
    *,
    event: str,
    kind: str,
    group: str,
    about: Mapping[str, Any],
    now: datetime,
    is_urgent: bool = False,
) -> bool:
    """Have `event` told to `address`, once; returns whether it is new to it.

    `kind` is the composer's name; notices of one address, kind and `group` that come close
    together make one letter. `about` is what the composer needs to know, as JSON. An urgent
    notice, such as a confirmation, does not wait for others.

    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction(f"notify of {event}")
    return _add(
        _notice(
            address, event=event, kind=kind, group=group, about=about, now=now, is_urgent=is_urgent
        )
    )


def notify_all(
    addresses: Iterable[str],
    *,
    event: str,
    kind: str,
    group: str,
    about: Mapping[str, Any],
    now: datetime,
) -> None:
    """Have `event` told to many addresses, each once, in one query (or few, for thousands).

    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction(f"notify of {event}")
    Notice.objects.bulk_create(
        [
            _notice(address, event=event, kind=kind, group=group, about=about, now=now)
            for address in addresses
        ],
        ignore_conflicts=True,
    )


def post_letter(
    address: str,
    letter: Letter,
    *,
    event: str,
    now: datetime,
    good_for: timedelta = READY_IS_GOOD_FOR,
) -> bool:
    """Have a ready, urgent letter sent as it is; returns whether its event is new to the address.

    Its words stand in the outbox until it is sent, and are deleted right then. After
    `good_for` it is not sent any more: nobody can use yesterday's code.

    :raises TransactionManagementError: outside a transaction.
    """
    require_transaction(f"post the letter of {event}")
    notice = _notice(
        address,
        event=event,
        kind=READY,
        group=event,
        about=as_about(letter),
        now=now,
        is_urgent=True,
    )
    notice.good_until = now + good_for
    return _add(notice)


@transaction.atomic
def forget(address: str) -> None:
    """Delete all that waits to be told to an address, and what is known of what was told it."""
    key = address_key(address)
    Sending.objects.filter(address_key=key, state__in=OPEN_STATES).delete()
    Notice.objects.filter(address_key=key).delete()
    Sending.objects.filter(address_key=key).delete()


def _notice(
    address: str,
    *,
    event: str,
    kind: str,
    group: str,
    about: Mapping[str, Any],
    now: datetime,
    is_urgent: bool = False,
) -> Notice:
    return Notice(
        event=event,
        address=address.strip(),
        address_key=address_key(address),
        kind=kind,
        group=group,
        about=dict(about),
        is_urgent=is_urgent,
        created_at=now,
        due_at=now if is_urgent else now + GATHER,
    )


def _add(notice: Notice) -> bool:
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:  # its event has been told to this address
        return False
    return True
