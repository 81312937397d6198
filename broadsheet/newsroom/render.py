"""Putting a public page together: masthead, the page's own values, and what the slots add."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from broadsheet.delivery.keys import SITE, picture_key
from broadsheet.delivery.pages import name_keys
from broadsheet.lib.slots import Filling, Question, earliest, fill
from broadsheet.newsroom.discovery.head import Head
from broadsheet.newsroom.languages import speaking
from broadsheet.newsroom.masthead import Masthead, masthead
from broadsheet.newsroom.pictures import Picture, shown_until

NO_FILLING = Filling()


def render_page(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any],
    *,
    keys: Iterable[str] = (),
    filling: Filling = NO_FILLING,
    head: Head | None = None,
    around: Masthead | None = None,
    status: int = 200,
    subject: Any = None,
    pictures: Sequence[Picture] = (),
    until: datetime | None = None,
) -> HttpResponse:
    """Render `template` between the masthead and the slots of every page, and name its keys.

    The slots are asked with `subject`: a story on its own page. `pictures` are those that it
    shows; `until` is when the clock alone makes untrue what it shows beside.
    """
    around = around or masthead()
    everywhere = fill("every", Question(newsroom=around.newsroom, subject=subject))
    context = {
        "masthead": around,
        "newsroom": around.newsroom,
        "head": head,
        **everywhere.values,
        **filling.values,
        **values,
    }
    with speaking(around.newsroom.language):  # a preview is rendered at the desk
        response = render(request, template, context, status=status)
    zone = around.newsroom.time_zone
    return name_keys(
        response,
        [SITE, *everywhere.keys, *filling.keys, *keys, *(picture_key(p.id) for p in pictures)],
        until=earliest(
            around.until,
            everywhere.until,
            filling.until,
            until,
            shown_until(pictures, zone=zone, now=timezone.now()),
        ),
    )
