"""Old addresses: kept when a slug changes, and asked only when nothing else answers.

They are rows of Wagtail's redirects, so that editors see them at the desk beside their own. A
story or a plain page is named itself, so chains never come to be; topics and authors are no
pages and are named by their path, which is followed when it moves again.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirect, HttpResponseRedirectBase
from django.urls import reverse
from django.utils.encoding import escape_uri_path, iri_to_uri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from broadsheet.delivery.pages import whole_query
from broadsheet.delivery.params import number_in
from broadsheet.newsroom.cards import public
from broadsheet.newsroom.models import Article, Author, InfoPage, Topic
from broadsheet.newsroom.models.pages import NamedPage

LONGEST_PATH = 255  # of Wagtail's column

Moved = Article | InfoPage | Topic | Author

_ADDRESSES: dict[type, str] = {
    Article: "article",
    InfoPage: "info",
    Topic: "topic",
    Author: "author",
}
# What lies below a story, a topic or an author moves with it: feeds, comments.
_BELOW = re.compile(r"(/(?:stories|topics|authors)/[^/?]+)(/[^?]+)")


def keep_old_address(moved: Moved, *, old_slug: str) -> None:
    """Let the address under `old_slug` lead to where `moved` is now. Four queries at most.

    A redirect that an editor has made from there stays; one from the new address goes.
    """
    old, new = address_of(moved, old_slug), address_of(moved, moved.slug)
    ours = Redirect.objects.filter(automatically_created=True)
    # Of two that stood at one address, the last is meant.
    ours.filter(old_path__in=[Redirect.normalise_path(path) for path in (old, new)]).delete()
    if isinstance(moved, Page):
        keep_addresses(moved.pk, [old])
        return
    ours.filter(redirect_link=old).update(redirect_link=new)
    _keep([old], redirect_link=new)


def keep_addresses(page_id: int, addresses: Iterable[str]) -> int:
    """Let addresses of another site lead to a page; those that lead anywhere already stay.

    Returns how many are new. Two queries at most.
    """
    return _keep(addresses, redirect_page_id=page_id)


def forget_redirects_to(gone: Topic | Author) -> None:
    """Nothing leads to what is deleted; redirects to a page go with the page's own row."""
    links = Redirect.objects.filter(automatically_created=True)
    links.filter(redirect_link=address_of(gone, gone.slug)).delete()


def address_of(moved: Moved, slug: str) -> str:
    """The path under which it would stand with that slug."""
    return reverse(_ADDRESSES[type(moved)], args=[slug])


def moved_answer(request: HttpRequest) -> HttpResponse | None:
    """Where the asked page has gone, as a public answer without cookies; None if nowhere.

    At most three queries. It is not stored, so no key is touched when a redirect changes;
    browsers ask again, for a story may be named back.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    wanted = _candidates(request)
    rows = Redirect.objects.filter(old_path__in=wanted).order_by("automatically_created", "pk")
    found = {row.old_path: row for row in reversed(rows)}
    for old_path, suffix in wanted.items():
        target = _target(found[old_path]) if old_path in found else ""
        if target and Redirect.normalise_path(target) != old_path:
            return _answer(request, found[old_path], target, old_path=old_path, suffix=suffix)
    return None


def old_number(query: Mapping[str, str]) -> Mapping[str, str]:
    """What WordPress' address of a post or a page, `/?p=12`, says; nothing of any other."""
    return number_in(query, "p") or number_in(query, "page_id")


def _keep(addresses: Iterable[str], **target: Any) -> int:
    paths = {Redirect.normalise_path(address) for address in addresses}
    paths = {path for path in paths if path != "/" and len(path) <= LONGEST_PATH}
    known = Redirect.objects.filter(old_path__in=paths).values_list("old_path", flat=True)
    fresh = sorted(paths.difference(known))
    Redirect.objects.bulk_create(
        Redirect(old_path=path, automatically_created=True, **target) for path in fresh
    )
    return len(fresh)


def _candidates(request: HttpRequest) -> dict[str, str]:
    """The old paths that would answer, best first, each with what to add to its target."""
    # One slash in front: what follows two would be read as a host.
    path = "/" + escape_uri_path(request.path).lstrip("/")
    query = iri_to_uri(whole_query(request))
    path = f"{path}?{query}" if query else path
    whole = Redirect.normalise_path(path)
    bare = Redirect.normalise_path(path.partition("?")[0])
    wanted = {whole: "", bare: ""}
    if request.path == "/" and (number := old_number(request.GET)):
        wanted[f"/?{urlencode(number)}"] = ""
    if below := _BELOW.fullmatch(path.partition("?")[0]):
        wanted.setdefault(Redirect.normalise_path(below[1]), below[2].lstrip("/"))
    return wanted


def _target(redirect: Redirect) -> str:
    """The path or address to go to; empty where no reader may, or no browser should."""
    if redirect.redirect_page_id:
        page = public(Page.objects.filter(pk=redirect.redirect_page_id)).first()
        named = page.specific if page else None
        return named.own_path() if isinstance(named, NamedPage) else ""
    link = str(redirect.redirect_link)
    is_path = link.startswith("/") and not link.startswith(("//", "/\\"))
    is_meant = is_path or link.startswith(("http://", "https://"))
    return link if is_meant and _is_readable(link) else ""


def _is_readable(address: str) -> bool:
    """Whether an address can be taken apart: editors type them, and nobody checks."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _answer(
    request: HttpRequest, redirect: Redirect, target: str, *, old_path: str, suffix: str
) -> HttpResponse:
    address = target if "://" in target else f"{settings.SITE_ADDRESS}{target}"
    query = "" if "?" in old_path else whole_query(request)
    kind: type[HttpResponseRedirectBase] = (
        HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    )
    response = kind(_with(address, suffix=suffix, query=query))
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _with(address: str, *, suffix: str, query: str) -> str:
    """An address with more of a path, and the reader's own query beside its own."""
    parts = urlsplit(address)
    queries = "&".join(filter(None, (parts.query, query)))
    return parts._replace(path=f"{parts.path}{suffix}", query=queries).geturl()
