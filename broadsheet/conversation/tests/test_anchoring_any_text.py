import itertools
import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.anchors import CORRECT, GONE, VERBATIM, WRONG, answers_for
from broadsheet.conversation.anchoring import Block, How, quote_of, reanchor
from broadsheet.conversation.tests.test_anchoring import (
    BRIDGE,
    COUNCIL,
    MAYOR,
    SCHOOL,
    found,
    quoted,
    story,
)

MATERIAL = Path(__file__).parents[4] / "shared/material/anchors/revisions.json"

TEXTS = st.lists(
    st.text(st.sampled_from("abb  .é\u0301\u200d😀\x00ß漢\n—”7"), max_size=30)
    | st.text(max_size=20),
    min_size=1,
    max_size=5,
)


@given(TEXTS, st.data(), st.booleans())
@settings(max_examples=30, deadline=None)
def test_in_an_unchanged_text_every_passage_stays_where_it_is(
    texts: list[str], data: st.DataObject, knows_former: bool
) -> None:
    blocks = story(*texts)
    places = [(i, at) for i, text in enumerate(texts) for at in range(len(text) + 1)]
    first = data.draw(st.sampled_from(places))
    last = data.draw(st.sampled_from([place for place in places if place >= first]))
    quote = quote_of(blocks, start_index=first[0], start=first[1], end_index=last[0], end=last[1])

    place = found(quote, blocks, old=blocks if knows_former else None)

    assert place is not None
    assert (place.start_index, place.start, place.end_index, place.end) == (*first, *last)
    assert (place.words, place.how) == (quote.words, How.PLACE)


@given(TEXTS, TEXTS, st.data())
@settings(max_examples=30, deadline=None)
def test_any_answer_in_any_text_slices_to_its_words(
    texts: list[str], others: list[str], data: st.DataObject
) -> None:
    old = story(*texts)
    end = data.draw(st.integers(0, len(texts[0])))
    start = data.draw(st.integers(0, end))
    quote = quote_of(old, start_index=0, start=start, end_index=0, end=end)

    place = found(quote, story(*others, *texts), old=old)

    assert place is None or place.words.strip() or not quote.words.strip()


@given(st.lists(st.sampled_from(MAYOR.split() + SCHOOL.split()), max_size=60), st.booleans())
@settings(max_examples=20, deadline=None)
def test_in_a_text_without_the_words_nothing_is_found(words: list[str], knows: bool) -> None:
    old = story(BRIDGE, COUNCIL)

    assert found(quoted(old, BRIDGE), story(" ".join(words)), old=old if knows else None) is None


def test_two_hundred_passages_of_a_long_story_take_well_under_a_second() -> None:
    chance = random.Random(4)
    words = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{at}" for at in range(400)]
    lines = [" ".join(chance.choices(words, k=60)) for _ in range(70)]
    old = [Block(f"b{at}", line) for at, line in enumerate(lines)]
    new = [Block(b.id, " ".join(w for w in b.text.split() if chance.random() > 0.1)) for b in old]
    quotes = [
        quote_of(old, start_index=at % 70, start=at, end_index=at % 70, end=at + 90)
        for at in range(200)
    ]

    began = time.process_time()
    places = reanchor(quotes, new, former=old)
    seconds = time.process_time() - began

    assert sum(map(len, lines)) > 15_000
    assert sum(place is not None for place in places) > 150
    assert seconds < 1


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "go " * 20_000, "😀" * 100_000, "e\u0301" * 100_000, "\x00" * 100_000]
)
def test_hostile_texts_neither_hang_nor_mislead(text: str) -> None:
    old = [Block("a", text)]
    new = [Block("a", "x " + text)]
    quote = quote_of(old, start_index=0, start=1000, end_index=0, end=1600)
    whole = quote_of(old, start_index=0, start=0, end_index=0, end=len(text))

    began = time.process_time()
    places = reanchor([quote, whole], new, former=old)

    assert time.process_time() - began < 2
    assert places[0] is None or places[0].words == quote.words
    assert reanchor([quote, whole], old, former=old) == reanchor([quote, whole], old)


@pytest.mark.skipif(
    not MATERIAL.exists(), reason="material: the collection of revised texts is not here"
)
def test_in_real_revisions_quotes_land_on_their_own_words() -> None:
    pairs = json.loads(MATERIAL.read_text())[::8]

    answers = list(itertools.chain.from_iterable(answers_for([p], seed=7) for p in pairs))

    of_kind = {k: [a.verdict for a in answers if a.kind == k] for k in (VERBATIM, GONE)}
    assert len(answers) > 120
    assert of_kind[VERBATIM].count(CORRECT) >= 0.97 * len(of_kind[VERBATIM])
    assert sum(a.verdict == WRONG and not a.is_near for a in answers) <= 1
