"""Read a WordPress export (WXR 1.0, 1.1 and 1.2) as a stream of records, an item at a time.

Source: wp-admin/includes/export.php of WordPress, which writes these files.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from broadsheet.importers.wordpress import complaints
from broadsheet.importers.wordpress.complaints import ExportError, Place
from broadsheet.importers.wordpress.elements import is_wordpress_namespace, record_from
from broadsheet.importers.wordpress.records import Item, Record, Term

_BLANK = b"\xef\xbb\xbf \t\r\n"


def read_export(path: Path) -> Iterator[Record]:
    """Every author, term and item of the export, in the order of the file.

    A term that the file declares twice comes once. A broken file is read up to the break:
    whoever writes what comes out of here has read it to its end before.

    :raises ExportError: with one sentence for the person who chose the file.
    """
    place = Place(path)
    try:
        with path.open("rb") as file:
            _skip_blank_start(file, place)
            yield from _records(file, place)
    except OSError as error:
        raise complaints.unreadable(place, error) from error


def _skip_blank_start(file: IO[bytes], place: Place) -> None:
    """Step over blank lines before the XML declaration: a common fault of plug-ins."""
    start = file.read(4096)
    text = start.lstrip(_BLANK)
    blank = start[: len(start) - len(text)] if text.startswith(b"<") else b""
    place.lines_skipped = blank.count(b"\n")
    file.seek(len(blank))


def _records(file: IO[bytes], place: Place) -> Iterator[Record]:
    seen_terms: set[tuple[str, str]] = set()
    for element in _channel_children(file, place):
        record = record_from(element)
        if isinstance(record, Term):
            if (record.domain, record.slug) in seen_terms:
                continue
            seen_terms.add((record.domain, record.slug))
        if isinstance(record, Item):
            place.items_read += 1
        if record:
            yield record


def _channel_children(file: IO[bytes], place: Place) -> Iterator[Element]:
    """Each whole child of `rss > channel`; its memory is given back when the next is asked for."""
    ancestors: list[Element] = []
    for event, value in _events(file, place):
        if event == "start-ns":
            place.is_wordpress |= is_wordpress_namespace(value[1])
        elif event == "start":
            ancestors.append(value)
            if len(ancestors) <= 2:
                _require_export(ancestors, place)
        else:
            ancestors.pop()
            if len(ancestors) == 2:
                yield value
                ancestors[1].clear()


def _events(file: IO[bytes], place: Place) -> Iterator[tuple[str, Any]]:
    """What the parser meets, with its errors turned into ours.

    No document type is accepted, and so no entity can be declared: WordPress writes neither.
    """
    try:
        yield from iterparse(file, events=("start-ns", "start", "end"), forbid_dtd=True)
    except DefusedXmlException as error:
        raise complaints.declares_entities(place) from error
    except ParseError as error:
        raise complaints.broken(place, error) from error
    except (LookupError, ValueError) as error:  # the ways in which expat refuses an encoding
        raise complaints.unknown_encoding(place, error) from error


def _require_export(ancestors: list[Element], place: Place) -> None:
    place.in_document = True
    tags = [element.tag for element in ancestors]
    if not place.is_wordpress or tags != ["rss", "channel"][: len(tags)]:
        raise complaints.not_an_export(place)


__all__ = ["ExportError", "read_export"]
