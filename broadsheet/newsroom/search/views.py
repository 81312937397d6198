"""The page that readers search on."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import STORIES, picture_key
from broadsheet.delivery.pages import public_page
from broadsheet.lib.text import tidy_line, whole_number, without_controls
from broadsheet.newsroom.cards import Card, cards, picture_ids
from broadsheet.newsroom.discovery.head import Head
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.render import render_page
from broadsheet.newsroom.search.finding import LONGEST_QUERY, Found, find_stories
from broadsheet.newsroom.search.marking import marked


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Stories that hold the words of `?q=`; without any, the form alone."""
    query = tidy_line(without_controls(request.GET.get("q", "")[:LONGEST_QUERY]))
    page = whole_number(request.GET.get("page")) or 1
    found = find_stories(query, page=page)
    stories = list(_marked_cards(found))
    values = {
        "query": query,
        "found": found,
        "stories": stories,
        "next_url": _address(query, page=page + 1) if found.has_more else "",
    }
    return render_page(
        request,
        "site/search.html",
        values,
        head=Head(_("Search"), "", reverse("search")),
        keys=[STORIES, *map(picture_key, picture_ids(stories))],
    )


def _marked_cards(found: Found) -> Iterator[Card]:
    for card in cards(found.stories, newsroom=this_newsroom()):
        yield replace(card, standfirst=marked(card.standfirst, found.words))


def _address(query: str, *, page: int) -> str:
    return f"{reverse('search')}?{urlencode({'q': query, 'page': page})}"
