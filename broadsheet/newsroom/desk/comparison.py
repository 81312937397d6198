"""Two versions of a page side by side, by Wagtail's own comparisons of fields and blocks.

Wagtail writes both versions of a field as one, with what only the first has marked as deleted
and what only the second has as added. We show it twice; the style sheet hides the other's half.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.admin.compare import StreamBlockComparison, StreamFieldComparison
from wagtail.models import Page

# The editor numbers every paragraph, and the blocks that have no number yet, anew.
NUMBERS = re.compile(r' data-block-key=\\?"[^"\\]*\\?"|"id": "[^"]*"')


@dataclass(frozen=True)
class Part:
    """One row of a relation, such as a byline, one block, or the whole of a plain field."""

    kind: str  # "addition", "deletion" or "" for a change
    fields: list[tuple[str, str]]  # label and marked HTML


@dataclass(frozen=True)
class Difference:
    """A field in which two versions differ."""

    label: str
    parts: list[Part]


def differences(panel: Any, *, stored: Page, typed: Page) -> list[Difference]:
    """The fields of a bound panel that differ, in the order of the form."""
    compared = (compare(stored, typed) for compare in panel.get_comparison())
    return [
        Difference(str(found.field_label()), list(_parts(found)))
        for found in compared
        if found.has_changed() and not _differs_in_numbers_alone(found)
    ]


def _differs_in_numbers_alone(found: Any) -> bool:
    if found.is_child_relation or not hasattr(found, "val_a"):
        return False
    stored, typed = (
        NUMBERS.sub("", str(found.field.get_prep_value(value)))
        for value in (found.val_a, found.val_b)
    )
    return stored == typed


def _parts(found: Any) -> Iterator[Part]:
    if _is_of_numbered_blocks(found):
        yield from _changed_blocks(found)
        return
    if not found.is_child_relation:
        yield Part("", [("", found.htmldiff())])
        return
    for row in found.get_child_comparisons():
        kind = "addition" if row.is_addition() else "deletion" if row.is_deletion() else ""
        fields = [(str(f.field_label()), f.htmldiff()) for f in row.get_field_comparisons()]
        yield Part(kind, fields)


def _is_of_numbered_blocks(found: Any) -> bool:
    """Whether blocks of the one version can be told in the other."""
    if not isinstance(found, StreamFieldComparison):
        return False
    return bool(found.has_block_ids(found.val_a) and found.has_block_ids(found.val_b))


def _changed_blocks(found: Any) -> Iterator[Part]:
    """The blocks that were added, taken away or changed; the others would only hide them."""
    body = StreamBlockComparison(found.field.stream_block, True, True, found.val_a, found.val_b)
    for block in body.get_block_comparisons():
        label = str(block.block.label)
        if block.is_new():
            yield Part("addition", [(label, block.htmlvalue(block.val_b))])
        elif block.is_deleted():
            yield Part("deletion", [(label, block.htmlvalue(block.val_a))])
        elif _as_stored(block, block.val_a) != _as_stored(block, block.val_b):
            yield Part("", [(label, block.htmldiff())])


def _as_stored(found: Any, value: Any) -> str:
    return NUMBERS.sub("", str(found.block.get_prep_value(value)))
