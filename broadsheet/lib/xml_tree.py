"""XML that others read: elements by name, text that XML can hold, one document as bytes."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from broadsheet.lib.text import without_controls

CONTENT_TYPE = "application/xml; charset=utf-8"

# No characters of XML 1.0, and no control characters either. Source: XML 1.0, production 2.
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")


def root(tag: str, **attributes: str) -> Element:
    """A document's outermost element; `_` in an attribute's name stands for `:`."""
    return Element(tag, _named(attributes))


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element to `parent`, with text and attributes that XML can hold."""
    child = SubElement(parent, tag, _named(attributes))
    if text:
        child.text = xml_text(text)
    return child


def document(tree: Element) -> bytes:
    """The whole document, in UTF-8."""
    return tostring(tree, encoding="utf-8", xml_declaration=True)


def xml_text(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _NO_CHARACTERS.sub("", without_controls(text))


def _named(attributes: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", ":"): xml_text(value) for name, value in attributes.items()}
