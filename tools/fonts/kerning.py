"""Kerning: reading it, and saying the same in fewer bytes."""

from collections import defaultdict
from typing import Any

from fontTools.otlLib.builder import buildPairPosClassesSubtable
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import ValueRecord

# Kerning is kept in steps of this many units of 2000 per em: a twelfth of a pixel in text.
KERN_STEP = 10


def advance(value: Any) -> int:
    """The horizontal advance of a kerning record, which may be empty."""
    return getattr(value, "XAdvance", 0) or 0


def pair_lookup(font: TTFont) -> Any:
    """The one lookup with the kerning pairs."""
    (lookup,) = font["GPOS"].table.LookupList.Lookup
    return lookup


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """Every kerned pair of glyphs. The first subtable that knows a pair decides."""
    pairs: dict[tuple[str, str], int] = {}
    for outer in pair_lookup(font).SubTable:
        table = getattr(outer, "ExtSubTable", outer)
        for index, left in enumerate(table.Coverage.glyphs):
            if table.Format == 1:
                records = table.PairSet[index].PairValueRecord
                row = {record.SecondGlyph: record.Value1 for record in records}
            else:
                cells = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
                classes = table.ClassDef2.classDefs
                row = {g: cells[classes.get(g, 0)].Value1 for g in font.getGlyphOrder()}
            for right, value in row.items():
                pairs.setdefault((left, right), advance(value))
    return pairs


def alike(pairs: dict[tuple[str, str], int], side: int) -> list[tuple[str, ...]]:
    """Group the glyphs on one side of the pairs that kern alike."""
    lines: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for pair, value in sorted(pairs.items()):
        lines[pair[side]].append((pair[1 - side], value))
    groups: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
    for glyph, line in lines.items():
        groups[tuple(line)].append(glyph)
    return [tuple(group) for group in groups.values()]


def tighten_kerning(font: TTFont) -> None:
    """Say the same kerning in fewer bytes: one class table, the same at every weight.

    The packages list thousands of single pairs, each varying with the weight. The values of
    the regular weight, rounded to KERN_STEP, save up to a third of a file and look the same.
    """
    rounded = {pair: round(v / KERN_STEP) * KERN_STEP for pair, v in kerning(font).items()}
    pairs = {pair: value for pair, value in rounded.items() if value}
    classes = {}
    for lefts in alike(pairs, 0):
        for rights in alike(pairs, 1):
            if value := pairs.get((lefts[0], rights[0])):
                record = ValueRecord()
                record.XAdvance = value
                classes[(lefts, rights)] = (record, None)
    lookup = pair_lookup(font)
    lookup.LookupType = 2
    lookup.SubTable = [buildPairPosClassesSubtable(classes, font.getReverseGlyphMap())]
    lookup.SubTableCount = 1
    font["GDEF"].table.VarStore = None
    font["GDEF"].table.Version = 0x00010000
