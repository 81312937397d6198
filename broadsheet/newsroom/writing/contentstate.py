"""What the editor of texts sends, cleaned before it becomes HTML.

The editor sends what it shows as blocks with ranges of styles and entities. It filters what is
pasted into it, but anybody at the desk could send something else. The words stay; what we do not
know, or what points where no link may, goes.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from broadsheet.newsroom.body.footnotes import NOTE_MAX_LENGTH
from broadsheet.newsroom.writing.addresses import tidy_address

MAX_BLOCKS = 5_000
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 4

_KEY = re.compile(r"[A-Za-z0-9]{1,20}")
# Half a character of two, which an editor can leave of an emoji, and no page can be sent with.
_HALF = re.compile(r"\\ud[89a-f]|[\ud800-\udfff]", re.IGNORECASE)


class UnreadableText(ValueError):
    """Not what an editor sends, or more of it than any story holds."""


def tidy_contentstate(
    sent: str, *, block_types: Collection[str], entity_types: Collection[str]
) -> dict[str, Any]:
    """The same text with nothing but known blocks and entities in it.

    :raises UnreadableText: when it is no editor's state, or too large.
    """
    try:
        state = json.loads(sent)
        if _HALF.search(sent):
            whole = json.dumps(state, ensure_ascii=False).encode("utf-8", "replace")
            state = json.loads(whole)
    except (ValueError, RecursionError):
        raise UnreadableText("not JSON") from None
    if state is None:
        return {"blocks": [], "entityMap": {}}
    if not isinstance(state, dict) or not isinstance(state.get("blocks", []), list):
        raise UnreadableText("no blocks")
    sent_blocks = state.get("blocks", [])
    texts = [block.get("text") for block in sent_blocks if isinstance(block, dict)]
    if len(sent_blocks) > MAX_BLOCKS or sum(len(str(text)) for text in texts) > MAX_CHARACTERS:
        raise UnreadableText("too much text")
    entities = _entities(state.get("entityMap"), known=entity_types)
    blocks = [
        _block(block, known=block_types, entities=entities)
        for block in sent_blocks
        if isinstance(block, dict) and isinstance(block.get("text"), str)
    ]
    return {"blocks": blocks, "entityMap": entities}


def _entities(sent: Any, *, known: Collection[str]) -> dict[str, Any]:
    entities = {}
    for key, entity in sent.items() if isinstance(sent, dict) else ():
        if not isinstance(entity, dict) or entity.get("type") not in known:
            continue
        sent_data = entity.get("data")
        data = _entity_data(entity["type"], sent_data if isinstance(sent_data, dict) else {})
        if data is not None:
            entities[key] = {
                "type": entity["type"],
                "mutability": str(entity.get("mutability", "MUTABLE")),
                "data": data,
            }
    return entities


def _entity_data(kind: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is kept of an entity; None where nothing of it makes sense."""
    match kind:
        case "LINK":
            return _link(data)
        case "FOOTNOTE":
            note = " ".join(str(data.get("note") or "").split())[:NOTE_MAX_LENGTH]
            return {"note": note} if note else None
        case "HORIZONTAL_RULE":
            return {}
    return dict(data)


def _link(data: Mapping[str, Any]) -> dict[str, Any] | None:
    if data.get("id") is not None:
        page_id = str(data["id"])
        is_id = page_id.isascii() and page_id.isdecimal() and len(page_id) < 16
        return {"id": int(page_id)} if is_id else None
    address = tidy_address(data.get("url"))
    return {"url": address} if address else None


def _block(
    block: Mapping[str, Any], *, known: Collection[str], entities: Mapping[str, Any]
) -> dict[str, Any]:
    key, kind, depth = block.get("key"), block.get("type"), block.get("depth")
    length = len(block["text"])
    styles = [r for r in _ranges(block, "inlineStyleRanges", length) if isinstance(r["style"], str)]
    marked = [r for r in _ranges(block, "entityRanges", length) if str(r["key"]) in entities]
    return {
        "key": key if isinstance(key, str) and _KEY.fullmatch(key) else "",
        "type": kind if isinstance(kind, str) and kind in known else "unstyled",
        "depth": min(max(depth, 0), MAX_DEPTH) if isinstance(depth, int) else 0,
        "text": block["text"],
        "inlineStyleRanges": styles,
        "entityRanges": _apart(marked),
    }


def _ranges(block: Mapping[str, Any], name: str, length: int) -> list[dict[str, Any]]:
    """The ranges of one name that lie within the text."""
    field = "style" if name == "inlineStyleRanges" else "key"
    sent = block.get(name)
    ranges = [r for r in sent if isinstance(r, dict)] if isinstance(sent, list) else []
    return [
        {"offset": r["offset"], "length": r["length"], field: r[field]}
        for r in ranges
        if field in r
        and isinstance(r.get("offset"), int)
        and isinstance(r.get("length"), int)
        and 0 <= r["offset"] < r["offset"] + r["length"] <= length
    ]


def _apart(ranges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that do not begin within one before them: a link cannot stand in a link."""
    kept: list[dict[str, Any]] = []
    end = 0
    for found in sorted(ranges, key=lambda r: int(r["offset"])):
        if found["offset"] >= end:
            kept.append(found)
            end = found["offset"] + found["length"]
    return kept
