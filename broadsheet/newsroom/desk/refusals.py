"""What the rule of rights refuses behind a view of Wagtail's, as words instead of a failure.

Forms ask the rule themselves. Publishing from a list and deleting have none: there the change
itself is refused, in its transaction, and nothing of it is left.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow

from broadsheet.newsroom.rights.keeping import PictureInUse
from broadsheet.newsroom.rights.publication import RightsMissing


class TellRefusals:
    """Middleware: leads whoever was refused back to where they came from, and says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RightsMissing | PictureInUse):
            return None
        if not request.path.startswith(settings.DESK_PATH):
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return _in_a_window(request, error)
        for sentence in error.messages:
            messages.error(request, sentence, buttons=_ways_to_mend(error))
        return redirect(_back(request))


def _in_a_window(request: HttpRequest, error: ValidationError) -> HttpResponse:
    sentences = format_html_join("", "<p>{}</p>", ((text,) for text in error.messages))
    window = "newsroom/desk/refused.html"
    step = {"step": "refused"}
    return render_modal_workflow(request, window, None, {"sentences": sentences}, json_data=step)


def _ways_to_mend(error: ValidationError) -> list[tuple[str, str, bool]]:
    links = getattr(error, "links", ())
    return [messages.button(url, name) for name, url in links]


def _back(request: HttpRequest) -> str:
    """The page before, if it is one of the desk."""
    came_from = urlsplit(request.headers.get("Referer", "")).path
    asked = request.GET.get("next") or request.POST.get("next") or came_from
    if asked.startswith(settings.DESK_PATH) and url_has_allowed_host_and_scheme(asked, None):
        return asked
    return reverse("wagtailadmin_home")
