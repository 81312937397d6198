"""What is kept of a reader, and erasing all of it. Floors above do their part on `ReaderErased`."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from broadsheet.lib.events import publish
from broadsheet.notices.outbox import forget
from broadsheet.readers.events import ReaderErased
from broadsheet.readers.models import MailedCode, Reader, User
from broadsheet.readers.sign_in.factors import end_sessions


class StaffStay(Exception):
    """An account of the newsroom is the newsroom's to close."""


def account_of(reader: Reader) -> dict[str, Any]:
    """What the readers' own floor keeps of a reader."""
    user = reader.user
    return {
        "reader": str(reader.pk),
        "since": reader.created_at,
        "joined": reader.joined_at,
        "display_name": reader.display_name,
        "about": reader.about,
        "email": user.email if user else "",
        "passkeys": _passkeys(user) if user else [],
        "devices": _devices(user) if user else [],
    }


@transaction.atomic
def erase(reader: Reader) -> None:
    """Delete a reader with all that is theirs: on every floor, or nothing at all.

    :raises StaffStay: for somebody of the newsroom.
    """
    user = reader.user
    if user is not None and not user.is_member:
        raise StaffStay
    publish(ReaderErased(reader.pk))
    if user is not None:
        _forget_addresses(user)
        end_sessions(user)
    Reader.objects.filter(pk=reader.pk).delete()
    if user is not None:
        user.delete()


def _forget_addresses(user: User) -> None:
    """The member's own, and those that were to be theirs."""
    codes = MailedCode.objects.filter(Q(user=user) | Q(address=user.email))
    for address in {user.email, *codes.values_list("address", flat=True)}:
        forget(address)
    codes.delete()


def _passkeys(user: User) -> list[dict[str, Any]]:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return [
        {"name": one.wrap().name, "since": one.created_at, "last_used": one.last_used_at}
        for one in found.order_by("pk")
    ]


def _devices(user: User) -> list[dict[str, Any]]:
    found = UserSession.objects.filter(user=user).order_by("pk")
    return [{"browser": one.user_agent, "signed_in": one.created_at} for one in found]
