"""Second factors: who has one, whose session has shown one, and forgetting them."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from broadsheet.readers.models import User

# Recovery codes stand in for a factor that is lost; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

# Set in the session that set a factor up: it has shown it without signing in anew.
SET_UP_HERE = "second_factor_set_up_here"


def second_factors(user: User) -> list[Authenticator]:
    """The user's passkeys and authenticator app, oldest first."""
    return list(Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("pk"))


def has_second_factor(user: User) -> bool:
    """Whether the user has a passkey or an authenticator app."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened with a second factor, or set one up.

    A session that a password alone opened earlier, perhaps somebody else's, does not gain the
    desk when the account's owner sets a factor up elsewhere.
    """
    if request.session.get(SET_UP_HERE) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def note_set_up(request: HttpRequest) -> None:
    """Remember that a factor was set up in this session, and end the user's others."""
    request.session[SET_UP_HERE] = request.user.pk
    end_sessions(request.user, but=request.session.session_key)  # type: ignore[arg-type]


def forget_second_factors(user: User) -> int:
    """Delete the user's factors and recovery codes, and return how many factors there were."""
    found = len(second_factors(user))
    Authenticator.objects.filter(user=user).delete()
    return found


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End the user's sessions, save the one with the key `but`; return how many were ended."""
    sessions = [one for one in UserSession.objects.filter(user=user) if one.session_key != but]
    for session in sessions:
        session.end()
    return len(sessions)
