"""The addresses of signing in: those that are needed, and none to reset a password by mail."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

from broadsheet.readers.members.urls import urlpatterns as member_urlpatterns
from broadsheet.readers.sign_in.loading import page_of

_page = page_of("broadsheet.readers.sign_in.views")


def not_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """:raises Http404: always."""
    raise Http404


# The names are django-allauth's, which finds its pages by them.
urlpatterns = [
    path("sign-in/", _page("sign_in"), name="account_login"),
    path("sign-in/passkey/", _page("sign_in_with_passkey"), name="mfa_login_webauthn"),
    path("sign-in/second-factor/", _page("second_step"), name="mfa_authenticate"),
    path("sign-in/closed/", _page("closed"), name="account_inactive"),
    path("sign-out/", _page("sign_out"), name="account_logout"),
    path("again/", _page("again"), name="account_reauthenticate"),
    path("again/code/", _page("again_with_code"), name="mfa_reauthenticate"),
    path("again/passkey/", _page("again_with_passkey"), name="mfa_reauthenticate_webauthn"),
    path("password/", _page("change_password"), name="account_change_password"),
    path("second-factor/", _page("factors"), name="mfa_index"),
    path("second-factor/app/", _page("set_up_app"), name="mfa_activate_totp"),
    path("second-factor/app/remove/", _page("remove_app"), name="mfa_deactivate_totp"),
    path("second-factor/passkeys/", _page("passkeys"), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", _page("add_passkey"), name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/", _page("rename_passkey"), name="mfa_edit_webauthn"),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        _page("remove_passkey"),
        name="mfa_remove_webauthn",
    ),
    path("recovery-codes/", _page("recovery_codes"), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", _page("new_recovery_codes"), name="mfa_generate_recovery_codes"),
    path("sessions/", _page("sessions"), name="usersessions_list"),
    *member_urlpatterns,
]

# Before Wagtail's own: its desk signs nobody in and sends no mail. The names stay Wagtail's.
closed_desk_urlpatterns = [
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("logout/", _page("sign_out")),
    path("password_reset/", not_here),
    path("password_reset/<path:rest>", not_here),
]
