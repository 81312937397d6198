"""Whose name it is: nobody takes a member's name, or that of somebody of the newsroom."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from broadsheet.lib.prepared import Prepared
from broadsheet.lib.text import has_controls, is_blank, tidy_line
from broadsheet.readers.models import NAME_LENGTH, Reader, User
from broadsheet.readers.name_keys import name_key, same_name

__all__ = [
    "BadName", "NameTaken", "NameWithoutLetters", "is_kept", "is_taken", "keep_names", "name_key",
    "same_name", "tidy_name",
]  # fmt: skip

# Says whether a name belongs to somebody of whom a floor above knows, such as an author.
NameKeeper = Callable[[str], bool]

_keepers: tuple[NameKeeper, ...] = ()


class BadName(ValueError):
    """A name that nobody can bear: too long, blank, or with what cannot be seen."""


class NameWithoutLetters(BadName):
    """It has no letter and no digit, so that it could not be told from another."""


class NameTaken(Exception):
    """Somebody else has this name, or one that looks like it."""


def keep_names(keepers: Iterable[NameKeeper]) -> None:
    """Install the table of those who keep names; called once, at start."""
    global _keepers
    _keepers = tuple(keepers)


def tidy_name(name: str) -> str:
    """The name as it will be shown.

    :raises BadName: when nobody can bear it.
    """
    if len(name) > NAME_LENGTH or has_controls(name) or is_blank(name):
        raise BadName
    tidy = tidy_line(name)
    if len(tidy) > NAME_LENGTH:  # what is composed in NFC may be longer than it was
        raise BadName
    if not name_key(tidy):
        raise NameWithoutLetters
    return tidy


def is_taken(name: str, *, by: Reader | None) -> bool:
    """Whether a member, or somebody of the newsroom, has this name; `by` may have it already.

    Two queries, and those of the keepers.
    """
    key = name_key(name)
    if not key:
        return False
    bearers = _BEARERS.all(key=key)
    return any(by is None or one.pk != by.pk for one in bearers) or is_kept(name, by=by)


def is_kept(name: str, *, by: Reader | None) -> bool:
    """Whether the name is that of staff, or of somebody whom a floor above keeps it for."""
    key = name_key(name)
    own = by.user_id if by is not None else None
    return key in _names_of_staff(but=own) or any(keeps(name) for keeps in _keepers)


def _names_of_staff(*, but: int | None) -> set[str]:
    names = [row[1:] for row in _STAFF.rows() if row[0] != but]
    keys = {name_key(text) for user, first, last in names for text in (user, f"{first} {last}")}
    return keys - {""}


def _bearers(*, key: str) -> QuerySet[Reader]:
    return Reader.objects.filter(name_key=key).only("id")


def _staff() -> QuerySet[User, Any]:
    staff = User.objects.filter(is_member=False)
    return staff.values_list("id", "username", "first_name", "last_name")


# Asked with every comment of a guest.
_BEARERS, _STAFF = Prepared(_bearers, key="\x01"), Prepared(_staff)
