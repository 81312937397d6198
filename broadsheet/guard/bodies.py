"""The size of what may be sent: to any address at all, and to a public form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]

MOST_AT_THE_DESK = 24 * 1024 * 1024  # the largest picture or document, and the form around it
MOST_ELSEWHERE = 1024 * 1024


def most_bytes(path: str) -> int:
    """How long a body may be that is sent to `path`; the front door refuses longer ones.

    Django would write files of any size to disk for whoever asks, to look for its token in them.
    """
    return MOST_AT_THE_DESK if path.startswith(settings.DESK_PATH) else MOST_ELSEWHERE


def body_at_most(max_bytes: int) -> Callable[[View], View]:
    """Refuse a larger body with 413 before any of it is read."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _declared_length(request) > max_bytes:
                return render(request, "site/refused.html", _refusal(max_bytes), status=413)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def _declared_length(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0


def _refusal(max_bytes: int) -> dict[str, str]:
    return {
        "heading": _("That was too long"),
        "reason": _(
            "This form takes at most %(number)s KB. Nothing was saved; "
            "go back, shorten it and send it again."
        )
        % {"number": max_bytes // 1024},
    }
