"""Where readers found a post or a page before: those addresses lead on to the imported one."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from wagtail.models import Page

from broadsheet.importers.wordpress.plan import kind_of
from broadsheet.importers.wordpress.records import Item
from broadsheet.newsroom.redirects import keep_addresses


def lead_on(item: Item, *, page_id: int) -> int:
    """Let an item's old addresses lead to the page it became, and return how many are new.

    Safe to call again, and where an editor has deleted the page. Three queries at most.
    """
    addresses = list(old_addresses_of(item))
    if not addresses or not Page.objects.filter(pk=page_id).exists():
        return 0
    return keep_addresses(page_id, addresses)


def old_addresses_of(item: Item) -> Iterator[str]:
    """The paths under which WordPress answered: the permalink, the guid, the number."""
    for address in (item.link, item.guid):
        yield from _paths(address)
    if item.wp_id:
        name = "page_id" if kind_of(item) == "page" else "p"
        yield f"/?{name}={item.wp_id}"


def _paths(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
    except ValueError:  # such as "http://["
        return
    if parts.scheme in ("http", "https"):
        path = "/" + parts.path.lstrip("/")
        yield f"{path}?{parts.query}" if parts.query else path
