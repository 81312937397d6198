"""Pages for what goes wrong, in words a reader understands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static

from broadsheet.delivery.keys import STORIES
from broadsheet.newsroom.queries import listing, masthead
from broadsheet.newsroom.render import render_page

LATEST_OFFERED = 5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says so, and offers the latest stories."""
    around = masthead()
    latest = listing(None, newsroom=around.newsroom, limit=LATEST_OFFERED).stories
    return render_page(
        request, "site/404.html", {"latest": latest}, keys=[STORIES], around=around, status=404
    )


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
    """Needs neither database nor style sheet: either may be what failed."""
    page = loader.get_template("site/500.html").render({"style_sheet": _style_sheet()})
    return HttpResponse(page, status=500)


def _style_sheet() -> str:
    try:
        return static("site/css/broadsheet.css")
    except ValueError:  # static files were never collected
        return ""
