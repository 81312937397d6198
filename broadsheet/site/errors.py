"""Pages for what goes wrong, in words a reader understands."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from broadsheet.newsroom.queries import listing, masthead
from broadsheet.newsroom.render import render_page

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says so, and offers the latest stories."""
    around = masthead()
    latest = listing(None, newsroom=around.newsroom).stories[:5]
    return render_page(request, "site/404.html", {"latest": latest}, around=around, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {
        "heading": "That request could not be read",
        "reason": "Something in it was damaged on the way. Go back, reload the page and try again.",
    }
    return render(request, "site/refused.html", context, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"heading": "Not for you to see", "reason": "This part of the site is the staff's."}
    return render(request, "site/refused.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor settings: either may be what failed."""
    return HttpResponse(loader.get_template("site/500.html").render(), status=500)
