"""The tables of docs/keys.md, as the tests read them."""

from collections.abc import Iterable
from pathlib import Path

KEYS = Path(__file__).parents[4] / "docs" / "keys.md"


def documented(heading: str) -> dict[str, frozenset[str]]:
    """What stands in the table under a heading: the kinds of keys by what the row is about."""
    _, _, after = KEYS.read_text().partition(f"## {heading}\n")
    table = after.partition("\n## ")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("|")]
    return {name.strip(): frozenset(said.replace("`", "").split()) for name, said in rows[2:]}


def kinds(keys: Iterable[str]) -> frozenset[str]:
    """The kinds of some keys: a key without its number."""
    return frozenset(key.partition(":")[0] for key in keys)
