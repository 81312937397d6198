"""Text that people type: what is taken off before it is kept."""

import re
import unicodedata

# Tab and line feed are text; the other control characters never are.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NO_JOIN = "\u200c"  # zero width non-joiner
_BLANK_LINES = re.compile(r"\n{3,}")

# What nobody sees, alone or inside of a word: formatting, fillers, and marks that choose another
# shape of a letter. Source: DerivedCoreProperties.txt, Default_Ignorable; and the blank of Braille.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)

# Marks that would turn the rest of a line around in somebody else's page.
_DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def has_controls(text: str) -> bool:
    """Whether `text` holds control characters, NUL among them, other than line breaks and tabs."""
    return bool(_CONTROLS.search(text.replace("\r\n", "\n").replace("\r", "\n")))


def without_controls(text: str) -> str:
    """`text` without control characters, which XML cannot hold; line breaks and tabs stay."""
    return _CONTROLS.sub("", text)


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen: spaces and invisible characters alone."""
    return all(unicodedata.category(character)[0] in "ZC" for character in without_unseen(text))


def without_unseen(text: str) -> str:
    """`text` without the characters that leave nothing on a page."""
    return _UNSEEN.sub("", text)


def tidy_line(text: str) -> str:
    """One line of text in NFC: runs of white space become one space, overrides of direction go."""
    return " ".join(_DIRECTION_OVERRIDES.sub("", unicodedata.normalize("NFC", text)).split())


def tidy_paragraphs(text: str) -> str:
    """Text of several lines in NFC: line ends unified, at most one blank line in a row."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (line.rstrip() for line in _DIRECTION_OVERRIDES.sub("", unified).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def initials(name: str) -> str:
    """One or two letters that stand for a face; "?" for a name without a letter or digit."""
    words = [word for word in re.split(r"[\s\-–—(),.]+", name) if word[:1].isalnum()]
    if not words:
        return "?"
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [words[0][0]]
    # Letters of Arabic would join and make a word of their own.
    return NO_JOIN.join(letters).upper() if _joins(letters[0]) else "".join(letters).upper()


def _joins(letter: str) -> bool:
    return unicodedata.bidirectional(letter) == "AL"


def whole_number(text: str | None) -> int | None:
    """A positive whole number in plain digits that a database can hold, else None."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 15:
        return None
    return int(text) or None
