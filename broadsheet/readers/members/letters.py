"""The letters that members get: a code, a word to the staff, and what was changed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.notices.letters import Letter


def code_letter(code: str) -> Letter:
    """The same for everybody, whether they have an account or not."""
    shown = f"{code[:4]} {code[4:]}"
    subject = _("%(code)s is your code for %(site)s") % {"code": shown, "site": _site()}
    return _letter("code", subject, code=shown)


def password_letter() -> Letter:
    """To somebody of the newsroom, whose account no code opens."""
    return _letter("password", _("Signing in to %(site)s") % {"site": _site()})


def address_changed_letter(new_address: str) -> Letter:
    """To the address until now: if it was somebody else who did this, here one hears of it."""
    subject = _("Your address at %(site)s was changed") % {"site": _site()}
    return _letter("address_changed", subject, new_address=_veiled(new_address))


def passkey_added_letter() -> Letter:
    """A passkey opens the account from now on: whoever did not add it should know."""
    subject = _("A passkey was added to your account at %(site)s") % {"site": _site()}
    return _letter("passkey_added", subject)


def _letter(name: str, subject: str, **values: str) -> Letter:
    around = values | {
        "site": _site(),
        "subject": subject,
        "join_url": settings.SITE_ADDRESS + reverse("account_join"),
        "staff_url": settings.SITE_ADDRESS + reverse("account_login"),
        "account_url": settings.SITE_ADDRESS + reverse("account_home"),
    }
    return Letter(
        subject=subject,
        text=render_to_string(f"readers/letters/{name}.txt", around),
        html=render_to_string(f"readers/letters/{name}.html", around),
    )


def _site() -> str:
    return urlsplit(settings.SITE_ADDRESS).netloc


def _veiled(address: str) -> str:
    """Enough to know one's own by."""
    name, _at, place = address.rpartition("@")
    return f"{name[:1]}…@{place}"
