"""The words of WordPress' HTML, without the HTML."""

import re
from html import unescape
from html.parser import HTMLParser

import nh3

from broadsheet.lib.text import tidy_line, tidy_paragraphs, without_controls

# Elements whose content nobody was meant to read.
UNREADABLE = {"script", "style", "svg", "noscript", "template", "title", "math"}

_PARAGRAPHS = ("p", "div", "blockquote", "ul", "ol", "pre")
_BREAKS = {"br": "\n", "li": "\n"} | dict.fromkeys(_PARAGRAPHS, "\n\n")
_CUT = ("\u2026", "...")  # how a theme shortens a long address
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_titles = nh3.Cleaner(tags=set(), clean_content_tags=UNREADABLE - {"title"})
_comments = nh3.Cleaner(
    tags={"a", *_BREAKS},
    attributes={"a": {"href"}},
    clean_content_tags=UNREADABLE,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def plain_title(text: str) -> str:
    """A headline, a name or a caption as one line: no tags, no entities."""
    words = unescape(_titles.clean(_LINE_BREAK.sub(" ", text)))
    return tidy_line(without_controls(words))


def plain_name(text: str, *, wp_id: int | None = None) -> str:
    """The name that somebody signs with: never an e-mail address, at most what precedes its @."""
    title = plain_title(text)
    words = [word for word in title.split() if "@" not in word[1:]]
    name = " ".join(words) or title.partition("@")[0]
    return name if any(map(str.isalnum, name)) else f"Author {wp_id or ''}".rstrip()


def plain_comment(text: str) -> str:
    """A comment as text with line breaks.

    A link keeps its address in parentheses where its words do not already say it.
    """
    reader = _CommentReader()
    reader.feed(_comments.clean(text))
    reader.close()
    written = without_controls("".join(reader.written))
    lines = (" ".join(line.split()) for line in written.splitlines())
    return tidy_paragraphs("\n".join(lines))


def words_of(html: str) -> str:
    """The text of HTML that we wrote ourselves: each `<` in it begins a tag."""
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


class _CommentReader(HTMLParser):
    """Writes down the text of sanitized HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self._address = ""
        self._link_start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address = dict(attrs).get("href") or ""
            self._link_start = len(self.written)
        self.written.append(_BREAKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            words = "".join(self.written[self._link_start :])
            self.written.append(_address_beside(words, self._address))
        elif tag in _PARAGRAPHS:
            self.written.append(_BREAKS[tag])

    def handle_data(self, data: str) -> None:
        self.written.append(data)


def _address_beside(words: str, address: str) -> str:
    """The address in parentheses, unless the words are the address or its beginning."""
    said, full = _bare(words), _bare(address)
    is_said = (
        said == full
        or not full
        or (said.endswith(_CUT) and full.startswith(said.rstrip("".join(_CUT))))
    )
    return "" if is_said else f" ({address.removeprefix('mailto:')})"


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://(?:www\.)?|mailto:)|/$", "", address.strip().lower())
