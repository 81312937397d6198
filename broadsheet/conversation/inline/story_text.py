"""A story's text as anchoring reads it: its paragraphs, and where the marks of questions stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from broadsheet.conversation.anchoring import Block
from broadsheet.conversation.inline.pieces import Run, paragraphs_in, pieces_of, runs_of


@dataclass(frozen=True)
class Span:
    """From one character of a paragraph to one of the same or a later; both counted from 0."""

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True)
class StoryText:
    """The paragraphs of all texts of a story; `marked` is where each mark stands first."""

    blocks: Sequence[Block]
    marked: dict[int, Span]

    def span(self, start_block: str, start: int, end_block: str, end: int) -> Span | None:
        """Where ids and offsets lead; None if a paragraph is not there, or not the only one."""
        first, last = self._index.get(start_block, -1), self._index.get(end_block, -1)
        if first < 0 or last < first:
            return None
        return Span(first, start, last, end)

    def words(self, span: Span) -> str:
        """The words there, with a line break where a paragraph ends."""
        texts = [block.text for block in self.blocks[span.first : span.last + 1]]
        texts[-1] = texts[-1][: span.end]
        texts[0] = texts[0][span.start :]
        return "\n".join(texts)

    @cached_property
    def _index(self) -> dict[str, int]:
        ids = [block.id for block in self.blocks]
        index = {block_id: at for at, block_id in enumerate(ids)}
        return (
            index
            if len(index) == len(ids)
            else {i: a for i, a in index.items() if ids.count(i) == 1}
        )


def story_text(rich_texts: Iterable[tuple[str, str]]) -> StoryText:
    """Read the stored rich texts of a story, each with the id of its block."""
    blocks: list[Block] = []
    runs: list[Run] = []
    for block_id, html in rich_texts:
        found = runs_of(pieces_of(html))
        runs += (replace(run, paragraph=run.paragraph + len(blocks)) for run in found)
        blocks += paragraphs_in(found, within=block_id)
    return StoryText(blocks, dict(first_places(runs)))


def first_places(runs: Iterable[Run]) -> Iterator[tuple[int, Span]]:
    """Where each mark stands first, from end to end: words copied with their mark come later."""
    growing: dict[int, Span] = {}
    ended: set[int] = set()
    for run in runs:
        if not run.marks and not run.text.strip():
            continue
        for mark in growing.keys() - set(run.marks):
            ended.add(mark)
            yield mark, growing.pop(mark)
        for mark in set(run.marks) - ended:
            begun = growing.get(mark) or Span(run.paragraph, run.start, run.paragraph, run.end)
            growing[mark] = replace(begun, last=run.paragraph, end=run.end)
    yield from growing.items()
