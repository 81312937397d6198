"""The pages that letters link to: for whoever holds the letter, and for nobody else to hear of.

A GET changes nothing there: programs that look at mail open links.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from broadsheet.delivery.pages import personal_page
from broadsheet.guard.headers import keep_address
from broadsheet.newsroom.by_letter.links import BadLink, LinkGone
from broadsheet.newsroom.render import render_page

View = Callable[..., HttpResponse]


def by_letter(
    template: str, *, also_gone: tuple[type[Exception], ...] = ()
) -> Callable[[View], View]:
    """Make views pages by letter; a link that is not good becomes the page of `template`.

    `also_gone` is raised where something that a link leads to is no more. The template extends
    `site/link_gone.html`.
    """

    gone: tuple[type[Exception], ...] = (LinkGone, *also_gone)

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = view(request, *args, **kwargs)
            except gone:
                response = render_page(request, template, {}, status=410)
            except BadLink:
                response = render_page(request, template, {"is_forged": True}, status=404)
            keep_address(response)
            return response

        return personal_page(wrapped)

    return decorate
