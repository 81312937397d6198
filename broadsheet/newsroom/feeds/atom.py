"""Atom 1.0. Source: RFC 4287; the media module for pictures."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from broadsheet.lib.xml_tree import add, document, root
from broadsheet.newsroom.feeds.channel import Channel, Entry, Person
from broadsheet.newsroom.feeds.rss import add_picture

CONTENT_TYPE = "application/atom+xml"

_NAMES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns_media": "http://search.yahoo.com/mrss/"}


def atom(channel: Channel) -> bytes:
    """The channel as an Atom document."""
    tree = root("feed", xml_lang=channel.language, **_NAMES)
    add(tree, "id", channel.id)
    add(tree, "title", channel.title)
    if channel.description:
        add(tree, "subtitle", channel.description)
    add(tree, "updated", _written(channel.updated_at))
    add(tree, "link", rel="self", href=channel.self_url, type=CONTENT_TYPE)
    add(tree, "link", rel="alternate", href=channel.url, type="text/html")
    # Stands for the entries that nobody signs.
    _author(tree, Person(channel.publisher))
    for entry in channel.entries:
        _entry(tree, entry)
    return document(tree)


def _entry(tree: Element, entry: Entry) -> None:
    item = add(tree, "entry", **({"xml_lang": entry.language} if entry.language else {}))
    add(item, "id", entry.id)
    add(item, "title", entry.title)
    add(item, "published", _written(entry.published_at))
    add(item, "updated", _written(entry.updated_at))
    add(item, "link", rel="alternate", href=entry.url, type="text/html")
    for person in entry.authors:
        _author(item, person)
    for topic in entry.topics:
        add(item, "category", term=topic)
    if entry.summary:
        add(item, "summary", entry.summary)
    add(item, "content", entry.html, type="html")
    if entry.picture:
        add_picture(item, entry.picture)


def _author(parent: Element, person: Person) -> None:
    author = add(parent, "author")
    add(author, "name", person.name)
    if person.url:
        add(author, "uri", person.url)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
