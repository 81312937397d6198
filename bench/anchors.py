"""Where quotes land when their text is revised: `python -m bench.anchors FILE`.

FILE is a JSON list of objects with `before` and `after`; other keys are ignored. From each `before`
three quotes of 6 to 20 words are taken at random and looked for in `after`. A line of a text is a
block, as a paragraph of a story is; a text without line breaks is one block.

The judge is not our own code. Words are runs of letters and digits, whatever their case; signs do
not count. `difflib.SequenceMatcher` over the words of both texts (autojunk off) says which word of
`after` each word of the quote became:

- a quote *stands verbatim* where its words stand in `after` one after the other. Of several such
  places the one the alignment maps most of it to is true, the first if it maps to none;
- else it *can still be placed* where at least half of its words are matched within a stretch of
  `after` at most twice as long as the quote. The longest such stretch is true;
- else it *cannot be placed*.

An answer is *correct* where at least half of its words lie in the true stretch, and at least half
of the quote's words that are matched there lie in the answer. It is *honestly changed* where there
is no answer, and *wrong* in all other cases: an answer elsewhere, one that covers too little or
too much, and any answer to what cannot be placed. An alignment does not follow what moves, so of
the last kind those are told apart whose words are the quote's own but for a few (a ratio of 0.8 at
least, by SequenceMatcher): they count as wrong nevertheless.
"""

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from broadsheet.conversation.anchoring import Block, Place, Quote, quote_of, reanchor

QUOTES_PER_PAIR = 3
FEWEST_WORDS, MOST_WORDS = 6, 20
VERBATIM, ALIGNED, GONE = "stand verbatim", "can still be placed", "cannot be placed"
NEAR = 0.8
CORRECT, CHANGED, WRONG = "correct", "honestly changed", "wrong"

Span = tuple[int, int]


@dataclass(frozen=True)
class Answer:
    kind: str
    verdict: str
    quote: Quote
    place: Place | None
    truth: str
    is_near: bool  # nothing is true, but the words are the quote's own but for a few


@dataclass(frozen=True)
class Word:
    """A word and where it stands in the whole text."""

    text: str
    start: int
    end: int


def main() -> None:
    options = _options()
    pairs = json.loads(options.file.read_text())
    began = time.process_time()
    answers = list(answers_for(pairs, seed=options.seed, knows_former=not options.words_alone))
    _report(answers, seconds=time.process_time() - began)
    if options.list:
        _list(answers)


def answers_for(
    pairs: Sequence[dict[str, str]], *, seed: int, knows_former: bool = True
) -> Iterator[Answer]:
    """Ask for three quotes of every pair, and judge what comes back."""
    chance = random.Random(seed)
    for pair in pairs:
        before, after = blocks_of(pair["before"]), blocks_of(pair["after"])
        judge = Judge(pair["before"], pair["after"])
        for start, end in random_quotes(chance, pair["before"]):
            quote = quote_at(before, start, end)
            place = reanchor([quote], after, former=before if knows_former else ())[0]
            yield judge.judged(quote, start, end, place, span_of(place, after))


def blocks_of(text: str) -> list[Block]:
    return [Block(f"b{at}", line) for at, line in enumerate(text.split("\n"))]


def random_quotes(chance: random.Random, text: str) -> Iterator[Span]:
    """Where three quotes of 6 to 20 words begin and end; words are what white space divides."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    for _ in range(QUOTES_PER_PAIR if len(words) >= FEWEST_WORDS else 0):
        length = min(len(words), chance.randint(FEWEST_WORDS, MOST_WORDS))
        first = chance.randint(0, len(words) - length)
        yield words[first][0], words[first + length - 1][1]


def quote_at(blocks: Sequence[Block], start: int, end: int) -> Quote:
    start_index, start = _block_at(blocks, start)
    end_index, end = _block_at(blocks, end)
    return quote_of(blocks, start_index=start_index, start=start, end_index=end_index, end=end)


def _block_at(blocks: Sequence[Block], offset: int) -> Span:
    for index, block in enumerate(blocks):
        if offset <= len(block.text):
            return index, offset
        offset -= len(block.text) + 1
    raise IndexError(offset)


def span_of(place: Place | None, blocks: Sequence[Block]) -> Span | None:
    """Where an answer begins and ends in the whole text."""
    if place is None:
        return None
    starts = [0]
    for block in blocks:
        starts.append(starts[-1] + len(block.text) + 1)
    return starts[place.start_index] + place.start, starts[place.end_index] + place.end


class Judge:
    """The alignment of one pair of texts, by the standard library."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = words_of(before), words_of(after)
        self.old, self.new = [w.text for w in self.before], [w.text for w in self.after]
        matcher = SequenceMatcher(None, self.old, self.new, autojunk=False)
        self.became = {
            block.a + at: block.b + at
            for block in matcher.get_matching_blocks()
            for at in range(block.size)
        }

    def judged(
        self, quote: Quote, start: int, end: int, place: Place | None, found: Span | None
    ) -> Answer:
        kind, truth = self._truth(_inside(self.before, start, end))
        words = " ".join(self.new[truth[0] : truth[-1] + 1]) if truth else ""
        verdict, is_near = CHANGED, False
        if place and found:
            answer = _inside(self.after, *found)
            verdict = CORRECT if truth and answer and _agree(answer, truth) else WRONG
            is_near = not truth and self._ratio(quote.words, place.words) >= NEAR
        return Answer(kind, verdict, quote, place, words, is_near)

    def _truth(self, quoted: range) -> tuple[str, Sequence[int]]:
        """What kind of quote it is, and which words of `after` its own have become."""
        length = len(quoted)
        matched = sorted(self.became[at] for at in quoted if at in self.became)
        old = [self.old[at] for at in quoted]
        verbatim = [
            at for at in range(len(self.new) - length + 1) if self.new[at : at + length] == old
        ]
        if verbatim:
            best = max(verbatim, key=lambda at: sum(at <= m < at + length for m in matched))
            return VERBATIM, range(best, best + length)
        compact = _longest_compact(matched, 2 * length)
        if 2 * len(compact) >= length:
            return ALIGNED, compact
        return GONE, ()

    def _ratio(self, words: str, found: str) -> float:
        ours, theirs = ([word.text for word in words_of(text)] for text in (words, found))
        return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def words_of(text: str) -> list[Word]:
    return [Word(match[0].casefold(), *match.span()) for match in re.finditer(r"\w+", text)]


def _inside(words: Sequence[Word], start: int, end: int) -> range:
    at = [at for at, word in enumerate(words) if word.end > start and word.start < end]
    return range(at[0], at[-1] + 1) if at else range(0)


def _longest_compact(matched: Sequence[int], most: int) -> Sequence[int]:
    best: Sequence[int] = ()
    for at in range(len(matched)):
        run = [m for m in matched[at:] if m < matched[at] + most]
        best = max(best, run, key=len)
    return best


def _agree(answer: range, truth: Sequence[int]) -> bool:
    both = min(answer.stop, truth[-1] + 1) - max(answer.start, truth[0])
    covered = sum(at in answer for at in truth)
    return 2 * both >= len(answer) and 2 * covered >= len(truth)


def _report(answers: Sequence[Answer], *, seconds: float) -> None:
    print(f"{len(answers)} quotes, {seconds:.1f} s")
    for kind in (None, VERBATIM, ALIGNED, GONE):
        of_kind = [answer for answer in answers if kind in (None, answer.kind)]
        counts = Counter(answer.verdict for answer in of_kind)
        whole = max(1, len(of_kind))
        shares = "  ".join(
            f"{verdict} {counts[verdict]:5d} ({100 * counts[verdict] / whole:6.2f} %)"
            for verdict in (CORRECT, CHANGED, WRONG)
        )
        print(f"{kind or 'all':20s} {len(of_kind):5d}:  {shares}")
    near = sum(answer.is_near for answer in answers)
    print(f"Of the wrong ones {near} have the words, where the alignment has lost them.")


def _list(answers: Sequence[Answer]) -> None:
    for answer in answers:
        missed = answer.verdict == CHANGED and answer.kind != GONE
        if answer.verdict != WRONG and not missed:
            continue
        near = ", but the words are there" if answer.is_near else ""
        print(f"\n{answer.verdict}, {answer.kind}{near}")
        print(f"  quote: {answer.quote.words}")
        print(f"  truth: {answer.truth}")
        if answer.place:
            print(f"  found: {answer.place.words} ({answer.place.how})")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print what was wrong or missed")
    parser.add_argument(
        "--words-alone", action="store_true", help="do not show the old text, only the quote"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
