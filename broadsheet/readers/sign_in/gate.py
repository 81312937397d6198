"""The desk's gate: nothing of it answers before a second factor has been shown."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.readers.sign_in.factors import has_second_factor, has_shown_second_factor


class DeskGate:
    """Middleware: stands before every address of the desk, known or not, whatever it answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.DESK_PATH):
            return self.get_response(request)
        return self._stop(request) or _private(self.get_response(request))

    def _stop(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return _lead(request, reverse("account_login"), _("Please sign in again."))
        if request.user.is_member:
            return _lead(request, reverse("account_home"), _("The desk is for the newsroom."))
        if not has_second_factor(request.user):
            return _lead(request, reverse("mfa_index"), _("Please set up a second factor."))
        if not has_shown_second_factor(request):
            return _lead(request, reverse("mfa_reauthenticate"), _("Please sign in again."))
        return None


def _lead(request: HttpRequest, address: str, words: str) -> HttpResponse:
    """Take a person to the page at `address`; tell a script, which cannot follow."""
    if _is_script(request):
        return _private(JsonResponse({"error": words}, status=403))
    if request.method not in ("GET", "HEAD"):
        return _private(HttpResponseRedirect(address))  # what was sent is not sent again
    return _private(redirect_to_login(request.get_full_path(), login_url=address))


def _is_script(request: HttpRequest) -> bool:
    asks_for = request.headers.get("Sec-Fetch-Dest", "")
    is_ajax = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return is_ajax or asks_for == "empty" or "json" in request.headers.get("Accept", "")


def _private(response: HttpResponse) -> HttpResponse:
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store, private"
    return response
