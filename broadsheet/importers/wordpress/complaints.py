"""What is wrong with an export, in one sentence for the person who chose the file."""

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ErrorString, errors

_PACKED = {b"PK": "ZIP", b"\x1f\x8b": "gzip"}
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AT_THE_END = {
    errors.codes[message]
    for message in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


class ExportError(Exception):
    """The file cannot be imported; its text is one sentence that says why."""


@dataclass
class Place:
    """How far the reading of `path` has come."""

    path: Path
    lines_skipped: int = 0
    is_wordpress: bool = False
    in_document: bool = False
    items_read: int = 0

    def __str__(self) -> str:
        """Where that is, in the words of a complaint."""
        return f"after item {self.items_read}" if self.items_read else "before the first item"


def unreadable(place: Place, error: OSError) -> ExportError:
    """The file is not there, or not for us."""
    return ExportError(f"{place.path.name} cannot be read: {error.strerror or error}.")


def not_an_export(place: Place) -> ExportError:
    """XML, but of another kind."""
    return ExportError(
        f"{place.path.name} is not a WordPress export:"
        " it lacks <rss>, <channel> or WordPress' namespace."
    )


def declares_entities(place: Place) -> ExportError:
    """A document type, as in an entity bomb or a read of somebody's files."""
    return ExportError(
        f"{place.path.name} declares a document type, which no WordPress export does,"
        " and is refused because that can be used for attacks."
    )


def unknown_encoding(place: Place, error: Exception) -> ExportError:
    """An encoding that the parser does not know."""
    return ExportError(f"{place.path.name} must be in UTF-8 ({error}).")


def broken(place: Place, error: ParseError) -> ExportError:
    """The parser stopped at `error`."""
    name = place.path.name
    if place.path.stat().st_size == 0:
        return ExportError(f"{name} is empty.")
    if error.code in _AT_THE_END:
        return ExportError(f"{name} ends in the middle ({place}): export it once more.")
    if not place.in_document:
        return ExportError(f"{name} is not XML{_packed(place.path)}.")
    line = error.position[0] + place.lines_skipped
    reason = _bytes_at_fault(place.path, line) or ErrorString(error.code)
    return ExportError(f"{name} is broken at line {line} ({place}): {reason}.")


def _packed(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    return f" but a {_PACKED[start]} file: unpack it first" if start in _PACKED else ""


def _bytes_at_fault(path: Path, line: int) -> str:
    """The faults in a line that expat only calls "not well-formed", or nothing."""
    with path.open("rb") as file:
        content = next(islice(file, line - 1, None), b"")
    if forbidden := _FORBIDDEN.search(content):
        return f"it holds the control character 0x{forbidden[0][0]:02X}, which XML forbids"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "it is not in UTF-8"
    return ""
