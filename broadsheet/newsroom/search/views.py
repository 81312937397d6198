"""The page that readers search on."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import STORIES
from broadsheet.delivery.pages import public_page
from broadsheet.delivery.params import Query, page_in, page_number
from broadsheet.lib.text import tidy_line, without_controls
from broadsheet.newsroom.cards import Card, cards, pictures_in
from broadsheet.newsroom.discovery.head import Head
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.render import render_page
from broadsheet.newsroom.search.finding import LONGEST_QUERY, Found, find_stories
from broadsheet.newsroom.search.marking import marked


def words_and_page(query: Query) -> Query:
    """What a search is for; nothing of it is kept, for searches are without end."""
    return {name: query[name] for name in ("q",) if name in query} | dict(page_number(query))


@public_page(params=words_and_page, is_stored=False)
def search(request: HttpRequest) -> HttpResponse:
    """Stories that hold the words of `?q=`; without any, the form alone."""
    query = tidy_line(without_controls(request.GET.get("q", "")[:LONGEST_QUERY]))
    page = page_in(request.GET)
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
        keys=[STORIES],
        pictures=pictures_in(stories),
    )


def _marked_cards(found: Found) -> Iterator[Card]:
    for card in cards(found.stories, newsroom=this_newsroom()):
        yield replace(card, standfirst=marked(card.standfirst, found.words))


def _address(query: str, *, page: int) -> str:
    return f"{reverse('search')}?{urlencode({'q': query, 'page': page})}"
