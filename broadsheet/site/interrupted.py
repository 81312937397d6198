"""The answer while the database is gone: 503, in a reader's words, with what they wrote.

It is made without the database: in the newsroom's own look where this process has seen it.
"""

import errno
import logging
import time
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template import loader
from django.utils.translation import gettext as _

from broadsheet.delivery.front.wsgi import Environ, StartResponse
from broadsheet.delivery.interruptions import Interruption, interruption_of
from broadsheet.guard.headers import SecurityHeaders
from broadsheet.guard.origin import SAFE_METHODS, is_same_origin
from broadsheet.newsroom.languages import speaking
from broadsheet.newsroom.masthead import last_known
from broadsheet.site.style_sheet import style_sheet_if_any

logger = logging.getLogger(__name__)

# A monitor and a reader may ask again soon; it costs nearly nothing.
RETRY_SECONDS = 5
TELL_EVERY_SECONDS = 60.0

_FULL_OR_BROKEN = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
_DEEPEST = 10

_told_at = -TELL_EVERY_SECONDS


def refuse(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """The same for a request that Django is not asked, as it could only wait."""
    response = SecurityHeaders(interrupted)(WSGIRequest(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def is_outage(error: BaseException | None) -> bool:
    """Whether the database or its disk is at fault, and not what was asked of it."""
    return any(map(_is_outage, _with_causes(error)))


def interrupted(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """Say that this cannot be shown, or taken, just now; nobody keeps the answer."""
    _tell_operator(error)
    if request.headers.get("X-Requested-With") == "fetch":
        content: str = loader.render_to_string("site/_interrupted.html", _words(request))
    else:
        content = _page(request)
    response = HttpResponse(content, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # by us, and not each time
    return response


def _is_outage(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL_OR_BROKEN
    # The plain kind is SQLite's, of a file that is no database.
    kinds = (OperationalError, InterfaceError, InternalError)
    return isinstance(error, kinds) or type(error) is DatabaseError


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    for _number in range(_DEEPEST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _tell_operator(error: BaseException | None) -> None:
    """Not with every request: while it lasts there are many."""
    global _told_at
    now = time.monotonic()
    if error is not None and now - _told_at >= TELL_EVERY_SECONDS:
        _told_at = now
        logger.error("The database does not answer; readers are told so: %s", error, exc_info=error)


def _page(request: HttpRequest) -> str:
    values = _words(request)
    around = last_known()
    if around is None:
        return _in_frame("site/bare.html", {"style_sheet": style_sheet_if_any(), **values})
    with speaking(around.newsroom.language):
        values = _words(request)
        try:
            framed = {"masthead": around, "newsroom": around.newsroom, **values}
            return _in_frame("site/base.html", framed)
        except (DatabaseError, ValueError):  # it asked for more, or for no static file
            return _in_frame("site/bare.html", {"style_sheet": style_sheet_if_any(), **values})


def _in_frame(frame: str, values: dict[str, Any]) -> str:
    return loader.render_to_string("site/interrupted.html", {"frame": frame, **values})


def _words(request: HttpRequest) -> dict[str, Any]:
    is_form = request.method not in SAFE_METHODS
    said = interruption_of(request) if is_form else None
    return {
        "heading": _heading(said, is_form=is_form),
        "reason": _reason(said, is_form=is_form),
        "back_url": _page_left(request),
        "path": request.get_full_path(),
        "kept": _kept(request, said) if said else None,
    }


def _heading(said: Interruption | None, *, is_form: bool) -> str:
    if said:
        return str(said.heading)
    return _("This cannot be taken just now") if is_form else _("This cannot be shown just now")


def _reason(said: Interruption | None, *, is_form: bool) -> str:
    if said and said.reason:
        return str(said.reason)
    if not is_form or (said and not said.words):
        return _("Something is out of order on our side. Please try again in a moment.")
    if said:
        return _(
            "Something is out of order on our side. Nothing was saved, and nothing of yours is "
            "lost: what you wrote is still here. Please send it again in a moment."
        )
    return _(
        "Something is out of order on our side, and nothing was saved. What you typed stands "
        "where you typed it: go back, and send it again in a moment."
    )


def _page_left(request: HttpRequest) -> str:
    """The page of ours that a reader comes from; "" where they come from none."""
    try:
        left = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    is_ours = f"{left.scheme}://{left.netloc}" in settings.SITE_ORIGINS
    return left._replace(scheme="", netloc="", fragment="").geturl() if is_ours else ""


def _kept(request: HttpRequest, said: Interruption) -> dict[str, Any] | None:
    """What was sent, to be sent again; never what another site has put into a reader's browser."""
    if not said.words or not is_same_origin(request):
        return None
    try:
        sent = request.POST
    except (SuspiciousOperation, UnreadablePostError):
        return None
    others = [(name, sent[name]) for name in said.others if sent.get(name)]
    return {"name": said.words, "words": sent.get(said.words, ""), "others": others}
