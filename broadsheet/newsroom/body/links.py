"""Links that editors made to the newsroom's own pages, resolved for a whole body at once."""

import re
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.utils.html import escape
from wagtail.models import Page

from broadsheet.lib.text import whole_number
from broadsheet.newsroom.cards import public
from broadsheet.newsroom.models.pages import NamedPage

# Links never stand in links: what follows the opening tag up to the next end is the link's.
_LINK = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<words>.*?)</a>", re.DOTALL)
_PAGE_ID = re.compile(r'(?=.*\blinktype="page").*?\bid="(?P<id>[^"]*)"', re.DOTALL)
_ADDRESS = re.compile(r'\bhref="[^"]')


def page_addresses(sources: Iterable[str]) -> dict[int, str]:
    """The paths of those pages that `sources` link to and that readers may see, by id.

    One query, if there is a link at all.
    """
    wanted = pages_linked(sources)
    if not wanted:
        return {}
    pages = public(Page.objects.filter(pk__in=wanted))
    rows = pages.values_list("pk", "slug", "content_type_id", "content_type__model")
    return {pk: path for pk, *row in rows if (path := _path(pk, *row))}


def pages_linked(sources: Iterable[str]) -> set[int]:
    """The ids of the pages that `sources` link to, whether readers may see them or not."""
    return {pk for html in sources for link in _LINK.finditer(html) if (pk := _page_id(link))}


def with_addresses(html: str, addresses: Mapping[int, str]) -> str:
    """Stored rich text whose links have addresses; the words of a link to nowhere stay as words."""

    def resolve(link: re.Match[str]) -> str:
        if page_id := _page_id(link):
            address = addresses.get(page_id)
            return f'<a href="{escape(address)}">{link["words"]}</a>' if address else link["words"]
        return link[0] if _ADDRESS.search(link["attributes"]) else link["words"]

    return _LINK.sub(resolve, html)


def _page_id(link: re.Match[str]) -> int | None:
    found = _PAGE_ID.match(link["attributes"])
    return whole_number(found["id"]) if found else None


def _path(pk: int, slug: str, content_type_id: int, model_name: str) -> str:
    """A page's own path, from its kind and slug alone; empty for what has no page."""
    try:
        model = apps.get_model("newsroom", model_name)
    except LookupError:
        return ""
    if not issubclass(model, NamedPage):
        return ""
    # Made, not loaded: an address needs no other column.
    return model(pk=pk, slug=slug, content_type_id=content_type_id).own_path()
