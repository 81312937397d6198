"""Keeps the catalogues of words: finds what the source says, merges it into each, compiles them.

`make catalogues` does all three and says what is missing; `NEW=fr` begins another language, which
is spoken once LANGUAGES in the settings names it. `--check` changes nothing.

A catalogue holds what readers see. What only the desk says comes in English, or in the languages
of Wagtail and Django, and is told apart by where it stands: see DESK.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "broadsheet"
CATALOGUES = SOURCE / "site" / "locale"

# Where only those who work at the desk look, or on the command line.
DESK = (
    "*/wagtail_hooks.py",
    "*/desk.py",
    "*/desk/*",
    "*/desk_*.py",
    "conversation/models/passages.py",
    "conversation/models/rules.py",
    "funding/campaigns.py",
    "newsroom/blocks.py",
    "newsroom/darkroom/*",
    "newsroom/documents/*",
    "newsroom/rights/*",
    "newsroom/stuck.py",
    "newsroom/writing/*",
    "readers/sign_in/*",
    "newsroom/models/*",
    "funding/models/campaigns.py",
    "funding/models/ledger.py",
    "funding/models/provider.py",
    "funding/models/rules.py",
    "funding/providers/stripe/*",
    "funding/providers/rehearsal/place.py",
    "funding/providers/rehearsal/provider.py",
    "funding/settling/rates.py",
    "readers/models.py",
    "importers/*",
    "*/templates/account/login.html",
    "*/templates/account/password_change.html",
    "*/templates/account/reauthenticate.html",
    "*/templates/mfa/authenticate.html",
    "*/templates/mfa/reauthenticate.html",
    "*/templates/mfa/recovery_codes/*",
    "*/templates/mfa/totp/*",
    "*/templates/wagtail*",
    "*/templates/*/desk/*",
)
NO_SOURCE = ("*/tests/*", "*/migrations/*", "*/conftest.py", "conftest.py")

# What each function that marks a message is given.
ARGUMENTS = {
    "_": ("one",),
    "gettext": ("one",),
    "gettext_noop": ("one",),
    "ngettext": ("one", "many"),
    "pgettext": ("context", "one"),
    "npgettext": ("context", "one", "many"),
}
KEYWORDS = {name + end: None for name in ARGUMENTS for end in ("", "_lazy")}

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
# "One comment" and "two comments" need no figure; nothing else may be left out.
COUNTS = {"%(number)s", "%(written)s"}
MARKUP = re.compile(r"<[^>]*>")


def main() -> int:
    """Bring every catalogue up to date; 1 where a translation is missing or wrong."""
    settings.configure()
    django.setup()
    only_checks = "--check" in sys.argv[1:]
    said = source_catalogue()
    for language in () if only_checks else sys.argv[1:]:
        begin(language)
    problems = 0
    for path in catalogue_files():
        catalogue = read_catalogue(path)
        if not only_checks:
            catalogue.update(said, no_fuzzy_matching=True, update_creation_date=False)
            path.write_bytes(written(catalogue))
            path.with_suffix(".mo").write_bytes(compiled(catalogue))
        found = [*missing(catalogue, said=said), *mistakes(catalogue)]
        problems += len(found)
        print(f"{catalogue.locale}: {len(said)} messages, {len(found)} to be looked at")
        for problem in found:
            print(f"  {problem}")
    return 1 if problems else 0


def begin(language: str) -> None:
    """Make an empty catalogue of a language. Its Plural-Forms are Babel's: look them over, for its
    rule of Arabic was another than Django's."""
    path = CATALOGUES / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        sys.exit(f"There is a catalogue already: {path}")
    path.parent.mkdir(parents=True)
    path.write_bytes(written(Catalog(locale=language, project="Broadsheet", fuzzy=False)))


def catalogue_files() -> list[Path]:
    """Every catalogue there is, by language."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))


def read_catalogue(path: Path) -> Catalog:
    """One catalogue, of the language that its folder is named after."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], domain="django")


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file, in the order of the source, without what nobody says now."""
    out = BytesIO()
    write_po(
        out, catalogue, width=99, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as Django loads it. No gettext tools are needed, here or to run a site."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def missing(catalogue: Catalog, *, said: Catalog) -> list[str]:
    """What readers are told and the catalogue has no finished words for."""
    return [
        f"missing, in {_places(message)}: {message.id!r}"
        for message in _messages(said)
        if not _is_finished(catalogue.get(_key(message), context=message.context))
    ]


def mistakes(catalogue: Catalog) -> list[str]:
    """Translations that lose or invent what stands in for a value, or markup, or break it."""
    return [
        f"{fault}: {message.id!r}" for message in _messages(catalogue) for fault in _faults(message)
    ]


def source_catalogue(*, desk: bool = False) -> Catalog:
    """Every message of the source that readers see; with `desk`, those of the desk as well."""
    catalogue = Catalog(domain="django", charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        if path.suffix not in (".py", ".html", ".txt", ".xml") or _matches(name, NO_SOURCE):
            continue
        if not desk and _matches(name, DESK):
            continue
        if path.suffix == ".py" or "/templates/" in name:
            _add_from(path, name=name, catalogue=catalogue)
    return catalogue


def _add_from(path: Path, *, name: str, catalogue: Catalog) -> None:
    text = path.read_text(encoding="utf-8")
    is_template = path.suffix != ".py"
    for line, words, context in _said_in(_as_python(text, name) if is_template else text):
        flags = ["python-format"] if PLACE.search(str(words)) else []
        catalogue.add(words, locations=[(name, line)], flags=flags, context=context)


def _said_in(python: str) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Each marked message: its line, its words (one and many), and its context."""
    calls: Iterable[Any] = extract_python(BytesIO(python.encode()), KEYWORDS, (), {})
    for line, function, arguments, _comments in calls:
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        said = dict(zip(ARGUMENTS[function.removesuffix("_lazy")], given, strict=False))
        words = [said[name] for name in ("one", "many") if said.get(name)]
        if words:
            yield line, words[0] if len(words) == 1 else tuple(words), said.get("context")


def _as_python(template: str, name: str) -> str:
    """A template's messages as calls that can be read like Python's."""
    calls = str(templatize(template, origin=name))
    return "\n".join(line.strip() for line in calls.splitlines())


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)  # the first one is the header


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _places(message: Message) -> str:
    return ", ".join(sorted({name for name, _ in message.locations}))


def _is_finished(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    words = message.string
    return all(words) if isinstance(words, tuple) else bool(words)


def _faults(message: Message) -> Iterator[str]:
    if not message.string:
        return
    if isinstance(message.id, str) != isinstance(message.string, str):
        yield "one form for several, or several for one"
        return
    is_count = not isinstance(message.id, str)
    source = message.id[1] if is_count else str(message.id)
    forms = [message.string] if isinstance(message.string, str) else message.string
    for words in filter(None, forms):
        wanted, given = set(PLACE.findall(source)), set(PLACE.findall(words))
        if given - wanted or wanted - given - (COUNTS if is_count else set()):
            yield f"{words!r} has other values than"
        if sorted(MARKUP.findall(source)) != sorted(MARKUP.findall(words)):
            yield f"{words!r} has other markup than"
        if '"' in words and '"' not in source:
            yield f"{words!r} has a quotation mark that would end an attribute, unlike"


if __name__ == "__main__":
    sys.exit(main())
