"""The rules that a feed is valid by, written out from the specifications.

Sources: the RSS 2.0.11 specification of the RSS Advisory Board; RFC 4287 (Atom), RFC 3339 and
RFC 5322 (dates), RFC 3986 (addresses), RFC 5646 (languages); sitemaps.org's and Google's schemas.
Each check returns what is wrong, in words, so that a test can ask for an empty list.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "item", f"{ATOM}link"}
_ITEM = {
    "title", "link", "description", "guid", "pubDate", "category", CONTENT, f"{ATOM}updated",
    f"{DC}creator", f"{DC}language", f"{MEDIA}content",
}  # fmt: skip
_ONCE_IN_ITEM = {"title", "link", "description", "guid", "pubDate", CONTENT}
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC5322 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})"
)
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")


def wrong_with_rss(xml: bytes) -> list[str]:
    """What the document breaks of RSS 2.0."""
    tree = fromstring(xml)
    if tree.tag != "rss" or tree.get("version") != "2.0" or [c.tag for c in tree] != ["channel"]:
        return ["no rss 2.0 with one channel"]
    return [*_of_channel(tree[0]), *_of_guids(tree[0])]


def wrong_with_atom(xml: bytes) -> list[str]:
    """What the document breaks of RFC 4287."""
    feed = fromstring(xml)
    if feed.tag != f"{ATOM}feed":
        return ["no atom:feed"]
    return [
        *_of_atom_feed(feed),
        *(wrong for e in feed.iter(f"{ATOM}entry") for wrong in _of_entry(e)),
    ]


def is_rfc3339(text: str | None) -> bool:
    if text is None or not _RFC3339.fullmatch(text):
        return False
    return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None


def is_absolute(text: str | None) -> bool:
    """Whether it is an absolute http address with nothing in it that must be escaped."""
    if text is None or not _URI.fullmatch(text) or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return False
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _of_channel(channel: Element) -> Iterator[str]:
    yield from (f"{child.tag} in channel" for child in channel if child.tag not in _CHANNEL)
    for tag in ("title", "link", "description", "language", "lastBuildDate"):
        if len(channel.findall(tag)) != 1 or not channel.findtext(tag):
            yield f"not one {tag} in channel"
    if not is_absolute(channel.findtext("link")):
        yield "the channel's link is not absolute"
    if not _is_rfc5322(channel.findtext("lastBuildDate")):
        yield "lastBuildDate"
    if not _TAG.fullmatch(channel.findtext("language") or ""):
        yield "language"
    own = channel.findall(f"{ATOM}link[@rel='self']")
    if len(own) != 1 or not is_absolute(own[0].get("href")):
        yield "no atom:link to itself"
    for item in channel.findall("item"):
        yield from _of_item(item)


def _of_item(item: Element) -> Iterator[str]:
    yield from (f"{child.tag} in item" for child in item if child.tag not in _ITEM)
    yield from (f"{tag} twice in item" for tag in _ONCE_IN_ITEM if len(item.findall(tag)) > 1)
    if not item.findtext("title") and not item.findtext("description"):
        yield "an item with neither title nor description"
    if not is_absolute(item.findtext("link")):
        yield f"link {item.findtext('link')}"
    if not _is_rfc5322(item.findtext("pubDate")):
        yield f"pubDate {item.findtext('pubDate')}"
    if not is_rfc3339(item.findtext(f"{ATOM}updated")):
        yield "atom:updated"
    guid = item.find("guid")
    if guid is None or not guid.text or guid.get("isPermaLink") != "false":
        yield "guid"
    if item.get(LANG) != item.findtext(f"{DC}language"):
        yield "an item's two languages differ"
    for media in item.findall(f"{MEDIA}content"):
        yield from _of_media(media)


def _of_guids(channel: Element) -> Iterator[str]:
    guids = [item.findtext("guid") for item in channel.findall("item")]
    if len(set(guids)) != len(guids):
        yield "a guid twice"


def _of_atom_feed(feed: Element) -> Iterator[str]:
    yield from _of_atom_basics(feed)
    own = feed.findall(f"{ATOM}link[@rel='self']")
    if len(own) != 1:
        yield "no link to itself"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    if len(set(ids)) != len(ids):
        yield "an id twice"


def _of_entry(entry: Element) -> Iterator[str]:
    yield from _of_atom_basics(entry)
    if not is_rfc3339(entry.findtext(f"{ATOM}published")):
        yield "published"
    content = entry.findall(f"{ATOM}content")
    if len(content) != 1 or content[0].get("type") != "html":
        yield "content"
    for category in entry.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield "category without a term"
    for media in entry.findall(f"{MEDIA}content"):
        yield from _of_media(media)


def _of_atom_basics(element: Element) -> Iterator[str]:
    """What feed and entry have in common. Source: RFC 4287, sections 4.1.1 and 4.1.2."""
    for name in ("id", "title", "updated"):
        if len(element.findall(f"{ATOM}{name}")) != 1:
            yield f"not one {name}"
    if not _URI.fullmatch(element.findtext(f"{ATOM}id") or ""):
        yield f"id {element.findtext(f'{ATOM}id')}"
    if not is_rfc3339(element.findtext(f"{ATOM}updated")):
        yield "updated"
    for link in element.findall(f"{ATOM}link"):
        if not is_absolute(link.get("href")):
            yield f"link {link.get('href')}"
    for author in element.findall(f"{ATOM}author"):
        if len(author.findall(f"{ATOM}name")) != 1:
            yield "an author without a name"
        if author.find(f"{ATOM}uri") is not None and not is_absolute(author.findtext(f"{ATOM}uri")):
            yield "an author's address"


def _of_media(media: Element) -> Iterator[str]:
    if not is_absolute(media.get("url")) or not (media.get("type") or "").startswith("image/"):
        yield "media:content"
    if not (media.get("width") or "").isdecimal() or not (media.get("height") or "").isdecimal():
        yield "media:content without its size"


def _is_rfc5322(text: str | None) -> bool:
    if text is None or not _RFC5322.fullmatch(text):
        return False
    written = parsedate_to_datetime(text)
    return written.tzinfo is not None and written.strftime("%a") == text[:3]
