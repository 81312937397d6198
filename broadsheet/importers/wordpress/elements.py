"""Turn one element under an export's channel into a record."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from typing import get_args
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from broadsheet.importers.wordpress.records import (
    Author,
    Comment,
    CommentStatus,
    Item,
    Record,
    Site,
    Term,
    TermDomain,
)
from broadsheet.lib.text import without_controls

META_KEYS = frozenset(
    {
        "_thumbnail_id",
        # Guest authors of Co-Authors Plus are posts; these are their names.
        "cap-display_name",
        "cap-user_login",
    }
)

_NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/[^/]+/?"), "wp"),
    (re.compile(r"https?://wordpress\.org/export/[^/]+/excerpt/?"), "excerpt"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?"), "content"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/?"), "dc"),
)
_DOMAINS: dict[str, TermDomain] = {domain: domain for domain in get_args(TermDomain)} | {
    "tag": "post_tag"  # as WXR 1.0 called it
}
# Others are mistakes, and the ends of the calendar overflow in another time zone.
_YEARS = range(1970, 2101)
_STATUSES: dict[str, CommentStatus] = {
    "1": "approved",
    "approved": "approved",
    "approve": "approved",
    "spam": "spam",
    "trash": "trash",
    "post-trashed": "trash",
}


def is_wordpress_namespace(uri: str) -> bool:
    """Whether `uri` names WordPress' own elements, of any version."""
    return _prefix(uri) == "wp"


def record_from(element: Element) -> Record | None:
    """The record that a child of the channel stands for; None for what is not imported."""
    reader = _READERS.get(_short_name(element.tag))
    return reader(element) if reader else None


def _site(element: Element) -> Site | None:
    address = without_controls(element.text or "").strip()
    return Site(address) if address else None


def _author(element: Element) -> Author:
    """The author; an e-mail address is the name only of who has no other."""
    line = _Fields(element).line
    full_name = f"{line('wp:author_first_name')} {line('wp:author_last_name')}".strip()
    shown, login = line("wp:author_display_name"), line("wp:author_login")
    name = (full_name or shown) if "@" in shown else (shown or full_name or login)
    return Author(login, _unescaped(name), _number(line("wp:author_id")))


def _category(element: Element) -> Term | None:
    line = _Fields(element).line
    return _made_term(
        "category", line("wp:category_nicename"), line("wp:cat_name"), line("wp:category_parent")
    )


def _tag(element: Element) -> Term | None:
    line = _Fields(element).line
    return _made_term("post_tag", line("wp:tag_slug"), line("wp:tag_name"))


def _term(element: Element) -> Term | None:
    line = _Fields(element).line
    return _made_term(
        line("wp:term_taxonomy"), line("wp:term_slug"), line("wp:term_name"), line("wp:term_parent")
    )


def _item(element: Element) -> Item:
    fields = _Fields(element)
    line = fields.line
    return Item(
        wp_id=_number(line("wp:post_id")),
        guid=line("guid"),
        kind=line("wp:post_type"),
        status=line("wp:status"),
        title=fields.text("title"),
        slug=unquote(line("wp:post_name")),
        link=line("link"),
        author_login=line("dc:creator"),
        written_at=_moment(line("wp:post_date_gmt"), line("wp:post_date")),
        modified_at=_moment(line("wp:post_modified_gmt"), line("wp:post_modified")),
        body=fields.text("content:encoded"),
        excerpt=fields.text("excerpt:encoded"),
        terms=_terms_of_item(element),
        password_protected=bool(fields.text("wp:post_password")),
        meta=MappingProxyType(_meta(_children(element, "wp:postmeta"))),
        comments=tuple(_comment(child) for child in _children(element, "wp:comment")),
    )


def _comment(element: Element) -> Comment:
    fields = _Fields(element)
    line = fields.line
    return Comment(
        wp_id=_number(line("wp:comment_id")),
        parent_wp_id=_number(line("wp:comment_parent")),
        name=_unescaped(line("wp:comment_author")),
        text=fields.text("wp:comment_content"),
        written_at=_moment(line("wp:comment_date_gmt"), line("wp:comment_date")),
        status=_STATUSES.get(line("wp:comment_approved"), "pending"),
        kind=line("wp:comment_type") or "comment",
    )


def _terms_of_item(element: Element) -> tuple[Term, ...]:
    """Its terms, each once.

    WXR 1.0 writes each twice, the first time without a slug; some hand-made files have only
    those, so they count where there are no others.
    """
    children = _children(element, "category")
    named = [child for child in children if child.get("nicename")] or children
    terms = (
        _made_term(child.get("domain", "category"), child.get("nicename", ""), child.text or "")
        for child in named
    )
    return tuple(dict.fromkeys(term for term in terms if term))


def _made_term(taxonomy: str, slug: str, name: str, parent_slug: str = "") -> Term | None:
    """The term, with a name and a slug even where the file has only one of them."""
    domain = _DOMAINS.get(taxonomy)
    name, slug = _unescaped(name), without_controls(unquote(slug))
    if not domain or not (name or slug):
        return None
    return Term(domain, slug or _slug(name), name or slug, unquote(parent_slug))


def _unescaped(text: str) -> str:
    return without_controls(unescape(text)).strip()


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def _meta(elements: Iterable[Element]) -> dict[str, str]:
    rows = map(_Fields, elements)
    pairs = ((row.line("wp:meta_key"), row.text("wp:meta_value")) for row in rows)
    return {key: value for key, value in pairs if key in META_KEYS}


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _short_name(child.tag) == name]


def _number(text: str) -> int | None:
    """An id that fits a database's column; WordPress writes 0 for none."""
    return (int(text) or None) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _moment(*candidates: str) -> datetime | None:
    """The first that is a date of our times, as UTC.

    An export does not say the site's time zone, so a local date (the last resort, of drafts)
    may be hours off. WordPress writes 0000-00-00 00:00:00 for none.
    """
    for text in candidates:
        try:
            moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        except ValueError:
            continue
        if moment.year in _YEARS:
            return moment
    return None


class _Fields:
    """The children of an element by short name; where a name comes twice the first counts."""

    def __init__(self, element: Element) -> None:
        self._texts: dict[str, str] = {}
        for child in element:
            self._texts.setdefault(_short_name(child.tag), child.text or "")

    def text(self, name: str) -> str:
        """As it stands in the file; empty where it does not."""
        return self._texts.get(name, "")

    def line(self, name: str) -> str:
        """Without control characters and the white space around it."""
        return without_controls(self.text(name)).strip()


@lru_cache(maxsize=1024)
def _short_name(tag: str) -> str:
    """`{http://wordpress.org/export/1.2/}post_id` as `wp:post_id`; empty for a foreign element."""
    uri, brace, local = tag.rpartition("}")
    prefix = _prefix(uri.removeprefix("{"))
    return f"{prefix}:{local}" if prefix else "" if brace else local


def _prefix(uri: str) -> str:
    return next((prefix for known, prefix in _NAMESPACES if known.fullmatch(uri)), "")


_READERS: dict[str, Callable[[Element], Record | None]] = {
    "link": _site,
    "wp:base_site_url": _site,
    "wp:base_blog_url": _site,
    "wp:author": _author,
    "wp:category": _category,
    "wp:tag": _tag,
    "wp:term": _term,
    "item": _item,
}
