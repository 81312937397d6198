"""The Support page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.delivery.pages import public_page
from broadsheet.newsroom.body import rich_text_html
from broadsheet.newsroom.discovery.head import Head
from broadsheet.newsroom.masthead import masthead
from broadsheet.newsroom.render import render_page


@public_page
def support(request: HttpRequest) -> HttpResponse:
    """What the newsroom asks its readers for."""
    around = masthead()
    values = {"support_html": rich_text_html(around.newsroom.support_text)}
    newsroom = around.newsroom
    title = _("Support %(newsroom)s") % {"newsroom": newsroom.name}
    head = Head(title, newsroom.support_heading or newsroom.strapline, reverse("support"))
    return render_page(request, "site/support.html", values, head=head, around=around)
