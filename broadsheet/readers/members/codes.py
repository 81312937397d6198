"""Codes by mail: whoever types the code has the address. Nothing is shown or granted before.

A code is for one browser, one address and ten minutes, and three attempts end it. Neither it nor
its digest tells anything of an account: one is made for every address alike.

Source: RFC 6819 and NIST SP 800-63B, section 3.1.3 (out-of-band codes: 10 minutes, used once,
attempts limited). Eight digits, for half a guess in a hundred million is granted a browser.
"""

import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from broadsheet.guard.buckets import Limit, take
from broadsheet.notices.addresses import address_key
from broadsheet.notices.outbox import post_letter
from broadsheet.readers.members.letters import code_letter, password_letter
from broadsheet.readers.models import MailedCode, User

DIGITS = 8
ATTEMPTS = 3
LIFETIME = timedelta(minutes=10)
# Once the code was right: long enough to think of a name.
PROOF_LIFETIME = timedelta(minutes=30)
SALT = "broadsheet.readers.codes"

FROM_ONE_PLACE = Limit("codes-from-one-place", capacity=10, seconds_per_token=120)
TO_ONE_ADDRESS = Limit("codes-to-one-address", capacity=5, seconds_per_token=600)


class CodeGone(Exception):
    """There is no code to be typed any more: too late, too many attempts, or it was used."""


@dataclass(frozen=True)
class WrongCode(Exception):
    """It is another one. After `attempts_left` more it is over."""

    attempts_left: int


@transaction.atomic
def mail_code(address: str, *, place: str, now: datetime, user: User | None = None) -> uuid.UUID:
    """Mail a code to an address and return what the browser that asked keeps.

    An older code for the address is over. With a `user`, a member wants the address as theirs.
    An address of the staff gets a letter as well, but no code opens anything: they sign in by
    password and second factor. `place` stands for where the request came from.

    :raises TooMany: when too many were asked for, from there or to this address.
    """
    address = tidy_address(address)
    by_place, by_address = f"codes:from:{place}", f"codes:to:{address_key(address)}"
    take({by_place: FROM_ONE_PLACE, by_address: TO_ONE_ADDRESS}, now=now)
    MailedCode.objects.filter(address=address).delete()
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    row = MailedCode(address=address, user=user, attempts_left=ATTEMPTS, expires_at=now + LIFETIME)
    is_for_staff = _is_for_staff(address)
    row.code_digest = "" if is_for_staff else _digest(row.pk, code)
    row.save(force_insert=True)
    letter = password_letter() if is_for_staff else code_letter(code)
    post_letter(address, letter, event=f"code:{row.pk}", now=now, good_for=LIFETIME)
    return row.pk


def open_code(pk: str | uuid.UUID, *, user: User | None, now: datetime) -> MailedCode:
    """The code that this browser waits for, or has typed.

    :raises CodeGone: when there is none, or it is not theirs.
    """
    row = MailedCode.objects.filter(pk=pk, user=user, expires_at__gt=now).first()
    if row is None or (row.proved_at is None and row.attempts_left == 0):
        raise CodeGone
    return row


def prove(row: MailedCode, typed: str, *, now: datetime) -> None:
    """Take what was typed; once it is the code, the address is proved.

    :raises WrongCode: when it is another one.
    :raises CodeGone: when there is no attempt left, or the code is over.
    """
    still_open = MailedCode.objects.filter(pk=row.pk, proved_at=None, expires_at__gt=now)
    # First: of many attempts at once, only as many are compared as there are left.
    if not still_open.filter(attempts_left__gt=0).update(attempts_left=F("attempts_left") - 1):
        raise CodeGone
    if not constant_time_compare(row.code_digest, _digest(row.pk, _plain(typed))):
        raise WrongCode(row.attempts_left - 1)
    proved = still_open.update(proved_at=now, expires_at=now + PROOF_LIFETIME)
    if not proved:
        raise CodeGone


def use_up(row: MailedCode, *, now: datetime) -> None:
    """Delete a code that was proved; what it opens is opened in the same transaction, once.

    :raises CodeGone: when it was used before, or not in time.
    """
    proved = MailedCode.objects.filter(pk=row.pk, expires_at__gt=now).exclude(proved_at=None)
    if not proved.delete()[0]:
        raise CodeGone


def prune_codes(*, now: datetime) -> int:
    """Delete the codes whose time is over, and with them the addresses that nobody proved."""
    return MailedCode.objects.filter(expires_at__lte=now).delete()[0]


def tidy_address(address: str) -> str:
    """The address as it is kept: in small letters."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def _is_for_staff(address: str) -> bool:
    """A member's address is a member's, whatever an administrator has typed elsewhere."""
    if User.objects.filter(is_member=True, email=address).exists():
        return False
    return User.objects.filter(is_member=False, email__iexact=address).exists()


def _digest(pk: uuid.UUID, code: str) -> str:
    return salted_hmac(SALT, f"{pk}:{code}", algorithm="sha256").hexdigest()


def _plain(typed: str) -> str:
    """The digits of what was typed, in whichever script, without spaces and hyphens."""
    return "".join(str(unicodedata.digit(one)) for one in typed[:40] if one.isdecimal())
