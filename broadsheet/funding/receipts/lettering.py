"""Text as it is drawn letter by letter: from left to right, Arabic letters joined. Pure.

What writes PDF puts one letter beside the other and knows of nothing else. Here is what readers
of Arabic, Persian, Urdu and Hebrew need of the Unicode Bidirectional Algorithm: the weak and
neutral types, brackets, isolates; not embeddings and overrides.

Source: Unicode Standard Annex 9, and the presentation forms in Unicode's own data.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

OPEN_ISOLATES = {"\u2066": "L", "\u2067": "R", "\u2068": ""}
END_OF_ISOLATE = "\u2069"
_MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
# Lam and alef are written as one.
_CLUSTERS = re.compile("\u0644[\u0622\u0623\u0625\u0627]|.", re.DOTALL)
_TATWEEL, _JOINER = "\u0640", "\u200d"
_STRONG_AS = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def as_drawn(text: str, *, is_rtl: bool) -> str:
    """The letters of one line in the order and in the forms in which they are drawn.

    `is_rtl` is the direction of what stands around the line. Marks on Hebrew and Arabic letters,
    which readers do without, are left out: they would not stand in their places.
    """
    letters = joined(_without_vowels(unicodedata.normalize("NFC", text)))
    levels = _levels(letters, base=1 if is_rtl else 0)
    return "".join(_reordered(letters, levels))


def runs_from_right(text: str, *, otherwise: bool) -> bool:
    """Which way a paragraph runs by its own first letter, as `dir="auto"` has it."""
    own, _isolates = _split(text)
    first = _first_strong("".join(text[at] for at in own), otherwise="R" if otherwise else "L")
    return first == "R"


def joined(text: str) -> str:
    """Each Arabic letter in the form that its neighbours ask for."""
    clusters = _CLUSTERS.findall(text)
    around = zip(["", *clusters], clusters, [*clusters[1:], ""], strict=False)
    return "".join(_form(one, before=before[-1:], after=after[:1]) for before, one, after in around)


def _form(letter: str, *, before: str, after: str) -> str:
    forms = _forms().get(letter)
    if forms is None:
        return letter
    to_before = "final" in forms and _joins_next(before)
    to_after = "initial" in forms and _joins_previous(after)
    name = {(True, True): "medial", (True, False): "final", (False, True): "initial"}
    return forms.get(name.get((to_before, to_after), "isolated"), letter)


def _joins_next(letter: str) -> bool:
    return letter in (_TATWEEL, _JOINER) or "initial" in _forms().get(letter, {})


def _joins_previous(letter: str) -> bool:
    return letter in (_TATWEEL, _JOINER) or "final" in _forms().get(letter, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each Arabic letter, and of lam with alef, by the name Unicode gives them."""
    table: dict[str, dict[str, str]] = {}
    for point in [*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)]:
        name, *of = unicodedata.decomposition(chr(point)).split()[:3] or [""]
        letters = "".join(chr(int(code, 16)) for code in of)
        if letters:
            table.setdefault(letters, {}).setdefault(name.strip("<>"), chr(point))
    return table


def _without_vowels(text: str) -> str:
    kept: list[str] = []
    for letter in text:
        is_mark = unicodedata.category(letter) == "Mn"
        if not (is_mark and kept and unicodedata.bidirectional(kept[-1]) in ("R", "AL")):
            kept.append(letter)
    return "".join(kept)


def _levels(text: str, *, base: int) -> list[int]:
    """The level of every letter: even ones run from the left, odd ones from the right."""
    own, isolates = _split(text)
    levels = [base] * len(text)
    for at, level in zip(own, _resolved([text[at] for at in own], base=base), strict=True):
        levels[at] = level
    for start, end in isolates:
        inner = text[start + 1 : end]
        direction = OPEN_ISOLATES[text[start]] or _first_strong(inner)
        level = base + 1 if (direction == "R") != bool(base % 2) else base + 2
        levels[start + 1 : end] = _levels(inner, base=level)
    return levels


def _split(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """The places of a text that are its own, and where an isolate begins and ends within it."""
    own: list[int] = []
    isolates: list[tuple[int, int]] = []
    depth = start = 0
    for at, letter in enumerate(text):
        if letter in OPEN_ISOLATES:
            start = at if depth == 0 else start
            depth += 1
        elif letter == END_OF_ISOLATE and depth:
            depth -= 1
            if depth == 0:
                isolates.append((start, at))
        elif depth == 0:
            own.append(at)
            continue
        if depth == 1 and at == start:
            own.append(at)  # the isolate stands for one neutral letter
    if depth:
        isolates.append((start, len(text)))
    return own, isolates


def _type(letter: str) -> str:
    return "ON" if letter in OPEN_ISOLATES else unicodedata.bidirectional(letter) or "ON"


def _first_strong(text: str, *, otherwise: str = "L") -> str:
    types = [unicodedata.bidirectional(letter) for letter in text]
    return next(("L" if one == "L" else "R" for one in types if one in ("L", "R", "AL")), otherwise)


def _resolved(letters: Sequence[str], *, base: int) -> list[int]:
    """The levels of one run of letters: rules W1 to W7, N0 to N2, I1 and I2."""
    edge = "R" if base % 2 else "L"
    types = _numbers(_weak([_type(letter) for letter in letters], edge=edge), edge=edge)
    for opening, closing in _pairs(letters):
        types[opening] = types[closing] = _of_pair(types, opening, closing, edge=edge)
    steps = {"L": 1, "R": 0, "EN": 1, "AN": 1} if base % 2 else {"L": 0, "R": 1, "EN": 2, "AN": 2}
    return [base + steps[kind] for kind in _neutrals(types, edge=edge)]


def _weak(types: list[str], *, edge: str) -> list[str]:
    """Marks are as what they stand on, and figures after Arabic letters are Arabic figures."""
    strong = before = edge
    for at, own in enumerate(types):
        kind = before if own == "NSM" else own
        before = "AN" if kind == "EN" and strong == "AL" else kind
        strong = before if before in ("L", "R", "AL") else strong
        types[at] = before
    return ["R" if kind == "AL" else kind for kind in types]


def _numbers(types: list[str], *, edge: str) -> list[str]:
    """Signs within and beside figures belong to them; figures after Latin letters run with them."""
    for at in range(1, len(types) - 1):
        around = {types[at - 1], types[at + 1]}
        if (types[at] == "ES" and around == {"EN"}) or (
            types[at] == "CS" and around in ({"EN"}, {"AN"})
        ):
            types[at] = types[at - 1]
    for places in (range(1, len(types)), range(len(types) - 2, -1, -1)):
        step = -1 if places.step > 0 else 1
        for at in places:
            if types[at] == "ET" and types[at + step] == "EN":
                types[at] = "EN"
    strong = edge
    for at, kind in enumerate(types):
        strong = kind if kind in ("L", "R") else strong
        types[at] = "L" if kind == "EN" and strong == "L" else kind
    return [kind if kind in _STRONG_AS else "ON" for kind in types]


def _pairs(letters: Sequence[str]) -> list[tuple[int, int]]:
    """Where brackets open and close, the first that opens first."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, letter in enumerate(letters):
        if letter in "([{":
            opened.append(at)
        elif letter in ")]}" and opened and letters[opened[-1]] == _MIRRORED[letter]:
            pairs.append((opened.pop(), at))
    return sorted(pairs)


def _of_pair(types: Sequence[str], opening: int, closing: int, *, edge: str) -> str:
    """Brackets run as what they hold does, unless they stand in a text of the other direction."""
    within = {_STRONG_AS[kind] for kind in types[opening:closing] if kind in _STRONG_AS}
    if not within or edge in within:
        return edge if within else types[opening]
    before = [_STRONG_AS[kind] for kind in types[:opening] if kind in _STRONG_AS]
    return [edge, *before][-1]


def _neutrals(types: list[str], *, edge: str) -> list[str]:
    """What is neutral runs as its neighbours do where they agree, else as all around it."""
    at = 0
    while at < len(types):
        end = at
        while end < len(types) and types[end] == "ON":
            end += 1
        if end > at:
            before = _STRONG_AS[types[at - 1]] if at else edge
            after = _STRONG_AS[types[end]] if end < len(types) else edge
            types[at:end] = [before if before == after else edge] * (end - at)
        at = end + 1
    return types


def _reordered(text: str, levels: Sequence[int]) -> list[str]:
    """Rules L2 and L4; what only directs is not drawn."""
    runs = [
        (_MIRRORED.get(letter, letter) if level % 2 else letter, level)
        for letter, level in zip(text, levels, strict=True)
        if not _is_unseen(letter)
    ]
    for level in range(max((one for _, one in runs), default=0), 0, -1):
        runs = _turned(runs, level)
    return [letter for letter, _ in runs]


def _turned(runs: list[tuple[str, int]], level: int) -> list[tuple[str, int]]:
    """Every stretch at this level or above it, turned round."""
    turned: list[tuple[str, int]] = []
    stretch: list[tuple[str, int]] = []
    for one in runs:
        if one[1] >= level:
            stretch.append(one)
            continue
        turned += [*reversed(stretch), one]
        stretch = []
    return [*turned, *reversed(stretch)]


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc")
