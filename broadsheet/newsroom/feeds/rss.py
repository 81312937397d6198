"""RSS 2.0, with the text in `content:encoded`.

Source: the RSS 2.0.11 specification and best practices profile of the RSS Advisory Board; the
modules content, dc, atom and media.
"""

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from django.utils.html import escape

from broadsheet.lib.xml_tree import add, document, root
from broadsheet.newsroom.feeds.channel import Channel, Entry, Illustration

CONTENT_TYPE = "application/rss+xml"

_MODULES = {
    "xmlns_atom": "http://www.w3.org/2005/Atom",
    "xmlns_content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns_dc": "http://purl.org/dc/elements/1.1/",
    "xmlns_media": "http://search.yahoo.com/mrss/",
}


def rss(channel: Channel) -> bytes:
    """The channel as an RSS document."""
    tree = root("rss", version="2.0", **_MODULES)
    head = add(tree, "channel")
    add(head, "title", channel.title)
    add(head, "link", channel.url)
    add(head, "description", escape(channel.description))
    add(head, "language", channel.language)
    add(head, "lastBuildDate", _written(channel.updated_at))
    add(head, "atom:link", rel="self", href=channel.self_url, type=CONTENT_TYPE)
    for entry in channel.entries:
        _item(head, entry)
    return document(tree)


def _item(head: Element, entry: Entry) -> None:
    item = add(head, "item", **({"xml_lang": entry.language} if entry.language else {}))
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    # HTML by convention, so plain words are escaped once more.
    add(item, "description", escape(entry.summary))
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", _written(entry.published_at))
    add(item, "atom:updated", entry.updated_at.astimezone(UTC).isoformat(timespec="seconds"))
    for person in entry.authors:
        add(item, "dc:creator", person.name)
    for topic in entry.topics:
        add(item, "category", topic)
    if entry.language:
        add(item, "dc:language", entry.language)
    # Before the picture, whose words some readers would take for the text.
    add(item, "content:encoded", entry.html)
    if entry.picture:
        add_picture(item, entry.picture)


def add_picture(item: Element, picture: Illustration) -> None:
    """As `media:content`, which needs no length: an enclosure would ask the store for each."""
    media = add(
        item,
        "media:content",
        url=picture.url,
        medium="image",
        type=picture.content_type,
        width=str(picture.width),
        height=str(picture.height),
    )
    if picture.words:
        add(media, "media:description", picture.words, type="plain")
    if picture.credit:
        add(media, "media:credit", picture.credit)


def _written(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)
