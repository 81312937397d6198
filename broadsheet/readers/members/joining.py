"""Becoming a member, and what members change of themselves."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from broadsheet.lib.events import publish
from broadsheet.notices.outbox import post_letter
from broadsheet.readers.events import ReaderChanged
from broadsheet.readers.members.codes import use_up
from broadsheet.readers.members.letters import address_changed_letter
from broadsheet.readers.models import MailedCode, Reader, User
from broadsheet.readers.names import NameTaken, is_taken, name_key


class AddressTaken(Exception):
    """Another member has this address."""


def member_with(address: str) -> User | None:
    """The member whose address it is."""
    return User.objects.filter(is_member=True, email=address).first()


def become_member(proof: MailedCode, *, name: str, guest: Reader | None, now: datetime) -> User:
    """Make an account for the address that was proved, with a name that nobody else has.

    What a `guest` wrote is the member's from now on.

    :raises NameTaken: when somebody else has the name.
    :raises AddressTaken: when a member has the address by now.
    :raises CodeGone: when the proof was used before, or is too old.
    """
    if is_taken(name, by=guest):
        raise NameTaken
    try:
        return _become_member(proof, name=name, guest=guest, now=now)
    except IntegrityError:  # somebody was faster
        raise (AddressTaken if member_with(proof.address) else NameTaken) from None


def change_profile(reader: Reader, *, name: str, about: str) -> None:
    """Give a member another name, or other words about themselves.

    :raises NameTaken: when somebody else has the name.
    """
    if is_taken(name, by=reader):
        raise NameTaken
    reader.display_name, reader.name_key, reader.about = name, name_key(name), about
    try:
        with transaction.atomic():
            reader.save(update_fields=["display_name", "name_key", "about"])
            publish(ReaderChanged(reader.pk))
    except IntegrityError:
        raise NameTaken from None


def change_address(user: User, *, proof: MailedCode, now: datetime) -> None:
    """Give a member the address that was proved, and tell the old one.

    :raises AddressTaken: when another member has it.
    :raises CodeGone: when the proof was used before, or is too old.
    """
    before = user.email
    try:
        with transaction.atomic():
            use_up(proof, now=now)
            User.objects.filter(pk=user.pk).update(email=proof.address)
            letter = address_changed_letter(proof.address)
            post_letter(before, letter, event=f"address-changed:{proof.pk}", now=now)
    except IntegrityError:
        raise AddressTaken from None


@transaction.atomic
def _become_member(proof: MailedCode, *, name: str, guest: Reader | None, now: datetime) -> User:
    use_up(proof, now=now)
    user = User.objects.create(
        username=f"reader-{secrets.token_hex(8)}",
        email=proof.address,
        password=make_password(None),
        is_member=True,
        date_joined=now,
    )
    known = {"user": user, "display_name": name, "name_key": name_key(name), "joined_at": now}
    # Two tabs at once: a guest becomes one member only.
    if guest is None or not Reader.objects.filter(pk=guest.pk, user=None).update(**known):
        Reader.objects.create(**known)
    else:
        publish(ReaderChanged(guest.pk))
    return user
