"""Marks in a story's page: the words of passages, and beside them what readers say about these."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from broadsheet.conversation.inline.pieces import Piece, Run, paragraphs_in, pieces_of, runs_of
from broadsheet.conversation.inline.story_text import Span, StoryText, first_places

Spot = tuple[int, int, int]
Cut = tuple[str, frozenset[int], int]


@dataclass(frozen=True)
class Shown:
    """What a passage shows: a link after its words, an aside beside the paragraph they begin in."""

    link: str
    aside: str
    is_question: bool = True


def spots_of(text: StoryText, spans: Mapping[int, Span]) -> dict[str, list[Spot]]:
    """Which characters of which paragraph belong to which passage; spans by the passage's id."""
    spots: dict[str, list[Spot]] = defaultdict(list)
    for passage, span in spans.items():
        for at in range(span.first, span.last + 1):
            block = text.blocks[at]
            start = span.start if at == span.first else 0
            end = span.end if at == span.last else len(block.text)
            spots[block.id].append((start, end, passage))
    return spots


@dataclass
class MarkWriter:
    """Rewrites a story block by block; each passage is shown once, where its words stand first.

    The text carries the marks of questions; `spots` are the words that readers chose. A mark
    that is not `shown` says nothing here: its words stay, the mark goes.
    """

    shown: Mapping[int, Shown]
    spots: Mapping[str, Sequence[Spot]] = field(default_factory=dict)
    _begun: set[int] = field(default_factory=set)

    def rewrite(self, html: str, block_id: str) -> str:
        pieces = pieces_of(html)
        runs = [self._with_spots(run, ids) for run, ids in _named(runs_of(pieces), block_id)]
        ends = {m: (s.last, s.end) for m, s in first_places(_split(runs)) if m not in self._begun}
        sheet = _Sheet()
        by_piece = {run.piece: (run, cuts) for run, cuts in runs}
        for at, piece in enumerate(pieces):
            run, cuts = by_piece.get(at, (None, []))
            if run is None or piece.is_void or not any(marks for _, marks, _ in cuts):
                sheet.write(piece)
                continue
            for cut in cuts:
                self._write(cut, run, ends=ends, sheet=sheet)
        return sheet.finished()

    def _with_spots(self, run: Run, block_id: str) -> tuple[Run, list[Cut]]:
        """Cut a run where passages begin and end; each part knows those that it belongs to."""
        own = frozenset(run.marks) & self.shown.keys()
        near = [s for s in self.spots.get(block_id, ()) if s[0] < run.end and s[1] > run.start]
        edges = {run.start, run.end} | {at for s in near for at in s[:2]}
        at = sorted(edge for edge in edges if run.start <= edge <= run.end)
        return run, [
            (
                run.text[start - run.start : end - run.start],
                own | {s[2] for s in near if s[0] <= start and end <= s[1]},
                end,
            )
            for start, end in pairwise(at)
        ]

    def _write(
        self, cut: Cut, run: Run, *, ends: Mapping[int, tuple[int, int]], sheet: "_Sheet"
    ) -> None:
        text, marks, end = cut
        words = escape(text, quote=False)
        if marks:
            new = sorted(marks - self._begun)
            self._begun |= marks
            sheet.asides += (self.shown[mark].aside for mark in new)
            words = self._marked(words, marks, new)
        sheet.out.append(words)
        here = (run.paragraph, end)
        sheet.links += (self.shown[m].link for m in sorted(marks) if ends.get(m) == here)
        sheet.settle()

    def _marked(self, words: str, marks: Iterable[int], new: Sequence[int]) -> str:
        names = "asked" if any(self.shown[m].is_question for m in marks) else "asked chosen"
        places = [f' id="asked-{mark}"' for mark in new]
        others = "".join(f"<span{place}></span>" for place in places[1:])
        return f'{others}<mark class="{names}"{places[0] if places else ""}>{words}</mark>'


@dataclass
class _Sheet:
    """What is written so far, and what is due: links outside of links, asides before the
    outermost element."""

    out: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _outermost: int = 0

    def write(self, piece: Piece) -> None:
        if piece.mark is not None:
            return
        if piece.name and not piece.is_void and not piece.is_end:
            if not self._open:
                self._outermost = len(self.out)
            self._open.append(piece.name)
        elif piece.name and not piece.is_void and self._open:
            self._open.pop()
        self.out.append(piece.html)
        self.settle()

    def settle(self) -> None:
        """Put down what is due, where it may stand."""
        if self.links and "a" not in self._open:
            self._put_links()
        if self.asides and not self._open:
            self.out.insert(self._outermost, f'<div class="asking">{"".join(self.asides)}')
            self.out.append("</div>")
            self.asides = []

    def finished(self) -> str:
        self.settle()
        return "".join(self.out)

    def _put_links(self) -> None:
        self.out += self.links
        self.links = []


def _named(runs: Sequence[Run], block_id: str) -> Iterator[tuple[Run, str]]:
    """Each run with the id of its paragraph."""
    ids = [block.id for block in paragraphs_in(runs, within=block_id)]
    return ((run, ids[run.paragraph]) for run in runs)


def _split(runs: Iterable[tuple[Run, Sequence[Cut]]]) -> Iterator[Run]:
    """Runs in parts that belong to the same passages throughout."""
    for run, cuts in runs:
        for text, marks, end in cuts:
            yield Run(
                run.piece, run.paragraph, end - len(text), text, run.key, tuple(sorted(marks))
            )
