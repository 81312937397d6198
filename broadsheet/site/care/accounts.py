"""The newsroom's accounts, as far as the command line makes them."""

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from broadsheet.readers.sign_in.factors import FACTORS, end_sessions, forget_second_factors
from broadsheet.site.names import EDITOR
from broadsheet.site.refusal import Refusal

# Nothing that looks like something else. 32 letters and digits: five bits each.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5


class NoSuchAccount(Refusal):
    """There is no account of that name."""


@transaction.atomic
def make_first_account() -> str:
    """Make the editor's account where nobody may do everything yet.

    Returns its password, which is kept nowhere, or "" when there was an account.
    """
    users = get_user_model().objects
    if users.filter(is_superuser=True, is_active=True).exists():
        return ""
    password = random_password()
    editor, _ = users.get_or_create(username=EDITOR)
    editor.is_superuser = editor.is_staff = editor.is_active = True
    editor.set_password(password)
    editor.save()
    return password


@transaction.atomic
def give_new_password(name: str, *, forget_second_factor: bool = False) -> str:
    """Give the account a new random password and return it; its sessions end.

    With `forget_second_factor` its passkeys, its app and its recovery codes are forgotten too:
    the next sign-in sets up a new factor.

    :raises NoSuchAccount: when there is no account of that name.
    """
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise NoSuchAccount(f"There is no account “{name}”.")
    password = random_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    if forget_second_factor:
        forget_second_factors(user)
    return password


def staff_without_second_factor() -> int:
    """How many may enter the desk by a password alone, up to the page that sets a factor up."""
    people = get_user_model().objects.filter(is_active=True)
    staff = people.filter(Q(is_superuser=True) | Q(groups__permissions__codename="access_admin"))
    return staff.exclude(authenticator__type__in=FACTORS).distinct().count()


def random_password() -> str:
    """A hundred random bits in four groups that can be read aloud."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
