"""WordPress' shortcodes: `[gallery ids="1,2"]` stands for something, `[sic]` is a word.

WordPress knows them by a registry of the plug-ins installed; an export has only the text, so
what looks like one is told from an editor's brackets by its form.
Source: wp-includes/shortcodes.php of WordPress, for the syntax.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from broadsheet.importers.wordpress.spans import replaced_between

_KNOWN = {
    "audio": "audio",
    "contact-form": "form",
    "contact-form-7": "form",
    "gallery": "gallery",
    "gravityform": "form",
    "playlist": "audio",
    "tweet": "embed",
    "twitter": "embed",
    "video": "video",
    "videopress": "video",
    "vimeo": "video",
    "wpdiscuz-feedback": "inline question",
    "wpforms": "form",
    "wpvideo": "video",
    "youtube": "video",
}
# What transcripts and quotations put in brackets on a line of its own.
_EDITORIAL = frozenset(
    [
        "applause",
        "cheers",
        "crosstalk",
        "edit",
        "inaudible",
        "laughter",
        "laughs",
        "music",
        "note",
        "pause",
        "redacted",
        "sic",
        "silence",
        "update",
    ]
)

# Bounded and possessive: a hostile text opens a bracket at every step, each is tried.
_ATTRIBUTES = r"""(?:\s(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\[\]"']++){0,50})?"""
_CAPTION = re.compile(rf"\[(?:wp_)?caption({_ATTRIBUTES})\]")
_CAPTION_CLOSER = re.compile(r"\[/(?:wp_)?caption\]")
_CAPTIONED = re.compile(r"\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_TOKEN = re.compile(
    rf"""(?isx)
    <(?P<code>script|style)\b (?: .*? </(?P=code)\s*> | .*+ )
    | <[a-z/] (?: [^<>"']++ | "[^"]{{0,9000}}" | '[^']{{0,9000}}' ){{0,200}} >
    | \[ (?P<escaped> \[[a-z][\w-]*{_ATTRIBUTES}\] ) \]
    | \[/ (?P<closed> [a-z][\w-]* ) \s*\]
    | \[ (?P<opened> [a-z][\w-]* ) (?P<attributes>{_ATTRIBUTES}) /?\]
    """
)
_CLOSER = re.compile(r"\[/([A-Za-z][\w-]*)\s*\]")
_ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]++)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_GONE = "\x00"  # no XML can hold it


@dataclass
class Expanded:
    """HTML without shortcodes, and what went with them."""

    html: str
    left_out: Counter[str] = field(default_factory=Counter)


def without_shortcodes(html: str) -> Expanded:
    """Take shortcodes out: words that one encloses stay, one that stands alone is counted.

    A caption becomes an HTML figure, so that its words stay apart from the story's.
    """
    expanded = Expanded(html.replace(_GONE, ""))
    expanded.html = replaced_between(expanded.html, _CAPTION, _CAPTION_CLOSER, _figure)
    enclosing = {name.lower() for name in _CLOSER.findall(expanded.html)}
    marked = _TOKEN.sub(lambda found: _kept(found, enclosing, expanded.left_out), expanded.html)
    expanded.html = re.sub(rf"{_GONE}(?:\s*{_GONE})+", "\n\n", marked).replace(_GONE, "")
    return expanded


def _figure(opener: re.Match[str], content: str) -> str:
    picture = _CAPTIONED.match(content)
    image, words = picture.groups() if picture else ("", content)
    words = words.strip() or unescape(_attributes(opener[1]).get("caption", ""))
    return f"\n\n<figure>{image}<figcaption>{words}</figcaption></figure>\n\n"


def _attributes(text: str) -> dict[str, str]:
    return {name: "".join(values) for name, *values in _ATTRIBUTE.findall(text)}


def _kept(found: re.Match[str], enclosing: set[str], left_out: Counter[str]) -> str:
    """What stays in the place of one tag, closing bracket or opening bracket."""
    if found["escaped"]:
        return found["escaped"]
    if found["closed"]:
        return "\n\n" if found["closed"].lower() == "embed" else _GONE
    if not found["opened"]:
        return found[0]
    return _opened(found, found["opened"].lower(), enclosing, left_out)


def _opened(found: re.Match[str], name: str, enclosing: set[str], left_out: Counter[str]) -> str:
    if name == "embed" and name in enclosing:
        return "\n\n"  # the address it encloses is counted where it stands
    if name in enclosing and name not in _KNOWN:
        return _GONE
    if name not in _KNOWN and not _is_shortcode(found, name):
        return found[0]
    left_out[_KNOWN.get(name, f"shortcode [{name}]")] += 1
    return _GONE


def _is_shortcode(found: re.Match[str], name: str) -> bool:
    """Whether brackets of an unknown name are a shortcode and not an editor's words."""
    if "_" in name or found[0].endswith("/]") or _ATTRIBUTE.search(found["attributes"]):
        return True
    is_one_word = not found["attributes"].strip() and found["opened"].islower()
    return is_one_word and name not in _EDITORIAL and _has_own_line(found)


def _has_own_line(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 80) : found.start()].rstrip(" \t")
    after = found.string[found.end() : found.end() + 80].lstrip(" \t")
    return before[-1:] in ("", "\n", ">", "]") and after[:1] in ("", "\n", "\r", "<", "[")
