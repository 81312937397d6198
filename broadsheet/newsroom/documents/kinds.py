"""Documents for download: which files are taken, told by their names and by their first bytes.

A document is only ever sent as a download, never shown in place; this rule is the second wall,
for the day when a file is opened from where it was saved.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import SEEK_END
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
_SNIFFED_BYTES = 4096
_LONGEST_END = 22 + 65_535  # of a package: its end record, and a comment
_MAX_PARTS = 20_000  # of a document that is a package of files

# What begins a page, a drawing or a program, wherever in its first bytes a browser looks for it.
_ACTIVE = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<svg")
_ACTIVE_BEGINNINGS = (b"<", b"#!", b"mz\x90", b"\x7felf", b"{\\rtf")
_PROGRAMS = ("vbaproject.bin", ".exe", ".dll", ".vbs")


class UnfitDocument(ValueError):
    """A file that cannot be a document; says why in a sentence."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is sent as, and the test that its content has to pass."""

    content_type: str
    holds: Callable[[IO[bytes]], bool]


def content_type_of(name: str) -> str:
    """What a document of this name is sent as."""
    kind = KINDS.get(_extension(name))
    return kind.content_type if kind else "application/octet-stream"


def require_fit(file: IO[bytes], *, name: str, size: int) -> None:
    """Refuse what is no document; leaves `file` at its beginning.

    :raises UnfitDocument: with a sentence for who uploads it.
    """
    extension = _extension(name)
    if extension not in KINDS:
        raise UnfitDocument(_not_taken(extension))
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise UnfitDocument(
            _("This file is too large: a document may have %(limit)d MB.") % {"limit": limit}
        )
    if size == 0:
        raise UnfitDocument(_("This file is empty."))
    file.seek(0)
    is_fit = KINDS[extension].holds(file)
    file.seek(0)
    if not is_fit:
        said = _("This file is called .%(kind)s, but what is in it is something else.")
        raise UnfitDocument(said % {"kind": extension})


def _extension(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _not_taken(extension: str) -> str:
    kinds = ", ".join(sorted(KINDS))
    if not extension:
        return _("This file's name does not say what it is. These kinds are taken: %(kinds)s.") % {
            "kinds": kinds
        }
    return _("A .%(kind)s file cannot be a document. These kinds are taken: %(kinds)s.") % {
        "kind": extension,
        "kinds": kinds,
    }


def _is_pdf(file: IO[bytes]) -> bool:
    beginning = file.read(_SNIFFED_BYTES)
    return beginning.startswith(b"%PDF-") and not _is_active(beginning)


def _is_text(file: IO[bytes]) -> bool:
    """UTF-8 throughout, without NUL, and nothing that a browser would take for a page."""
    beginning = file.read(_SNIFFED_BYTES)
    visible = beginning.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if visible.startswith(_ACTIVE_BEGINNINGS) or _is_active(beginning):
        return False
    file.seek(0)
    try:
        return "\x00" not in file.read().decode("utf-8-sig")  # at most MAX_BYTES
    except UnicodeDecodeError:
        return False


def _is_office(part: str) -> Callable[[IO[bytes]], bool]:
    """Office Open XML: a package with the parts of its kind, and without programs."""

    def holds(file: IO[bytes]) -> bool:
        names = [name.lower() for name in _parts(file)]
        return (
            "[content_types].xml" in names
            and any(name.startswith(part) for name in names)
            and not any(name.endswith(_PROGRAMS) for name in names)
        )

    return holds


def _is_open_document(*types: str) -> Callable[[IO[bytes]], bool]:
    """OpenDocument and EPUB: a package whose first part names its type."""

    def holds(file: IO[bytes]) -> bool:
        names = _parts(file)
        if not names or names[0] != "mimetype":
            return False
        file.seek(0)
        with zipfile.ZipFile(file) as package:
            info = package.getinfo("mimetype")
            if info.file_size > 100 or info.compress_type != zipfile.ZIP_STORED:
                return False
            return package.read(info).strip().decode("ascii", "replace") in types

    return holds


def _parts(file: IO[bytes]) -> list[str]:
    """The names within a package that begins as one; none if it does not."""
    if file.read(4) != b"PK\x03\x04" or _count_of_parts(file) > _MAX_PARTS:
        return []
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
    return names if len(names) <= _MAX_PARTS else []


def _count_of_parts(file: IO[bytes]) -> int:
    """How many parts a package says it has, before its directory is read.

    Source: PKWARE .ZIP File Format Specification 6.3.10, section 4.3.16; 65,535 means more.
    """
    file.seek(0, SEEK_END)
    file.seek(max(0, file.tell() - _LONGEST_END))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    return int.from_bytes(end[at + 10 : at + 12], "little") if at >= 0 else 0


def _is_active(beginning: bytes) -> bool:
    lower = beginning.lower()
    return any(mark in lower for mark in _ACTIVE)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

KINDS = {
    "csv": Kind("text/csv; charset=utf-8", _is_text),
    "docx": Kind(f"{_OFFICE}.wordprocessingml.document", _is_office("word/")),
    "epub": Kind("application/epub+zip", _is_open_document("application/epub+zip")),
    "json": Kind("application/json", _is_text),
    "odp": Kind(f"{_OPEN}.presentation", _is_open_document(f"{_OPEN}.presentation")),
    "ods": Kind(f"{_OPEN}.spreadsheet", _is_open_document(f"{_OPEN}.spreadsheet")),
    "odt": Kind(f"{_OPEN}.text", _is_open_document(f"{_OPEN}.text")),
    "pdf": Kind("application/pdf", _is_pdf),
    "pptx": Kind(f"{_OFFICE}.presentationml.presentation", _is_office("ppt/")),
    "tsv": Kind("text/tab-separated-values; charset=utf-8", _is_text),
    "txt": Kind("text/plain; charset=utf-8", _is_text),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", _is_office("xl/")),
}
