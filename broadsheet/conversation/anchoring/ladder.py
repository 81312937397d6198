"""The ladder: in place, as an exact quote, exact with its context, fuzzy; else the words are gone.

The floors and margins were chosen by measuring: `bench/anchors.py`.
"""

from collections.abc import Sequence
from dataclasses import replace

from broadsheet.conversation.anchoring.candidates import Candidate, OldSpan, Revision
from broadsheet.conversation.anchoring.likeness import kept_as_written, total_weight
from broadsheet.conversation.anchoring.passages import (
    Block,
    How,
    Place,
    Quote,
    context_of,
    words_between,
)
from broadsheet.conversation.anchoring.sought import Sought, sought

MOST_TWINS = 50  # words that stand more often can only be known by their place
TELLING = 20  # the weight from which words that stand once need no context: four to five words
CLAIM_CEILING = 0.34  # how much of a place may come from other words of the old text
EXACT_CONTEXT_FLOOR = 0.3
EXACT_CONTEXT_PROVES = 0.75
EXACT_MARGIN = 0.1
FUZZY_MARGIN = 0.2
LIKENESS_FLOOR = 0.7
KEPT_FLOOR = 0.6  # of the words, long and short alike
WRITTEN_FLOOR = 0.5  # of the words with case and signs as they were
CARRIED_FLOOR = 0.5
CONTEXT_FLOOR = 0.3
CONTEXT_FLOOR_ALONE = 0.6  # where the former text is unknown
MOVED_LIKENESS_FLOOR = 0.9
MOVED_CONTEXT_FLOOR = 0.75


def reanchor(
    quotes: Sequence[Quote], blocks: Sequence[Block], *, former: Sequence[Block] = ()
) -> list[Place | None]:
    """Where each quote stands in these blocks; None where its words are gone or in doubt.

    `former` is the revision the quotes were taken from. It may be left out; with it more words
    that were edited are found again, and words that have a twin are told apart with more certainty.
    """
    revision = Revision(blocks, former)
    return [_place(quote, revision) for quote in quotes]


def _place(quote: Quote, revision: Revision) -> Place | None:
    if place := _unmoved(quote, revision):
        return place
    what = sought(quote)
    if not what.keys:
        return None
    old = revision.old_span(what)
    exact = revision.exact(what, old, most=MOST_TWINS)
    if len(exact) == MOST_TWINS:
        return None
    if len(exact) == 1 and _speaks_for_itself(what, revision):
        return _placed(what, exact[0], revision, how=How.QUOTE)
    return _best(what, exact, revision, old=old)


def _unmoved(quote: Quote, revision: Revision) -> Place | None:
    """The same block and offsets, if words and context are as they were to the letter."""
    text = revision.new
    for start_index in text.blocks_of(quote.block_id):
        end_index = start_index
        if quote.end_id not in ("", quote.block_id):
            end_index = text.next_block(quote.end_id, after=start_index)
        place = (start_index, quote.start, end_index, quote.end)
        if (
            end_index >= 0
            and words_between(text.blocks, *place) == quote.words
            and context_of(text.blocks, *place) == (quote.before, quote.after)
        ):
            return _at(revision, *place, how=How.PLACE)
    return None


def _speaks_for_itself(what: Sought, revision: Revision) -> bool:
    """Whether words that stand once need no context: they are enough, and had no twin."""
    if total_weight(what.keys) < TELLING:
        return False
    return len(revision.old.occurrences(what.keys, most=2)) < 2


def _best(
    what: Sought, exact: list[Candidate], revision: Revision, *, old: OldSpan | None
) -> Place | None:
    candidates = [*exact, *revision.similar(what, old)]
    if not candidates:
        return None
    best = max(candidates, key=lambda each: (each.score, each.likeness, -each.first))
    rival = max((each.score for each in candidates if each.is_apart_from(best)), default=0.0)
    margin = EXACT_MARGIN if best.is_exact else FUZZY_MARGIN
    if best.score - rival < margin or _belongs_to_others(best):
        return None
    if not best.is_exact:
        is_same = _is_same_but_changed(what, best, revision)
        return _placed(what, best, revision, how=How.FUZZY) if is_same else None
    if best.context < EXACT_CONTEXT_FLOOR:
        return None
    how = How.QUOTE if len(exact) == 1 else How.CONTEXT
    return _placed(what, best, revision, how=how)


def _belongs_to_others(best: Candidate) -> bool:
    """Whether these words were others' before; an alignment may itself be fooled by a twin."""
    if best.is_exact and best.context >= EXACT_CONTEXT_PROVES:
        return False
    return best.claimed > CLAIM_CEILING


def _is_same_but_changed(what: Sought, best: Candidate, revision: Revision) -> bool:
    """Whether words that are not the same are the same passage, changed."""
    if best.likeness < LIKENESS_FLOOR or best.kept < KEPT_FLOOR:
        return False
    if best.likeness < 1 and _kept_as_written(what, best, revision) < WRITTEN_FLOOR:
        return False
    if best.carried is None:
        return best.context >= CONTEXT_FLOOR_ALONE
    if best.carried >= CARRIED_FLOOR:
        return best.context >= CONTEXT_FLOOR
    return _has_moved(what, best, revision)


def _kept_as_written(what: Sought, best: Candidate, revision: Revision) -> float:
    place = _placed(what, best, revision, how=How.FUZZY)
    return kept_as_written(what.quote.words, place.words)


def _has_moved(what: Sought, best: Candidate, revision: Revision) -> bool:
    """Whether it went elsewhere together with its surroundings, and no figure has changed."""
    if best.likeness < MOVED_LIKENESS_FLOOR or best.context < MOVED_CONTEXT_FLOOR:
        return False
    return _figures(what.keys) == _figures(revision.new.keys[best.first : best.last + 1])


def _figures(keys: Sequence[str]) -> list[str]:
    return [key for key in keys if any(map(str.isdigit, key))]


def _placed(what: Sought, found: Candidate, revision: Revision, *, how: How) -> Place:
    first, last = revision.new.tokens[found.first], revision.new.tokens[found.last]
    start = first.start + (what.lead if found.has_first else 0)
    end = last.end - (what.trail if found.has_last else 0)
    if (last.block, end) <= (first.block, start):  # cut on both sides of a word that shrank
        start, end = first.start, last.end
    place = _at(revision, first.block, start, last.block, end, how=how)
    is_there = _stands_as(what.quote, place) and place.words == what.quote.words
    return replace(place, how=How.PLACE) if is_there else place


def _stands_as(quote: Quote, place: Place) -> bool:
    stood = (quote.block_id, quote.start, quote.end_id or quote.block_id, quote.end)
    return stood == (place.start_block, place.start, place.end_block, place.end)


def _at(
    revision: Revision, start_index: int, start: int, end_index: int, end: int, *, how: How
) -> Place:
    blocks = revision.new.blocks
    return Place(
        start_block=blocks[start_index].id,
        start=start,
        end_block=blocks[end_index].id,
        end=end,
        words=words_between(blocks, start_index, start, end_index, end),
        how=how,
        start_index=start_index,
        end_index=end_index,
    )
