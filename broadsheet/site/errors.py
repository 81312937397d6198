"""Pages for what goes wrong, in words a reader understands."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import STORIES
from broadsheet.newsroom.masthead import masthead
from broadsheet.newsroom.queries import listing
from broadsheet.newsroom.redirects import moved_answer
from broadsheet.newsroom.render import render_page
from broadsheet.site.interrupted import interrupted, is_outage
from broadsheet.site.style_sheet import style_sheet_if_any

LATEST_OFFERED = 5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Leads on from an old address, or else says so and offers the latest stories."""
    moved = moved_answer(request)
    if moved is not None:
        return moved
    around = masthead()
    latest = listing(None, newsroom=around.newsroom, limit=LATEST_OFFERED).stories
    return render_page(
        request, "site/404.html", {"latest": latest}, keys=[STORIES], around=around, status=404
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {
        "heading": _("That request could not be read"),
        "reason": _(
            "Something in it was damaged on the way. Go back, reload the page and try again."
        ),
    }
    return render(request, "site/refused.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {
        "heading": _("Not for you to see"),
        "reason": _("This part of the site is the staff's."),
    }
    return render(request, "site/refused.html", context, status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """The throttle of signing in; django-allauth finds it by `handler429`."""
    context = {
        "heading": _("Too many attempts"),
        "reason": _("Wait a minute, then try again. Nothing is lost."),
    }
    response = render(request, "site/refused.html", context, status=429)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor style sheet: either may be what failed."""
    error = sys.exc_info()[1]  # Django calls this while it handles one
    if is_outage(error):
        return interrupted(request, error)
    page = loader.get_template("site/500.html").render({"style_sheet": style_sheet_if_any()})
    return HttpResponse(page, status=500)
