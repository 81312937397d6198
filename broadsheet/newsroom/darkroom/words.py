"""The words that photographers and agencies put into their files: XMP first, then IPTC-IIM.

Source: IPTC Photo Metadata Standard 2023.2 (which fields, and their old IIM numbers);
PLUS 2.0 for the end of a licence.
"""

import re
from typing import Any

from defusedxml import ElementTree
from PIL import Image, IptcImagePlugin

MOST_XMP_BYTES = 1_000_000
MOST_CHARACTERS = 2_000

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
_CC = "{http://creativecommons.org/ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_XMP = {
    "alt": (_CORE + "AltTextAccessibility",),
    "caption": (_DC + "description",),
    "maker": (_DC + "creator",),
    "agency": (_PHOTOSHOP + "Credit",),
    "copyright": (_DC + "rights",),
    "terms": (_RIGHTS + "UsageTerms",),
    "statement": (_CC + "license", _RIGHTS + "WebStatement"),
    "ends_on": (_PLUS + "LicenseEndDate",),
}
_IPTC = {"caption": (2, 120), "maker": (2, 80), "agency": (2, 110), "copyright": (2, 116)}
_UTF8 = b"\x1b%G"  # how IPTC's (1, 90) says so

# What Creative Commons' addresses mean in our list of licences; -nc and -nd are not among them.
_CREATIVE_COMMONS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(publicdomain|licenses)/([a-z-]+)[^\s\"'<>]*", re.I
)
_LICENCES = {"zero": "cc0", "mark": "public-domain", "by": "cc-by", "by-sa": "cc-by-sa"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")


def read_words(image: Image.Image) -> dict[str, str]:
    """What a file says of itself, under the names of our columns; what it does not say is left out.

    Words that cannot be read are passed over: they are no reason to refuse a picture.
    """
    found = _iptc(image) | _xmp(image)
    words = {
        "alt": found.get("alt", ""),
        "caption": found.get("caption", ""),
        "credit": _credit(found),
        "licence_ends_on": found.get("ends_on", "")[:10],
        **_licence(found),
    }
    return {name: text for name, text in words.items() if text}


def _xmp(image: Image.Image) -> dict[str, str]:
    packet = image.info.get("xmp")
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet or len(packet) > MOST_XMP_BYTES:
        return {}
    try:
        root = ElementTree.fromstring(packet.rstrip(b"\x00 \r\n"), forbid_dtd=True)
        found = {name: _first(root, tags) for name, tags in _XMP.items()}
    except Exception:  # no XML, or XML that means harm
        return {}
    return {name: text for name, text in found.items() if text}


def _first(root: Any, tags: tuple[str, ...]) -> str:
    described = list(root.iter(_RDF + "Description"))
    for tag in tags:
        for place in described:
            if text := _tidy(place.get(tag) or _inside(place.find(tag))):
                return text
    return ""


def _inside(element: Any) -> str:
    """The text of a property: plain, a link, a list of names, or the default of its languages."""
    if element is None:
        return ""
    items = list(element.iter(_RDF + "li"))
    if not items:
        return element.get(_RDF + "resource") or element.text or ""
    if any(item.get(_LANG) for item in items):
        items = sorted(items, key=lambda item: item.get(_LANG) != "x-default")[:1]
    return ", ".join(item.text.strip() for item in items if item.text)


def _iptc(image: Image.Image) -> dict[str, str]:
    try:
        fields = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # a broken block
        return {}
    is_utf8 = fields.get((1, 90)) == _UTF8
    found = {name: _decoded(fields.get(tag), is_utf8=is_utf8) for name, tag in _IPTC.items()}
    return {name: text for name, text in found.items() if text}


def _decoded(value: Any, *, is_utf8: bool) -> str:
    values = value if isinstance(value, list) else [value]
    return _tidy(", ".join(_text(raw, is_utf8=is_utf8) for raw in values if isinstance(raw, bytes)))


def _text(raw: bytes, *, is_utf8: bool) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if is_utf8 else "cp1252", "replace")


def _tidy(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()[:MOST_CHARACTERS]


def _credit(found: dict[str, str]) -> str:
    """ "Maker / agency", each once; without either, whom the copyright names."""
    maker, agency = found.get("maker", ""), found.get("agency", "")
    if maker and agency and maker.casefold() not in agency.casefold():
        return f"{maker} / {agency}"
    return agency or maker or found.get("copyright", "")


def _licence(found: dict[str, str]) -> dict[str, str]:
    said = [found.get(name, "") for name in ("statement", "terms", "copyright")]
    for text in said:
        if known := _CREATIVE_COMMONS.search(text):
            licence = _LICENCES.get(known[2].lower(), "other")
            return {"licence": licence, "licence_note": known[0]}
    return {"licence_note": " · ".join(dict.fromkeys(text for text in reversed(said) if text))}
