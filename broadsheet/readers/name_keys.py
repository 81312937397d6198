"""When two names are one: the key that a name is folded to, whatever letters it is typed with.

Two names that a reader would take for one have one key: case, accents, spaces, signs, invisible
characters and letters of other scripts that look like Latin ones make no difference. The tables
are a small part of Unicode's: the letters with which people pass for somebody else.

Source: Unicode Technical Standard 39, section 4 and confusables.txt (skeletons); Unicode Standard
Annex 15 (NFKC, NFKD).
"""

import re
import unicodedata
from functools import lru_cache

KEY_LENGTH = 120

# Letters of Cyrillic and Greek that look like a Latin one. Capitals and small letters stand apart,
# for a Greek capital may look like another Latin letter than its small one does.
_CAPITALS = {
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "G": "Ԍ", "H": "НΗ", "I": "ІӀΙ", "J": "ЈͿ",
    "K": "КΚ", "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "Q": "Ԛ", "S": "Ѕ", "T": "ТΤ",
    "W": "Ԝ", "X": "ХΧ", "Y": "УҮΥ", "Z": "Ζ",
}  # fmt: skip
_SMALLS = {
    "a": "аα", "c": "сϲ", "d": "ԁ", "e": "е", "h": "һ", "i": "іι", "j": "јϳ", "k": "κ", "l": "ӏ",
    "o": "оοσ", "p": "рρ", "q": "ԛ", "s": "ѕ", "u": "υ", "v": "ѵν", "w": "ԝ", "x": "хχ", "y": "уүγ",
}  # fmt: skip
# Latin letters and digits that look like another, and letters with a stroke, which no normal form
# takes apart. After this "i" is "l" as well.
_LATIN = {
    "a": "ɑᴀ", "b": "ʙ", "c": "ᴄ", "d": "đðᴅ", "e": "ᴇ", "f": "ꜰ", "g": "ɡɢ", "h": "ħʜ", "j": "ᴊ",
    "k": "ᴋ", "l": "1iıɩłǀ|ɪʟ", "m": "ᴍ", "n": "ŋɴ", "o": "0øᴏ", "p": "ᴘ", "q": "ꞯ", "r": "ʀ",
    "s": "ꜱ", "t": "ŧᴛ", "u": "ᴜ", "v": "ᴠ", "w": "ᴡ", "y": "ʏ", "z": "ᴢ",
}  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"))

# Marks and letters that cannot be seen. Source: DerivedCoreProperties.txt, Default_Ignorable.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

_OVERLAY = 1  # the class of marks that strike a letter through


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """What a name is compared by, at most `KEY_LENGTH` characters; "" if no letter is in it.

    Give it a name whose length has been checked: normal forms take long on long runs of marks.
    """
    plain = _without_accents(_UNSEEN.sub("", unicodedata.normalize("NFKC", name)))
    if _is_mixed(plain):
        plain = plain.translate(_BY_SIGHT)
    folded = plain.casefold().translate(_WITHOUT_CASE).translate(_SIMILAR)
    key = "".join(character for character in folded if _counts(character))
    for pair, single in _PAIRS:
        key = key.replace(pair, single)
    return key[:KEY_LENGTH]


def same_name(one: str, other: str) -> bool:
    """Whether a reader would take two names for one."""
    key = name_key(one)
    return bool(key) and key == name_key(other)


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not _is_accent(character))


def _is_accent(character: str) -> bool:
    """Marks of European letters, and points that Hebrew and Arabic may leave out.

    Other marks are letters: without them Indian, Thai or Japanese names would fall together.
    Source: UnicodeData.txt, canonical combining classes.
    """
    kind = unicodedata.combining(character)
    return kind == _OVERLAY or 10 <= kind < 84 or kind >= 200


def _is_mixed(text: str) -> bool:
    """Whether Latin letters stand among others: capitals and small letters go by sight then.

    A name in one script has one key in whatever case; that of a mixed one depends on the case.
    """
    names = {unicodedata.name(character, "").split(" ")[0] for character in text}
    return "LATIN" in names and bool(names & {"CYRILLIC", "GREEK"})


def _counts(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "LNM" and kind != "Me"  # marks that enclose are no part of a name


def _table(alike: dict[str, str]) -> dict[int, str]:
    return {ord(letter): target for target, letters in alike.items() for letter in letters}


_BY_SIGHT = _table(_CAPITALS | _SMALLS)
# A name in one script: a small letter stands for what its capital looks like, else for itself.
_WITHOUT_CASE = _table(_SMALLS) | {
    ord(like.casefold()): target.lower() for target, alike in _CAPITALS.items() for like in alike
}
_SIMILAR = _table(_LATIN)
