"""Plan an import: run through the whole file before anything is written.

The plan knows the new address of every story, so that links between stories can follow them,
and whom each login stands for. It holds a few short strings for each item.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.text import slugify

from broadsheet.importers.imported import known_rows
from broadsheet.importers.wordpress.plain import plain_name, plain_title
from broadsheet.importers.wordpress.read import read_export
from broadsheet.importers.wordpress.records import Author, Item, Site
from broadsheet.newsroom.models import Article, InfoPage
from broadsheet.newsroom.models.pages import is_taken_address

LONGEST_SLUG = 200

_KINDS = {"post": "story", "page": "page"}
_STATUSES = frozenset({"publish", "future", "draft", "pending", "private"})
# Parts of WordPress' own machinery: nobody misses them.
_MACHINERY = frozenset(
    {"customize_changeset", "custom_css", "nav_menu_item", "oembed_cache", "revision"}
)


@dataclass
class Plan:
    """What is to be imported, and where it will stand.

    `slugs` and `known` are by kind ("story" or "page"), then by the item's key; `known` has
    the ids of pages that an earlier run made.
    """

    source: str = ""
    names: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, dict[str, str]] = field(default_factory=lambda: {"story": {}, "page": {}})
    known: dict[str, dict[str, int]] = field(default_factory=lambda: {"story": {}, "page": {}})
    links: dict[str, str] = field(default_factory=dict)
    passed_over: Counter[str] = field(default_factory=Counter)


def plan_import(path: Path) -> Plan:
    """Read the export once and decide what becomes of each item. Issues four queries.

    :raises ExportError: when the file cannot be read to its end.
    """
    plan = Plan(source=_source_of(path))
    slugs = _Slugs(plan)
    for record in read_export(path):
        match record:
            case Author():
                plan.names[record.login] = plain_name(record.display_name, wp_id=record.wp_id)
            case Item(kind="guest-author"):
                plan.names[record.meta.get("cap-user_login", "")] = plain_name(
                    record.meta.get("cap-display_name", record.title), wp_id=record.wp_id
                )
            case Item():
                _place(record, plan=plan, slugs=slugs)
    return plan


def kind_of(item: Item) -> str:
    """What an item becomes: "story", "page", or nothing."""
    return _KINDS.get(item.kind, "") if item.status in _STATUSES else ""


def key_of(item: Item) -> str:
    """An item's identity at its source: neither half of it is unique on every site."""
    return f"{item.wp_id or ''} {item.guid or item.link or item.title}"[:500]


def _source_of(path: Path) -> str:
    """The exported site's address, the same for http and https; empty where none is given."""
    head = takewhile(lambda record: not isinstance(record, Item), read_export(path))
    addresses = [record.address for record in head if isinstance(record, Site)]
    parts = urlsplit(addresses[-1].lower() if addresses else "")
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"[:300]


def _place(item: Item, *, plan: Plan, slugs: "_Slugs") -> None:
    kind = kind_of(item)
    if kind != "story" and item.comments:
        plan.passed_over[f"comment under a {item.kind}"] += len(item.comments)
    if not kind:
        if item.kind not in _MACHINERY:
            plan.passed_over[_described(item)] += 1
        return
    if key_of(item) in plan.slugs[kind]:  # the same item twice in one file
        return
    slug = slugs.slug_for(item, kind=kind)
    plan.slugs[kind][key_of(item)] = slug
    new = reverse("article" if kind == "story" else "info", args=[slug])
    for old in (item.link, item.guid):
        plan.links.update(dict.fromkeys(_ways_to_write(old), new))


def _described(item: Item) -> str:
    """A word for what is not imported."""
    if item.kind in _KINDS:
        return f"{item.kind} in state “{item.status}”"
    return item.kind or "item of no kind"


def _ways_to_write(address: str) -> list[str]:
    """The address, and its path as links within the old site have it."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as "http://["
        return []
    if parts.scheme not in ("http", "https"):
        return []
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return [address, path] if path.strip("/") else []


class _Slugs:
    """Hands out slugs that are free, and the old ones to what is known."""

    def __init__(self, plan: Plan) -> None:
        self._taken: dict[str, set[str]] = {}
        self._of_known: dict[str, dict[str, str]] = {}
        for kind, model in (("story", Article), ("page", InfoPage)):
            of_rows: dict[int, str] = dict(model.objects.values_list("pk", "slug"))
            plan.known[kind] = known_rows(source=plan.source, kind=kind)
            self._taken[kind] = set(of_rows.values())
            self._of_known[kind] = {
                key: of_rows[pk] for key, pk in plan.known[kind].items() if pk in of_rows
            }

    def slug_for(self, item: Item, *, kind: str) -> str:
        if known := self._of_known[kind].get(key_of(item)):
            return known
        base = slugify(item.slug, allow_unicode=True) or slugify(plain_title(item.title), True)
        base = base[:LONGEST_SLUG] or f"{kind}-{item.wp_id or len(self._taken[kind]) + 1}"
        slug, number = base, 1
        while slug in self._taken[kind] or (kind == "page" and is_taken_address(slug)):
            number += 1
            slug = f"{base}-{number}"
        self._taken[kind].add(slug)
        return slug
