"""The pages of signing in: django-allauth's views, with what our gate needs to know.

Loaded when the first of them is asked for (see `urls.py`): what they import is large.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal.flows import signup_authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator

from broadsheet.notices.outbox import post_letter
from broadsheet.readers.members.again import shown_lately
from broadsheet.readers.members.letters import passkey_added_letter
from broadsheet.readers.sign_in.factors import end_sessions, note_set_up
from broadsheet.readers.sign_in.forms import AgainForm, SecondFactorForm

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Passwords, apps and recovery codes are the staff's: members have none of them."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and request.user.is_member:
            return redirect("account_home")
        return view(request, *args, **kwargs)

    return wrapped


sign_in = account.login
sign_out = account.logout
closed = account.account_inactive
again = for_staff(account.reauthenticate)
change_password = for_staff(login_required(account.password_change))
again_with_passkey = webauthn.reauthenticate_webauthn
sign_in_with_passkey = webauthn.login_webauthn
rename_passkey = webauthn.edit_webauthn
factors = base.index
recovery_codes = for_staff(recovery.view_recovery_codes)
new_recovery_codes = for_staff(recovery.generate_recovery_codes)


class SecondStep(base.AuthenticateView):
    form_class = SecondFactorForm


class AgainWithCode(base.ReauthenticateView):
    form_class = AgainForm


class SetUpApp(totp.ActivateTOTPView):
    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        note_set_up(self.request)
        return response


class AddPasskey(webauthn.AddWebAuthnView):
    def form_valid(self, form: Form) -> HttpResponse:
        if self.request.user.is_member:
            return self._add_to_member(form)
        response = super().form_valid(form)
        note_set_up(self.request)
        return response

    @transaction.atomic
    def _add_to_member(self, form: Form) -> HttpResponse:
        """Without recovery codes, which a member needs none of: there are the mailed ones."""
        user = self.request.user
        values = form.cleaned_data
        added = signup_authenticator(self.request, user, values["name"], values["credential"])
        letter = passkey_added_letter()
        post_letter(user.email, letter, event=f"passkey:{added.pk}", now=timezone.now())
        return redirect("mfa_index")


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class RemovePasskey(webauthn.RemoveWebAuthnView):
    def get_context_data(self, **values: Any) -> dict[str, Any]:
        is_last = not get_adapter().can_delete_authenticator(self.object)
        return super().get_context_data(**values) | {"is_last": is_last}

    def form_valid(self, form: Form) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)


second_step = SecondStep.as_view()
again_with_code = for_staff(AgainWithCode.as_view())
set_up_app = for_staff(SetUpApp.as_view())
remove_app = for_staff(totp.deactivate_totp)
add_passkey = shown_lately(AddPasskey.as_view())
remove_passkey = shown_lately(RemovePasskey.as_view())


@login_required
def passkeys(request: HttpRequest) -> HttpResponse:
    """They are listed with the other factors."""
    return redirect("mfa_index")


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; a POST ends one session, or all others."""
    if request.method == "POST":
        _end(request)
        return redirect("usersessions_list")
    found = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    listed = sorted(found, key=lambda one: (one.session_key != here, -one.created_at.timestamp()))
    context = {"sessions": listed, "here": here, "has_others": len(listed) > 1}
    return TemplateResponse(request, "usersessions/usersession_list.html", context)


def _end(request: HttpRequest) -> None:
    """:raises Http404: when the session is not the user's own."""
    asked = request.POST.get("session", "")
    if not asked:
        end_sessions(request.user, but=request.session.session_key)  # type: ignore[arg-type]
        return
    session = asked.isdecimal() and UserSession.objects.filter(pk=asked, user=request.user).first()
    if not session:
        raise Http404
    session.end()
