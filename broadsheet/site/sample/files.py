"""Reading the sample's files."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FENCE = "+++\n"


@dataclass(frozen=True)
class StoryFile:
    """A story: what stands between the fences, and the Markdown below them."""

    head: dict[str, Any]
    text: str

    @property
    def slug(self) -> str:
        return str(self.head["slug"])

    @property
    def versions(self) -> list[str]:
        """The texts that were published one after the other: what stands below is the last."""
        first = self.text
        for change in self.head.get("earlier", []):
            first = first.replace(change["now"], change["was"])
        return [self.text] if first == self.text else [first, self.text]


def newsroom_file() -> dict[str, Any]:
    """Name, topics, authors, campaign and gifts."""
    return tomllib.loads((FOLDER / "newsroom.toml").read_text(encoding="utf-8"))


def story_files() -> Iterator[StoryFile]:
    """Every story, in the order of the files' names."""
    for path in sorted((FOLDER / "stories").glob("*.md")):
        _, head, text = path.read_text(encoding="utf-8").split(FENCE, 2)
        yield StoryFile(tomllib.loads(head), text)


def comments_of(slug: str) -> list[dict[str, Any]]:
    """The comments under a story, parents before their replies; none for most."""
    path = FOLDER / "conversations" / f"{slug}.toml"
    if not path.exists():
        return []
    comments: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["comments"]
    return comments
