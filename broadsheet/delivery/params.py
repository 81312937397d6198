"""Query parameters: what of a query a public page reads, in the one form that says so.

Whatever a page does not read, cannot read, or that says what is so anyway is left out. So pages
have as many addresses as there are pages, and not as many as anybody can type.
"""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from broadsheet.lib.text import whole_number

Query = Mapping[str, str]
Params = Callable[[Query], Query]


def no_params(query: Query) -> Query:
    """Of a page that reads none."""
    return {}


def page_number(query: Query) -> Query:
    """Of a list of several pages; the first is the list itself."""
    return number_in(query, "page", least=2)


def number_in(query: Query, name: str, *, least: int = 1) -> Query:
    """A whole number from `least` on."""
    number = whole_number(query.get(name))
    return {name: str(number)} if number and number >= least else {}


def page_in(query: Query) -> int:
    """Which page of a list is asked for."""
    return whole_number(query.get("page")) or 1


def canonical(query: str, params: Params) -> str:
    """What `params` read of a query, as a query; of a parameter that comes twice, the last."""
    if not query or params is no_params:
        return ""
    # A WSGI server hands over bytes as if they were Latin-1.
    text = query.encode("latin-1", "replace").decode(errors="replace")
    return urlencode(params(dict(parse_qsl(text, keep_blank_values=True))))
