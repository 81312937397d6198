"""What a request asks for: the address under which its page is stored."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import Resolver404, resolve

from broadsheet.delivery.pages import Declared, declared
from broadsheet.delivery.params import canonical

MOST_PATHS = 20_000
LONGEST = 2_000  # characters of a query; nobody stores a page under a longer one


@dataclass(frozen=True)
class Asked:
    """A page that may be stored, by its path and the parameters it declares.

    Its address is its path; where there are parameters they stand first, so that no path that
    anybody can send is the address of another page.
    """

    address: str
    is_whole: bool  # nothing was asked for that the page does not declare
    is_read: bool  # the request by which a reader's browser says that somebody reads


def asked(path: str, query: str) -> Asked | None:
    """What is asked for; None for whatever is no public page that is stored."""
    page = _declared(path)
    if page is None or len(query) > LONGEST:
        return None
    kept = canonical(query, page.params)
    return Asked(
        f"?{kept} {path}" if kept else path,
        is_whole=kept == query,
        is_read=page.counts_reads and query == "read",
    )


def path_and_query(address: str) -> tuple[str, str]:
    """What an address was made from."""
    if not address.startswith("?"):
        return address, ""
    query, _, path = address[1:].partition(" ")
    return path, query


@lru_cache(maxsize=MOST_PATHS)
def _declared(path: str) -> Declared | None:
    try:
        # A WSGI server hands over bytes as if they were Latin-1.
        found = declared(resolve(path.encode("latin-1").decode(errors="replace")).func)
    except (Resolver404, UnicodeEncodeError):
        return None
    return found if found and found.is_stored else None
