"""The Support page."""

from django.http import HttpRequest, HttpResponse

from broadsheet.delivery.pages import public_page
from broadsheet.newsroom.body import rich_text_html
from broadsheet.newsroom.queries import masthead
from broadsheet.newsroom.render import render_page


@public_page
def support(request: HttpRequest) -> HttpResponse:
    """What the newsroom asks its readers for."""
    around = masthead()
    values = {"support_html": rich_text_html(around.newsroom.support_text)}
    return render_page(request, "site/support.html", values, around=around)
