"""The forms in which a code is typed: each code is taken once."""

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache


class TakenOnce:
    """Refuses an app's code that was taken before, for as long as it would be right.

    django-allauth does so for one period; with a tolerance a code is right for three.
    Source: RFC 6238, section 5.2.
    """

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type != Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            return code
        key = f"sign-in:code:{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        if not cache.add(key, "taken", timeout=periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(TakenOnce, AuthenticateForm):
    """The second step of signing in."""


class AgainForm(TakenOnce, ReauthenticateForm):
    """Before something that matters is changed."""
