"""What we tell django-allauth: our words, where one is led, when a password is asked for again."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from broadsheet.guard.addresses import UNKNOWN_ADDRESS, address_of
from broadsheet.readers.models import User
from broadsheet.readers.sign_in.factors import second_factors

WRONG_CODE = _("This code is not right, or it has been used already. Please type the next one.")


class AccountAdapter(DefaultAccountAdapter):
    """Staff's accounts are made by administrators and by the command line, never by a form.

    Members make their own, by pages of ours: none of django-allauth's forms signs anybody up.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts have failed. Wait five minutes, then try again."
        ),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "account_inactive": _("This account is closed."),
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks, for the throttle. Of members no address is kept beside their sessions."""
        if request.user.is_authenticated and request.user.is_member:
            return UNKNOWN_ADDRESS
        return address_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for staff, their own page for members."""
        if request.user.is_authenticated and request.user.is_member:
            return reverse("account_home")
        return str(super().get_login_redirect_url(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked for the same password again."""
        request = context.request
        records = get_authentication_records(request, request.user)
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if records and records[-1]["at"] > since:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        words = {
            "account_reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate_webauthn": _("With a passkey"),
        }
        by_address = {reverse(name): word for name, word in words.items()}
        found = super().get_reauthentication_methods(user)
        return [way | {"description": by_address[way["url"]]} for way in found]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors in our words; the last one cannot be taken away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("This is your only second factor. Add another one first."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """A member's passkey is a way in, not a second step: the mailed code stays another."""
        if user.is_authenticated and user.is_member:
            return False
        return bool(super().is_mfa_enabled(user, types=types))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.user.is_member:
            return True
        return len(second_factors(authenticator.user)) > 1

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %d") % number

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as SVG for the middle of a page: the policy allows no `data:` image."""
        drawn = super().build_totp_svg(url)
        # Safe: it is a path of numbers, which holds the address only as squares. A drawing within
        # a page has no XML declaration of its own.
        return mark_safe(drawn[drawn.index("<svg") :])
