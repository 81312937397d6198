import pytest

from broadsheet.conversation.anchoring import Block, How, Place, Quote, quote_of, reanchor

BRIDGE = "The old bridge across the Lenne will stay closed until the end of October."
COUNCIL = "On Tuesday the council voted nine to four for a second survey of its piers."
FERRY = "Until then a small ferry carries people, bicycles and dogs from bank to bank."
MAYOR = "Nobody, said the mayor, wants to learn in winter that a pier has moved."
SCHOOL = "Children from the upper village now walk forty minutes to the school."


def story(*paragraphs: str, ids: str = "abcdefghij") -> list[Block]:
    return [Block(id, text) for id, text in zip(ids, paragraphs, strict=False)]


def quoted(blocks: list[Block], words: str, *, nth: int = 0) -> Quote:
    """The nth time these words stand within a block, remembered."""
    places = [
        (index, at)
        for index, block in enumerate(blocks)
        for at in range(len(block.text))
        if block.text.startswith(words, at)
    ]
    index, at = places[nth]
    return quote_of(blocks, start_index=index, start=at, end_index=index, end=at + len(words))


def found(quote: Quote, new: list[Block], *, old: list[Block] | None = None) -> Place | None:
    place = reanchor([quote], new, former=old or ())[0]
    if place is not None:
        assert new[place.start_index].id == place.start_block
        assert new[place.end_index].id == place.end_block
        if place.start_index == place.end_index:
            assert new[place.start_index].text[place.start : place.end] == place.words
    return place


knowing = pytest.mark.parametrize("knows_former", [True, False])


@knowing
def test_words_that_did_not_move_are_found_by_their_place(knows_former: bool) -> None:
    old = story(BRIDGE, COUNCIL, FERRY)

    place = found(quoted(old, "nine to four"), old, old=old if knows_former else None)

    assert place == Place("b", 29, "b", 41, "nine to four", How.PLACE, 1, 1)


@knowing
def test_a_change_elsewhere_in_the_paragraph_leaves_words_in_place(knows_former: bool) -> None:
    old = story(BRIDGE + " " + COUNCIL, FERRY)
    new = story(BRIDGE + " " + COUNCIL + " " + MAYOR, FERRY)

    place = found(quoted(old, COUNCIL), new, old=old if knows_former else None)

    assert place is not None
    assert (place.how, place.start) == (How.PLACE, len(BRIDGE) + 1)


@knowing
def test_words_pushed_down_are_found_as_a_quote(knows_former: bool) -> None:
    old = story(BRIDGE, COUNCIL)
    new = story(BRIDGE, MAYOR + " " + COUNCIL)

    place = found(quoted(old, "voted nine to four"), new, old=old if knows_former else None)

    assert place is not None
    assert (place.how, place.words) == (How.QUOTE, "voted nine to four")


@knowing
def test_a_paragraph_that_moved_takes_its_passages_along(knows_former: bool) -> None:
    old = story(BRIDGE, COUNCIL, FERRY, MAYOR)
    new = [old[3], old[1], old[0], old[2]]
    quotes = [quoted(old, words) for words in (BRIDGE, "nine to four", FERRY[20:], MAYOR)]

    places = reanchor(quotes, new, former=old if knows_former else ())

    assert [place and place.words for place in places] == [quote.words for quote in quotes]
    assert [place and place.start_block for place in places] == ["a", "b", "c", "d"]


@knowing
def test_of_twins_the_one_with_its_context_is_taken(knows_former: bool) -> None:
    refrain = "The town hall did not answer."
    old = story(f"{BRIDGE} {refrain} {COUNCIL}", f"{FERRY} {refrain} {MAYOR}")
    new = story(f"{SCHOOL} {BRIDGE} {refrain} {COUNCIL}", f"{SCHOOL} {FERRY} {refrain} {MAYOR}")

    places = [
        found(quoted(old, refrain, nth=nth), new, old=old if knows_former else None)
        for nth in (0, 1)
    ]

    assert [place and (place.start_block, place.how) for place in places] == [
        ("a", How.CONTEXT),
        ("b", How.CONTEXT),
    ]


@knowing
def test_a_twin_in_the_very_place_does_not_pass_for_the_words_that_moved(
    knows_former: bool,
) -> None:
    refrain = "The town hall did not answer."
    old = story(f"{refrain} {BRIDGE}", f"{COUNCIL} {MAYOR}", f"{refrain} {FERRY}")
    new = story(f"{refrain} {FERRY}", f"{COUNCIL} {MAYOR}", f"{SCHOOL} {refrain} {BRIDGE}")

    place = found(quoted(old, refrain), new, old=old if knows_former else None)

    assert place is not None
    assert (place.start_block, place.start) == ("c", len(SCHOOL) + 1)


@knowing
def test_a_twin_does_not_inherit_from_words_that_were_deleted(knows_former: bool) -> None:
    refrain = "Nothing more was said."
    old = story(f"{BRIDGE} {refrain} {COUNCIL}", f"{FERRY} {refrain} {MAYOR}", SCHOOL)
    new = story(f"{BRIDGE} {COUNCIL}", f"{FERRY} {refrain} {MAYOR}", SCHOOL)

    assert found(quoted(old, refrain), new, old=old if knows_former else None) is None


@knowing
def test_words_that_were_edited_are_found_where_they_stood(knows_former: bool) -> None:
    old = story(BRIDGE, f"{COUNCIL} {FERRY}", MAYOR)
    edited = FERRY.replace("a small ferry carries", "a small boat carries")
    new = story(BRIDGE, f"{COUNCIL} {edited}", MAYOR)

    place = found(quoted(old, FERRY), new, old=old if knows_former else None)

    assert place is not None
    assert (place.how, place.words) == (How.FUZZY, edited)


@knowing
def test_a_corrected_figure_in_its_place_is_the_same_passage(knows_former: bool) -> None:
    old = story(BRIDGE, f"{FERRY} {COUNCIL}", MAYOR)
    new = story(BRIDGE, f"{FERRY} {COUNCIL.replace('nine', 'eight')}", MAYOR)

    place = found(quoted(old, COUNCIL), new, old=old if knows_former else None)

    assert place is not None
    assert (place.how, place.start_block) == (How.FUZZY, "b")


@knowing
@pytest.mark.parametrize("gone", [0, 1, 2, 3])
def test_a_line_that_differs_by_a_figure_is_not_taken_for_a_deleted_one(
    gone: int, knows_former: bool
) -> None:
    lines = [f"In ward {at} turnout fell to {40 + at} per cent on Sunday." for at in range(1, 5)]
    old = story(BRIDGE, *lines, FERRY)
    new = [block for block in old if block.text != lines[gone]]

    assert found(quoted(old, lines[gone]), new, old=old if knows_former else None) is None


@knowing
def test_two_like_sentences_leave_the_passage_in_doubt(knows_former: bool) -> None:
    old = story(BRIDGE, "The ferry ran on Monday from seven until nine in the morning.", MAYOR)
    new = story(
        "The ferry ran on Tuesday from seven until nine in the morning.",
        SCHOOL,
        "The ferry ran on Friday from seven until nine in the morning.",
        ids="xyz",
    )
    quote = quoted(old, old[1].text)

    assert found(quote, new, old=old if knows_former else None) is None


@knowing
def test_deleted_words_are_gone(knows_former: bool) -> None:
    old = story(BRIDGE, COUNCIL, FERRY)
    new = story(BRIDGE, FERRY)

    assert found(quoted(old, "voted nine to four"), new, old=old if knows_former else None) is None
    assert found(quoted(old, COUNCIL), [], old=old if knows_former else None) is None


def test_a_single_word_that_stands_once_elsewhere_is_not_taken() -> None:
    old = story(BRIDGE, COUNCIL)
    new = story(BRIDGE, "The survey of the harbour begins in spring.")

    assert found(quoted(old, "survey"), new, old=old) is None
    assert found(quoted(old, "survey"), new) is None


@knowing
def test_a_passage_over_two_paragraphs_is_found_from_block_to_block(knows_former: bool) -> None:
    old = story(BRIDGE, COUNCIL, FERRY)
    quote = quote_of(old, start_index=0, start=4, end_index=1, end=41)
    new = [Block("n", MAYOR), *old]

    place = found(quote, new, old=old if knows_former else None)

    assert place is not None
    assert (place.start_block, place.start, place.end_block, place.end) == ("a", 4, "b", 41)
    assert place.words == BRIDGE[4:] + "\n" + COUNCIL[:41] == quote.words
    assert (place.start_index, place.end_index) == (1, 2)


@knowing
def test_a_paragraph_cut_in_two_and_joined_again_keeps_its_passage(knows_former: bool) -> None:
    whole, cut = story(f"{BRIDGE} {COUNCIL}", FERRY), story(BRIDGE, COUNCIL, FERRY, ids="axc")
    one = quoted(whole, "end of October. On Tuesday the council")
    former = whole if knows_former else None

    parted = found(one, cut, old=former)

    assert parted is not None
    assert (parted.words, parted.end_block) == ("end of October.\nOn Tuesday the council", "x")
    two = quote_of(cut, start_index=0, start=parted.start, end_index=1, end=parted.end)
    joined = found(two, whole, old=cut if knows_former else None)
    assert joined is not None
    assert joined.words == one.words


@knowing
def test_typography_and_spaces_do_not_change_a_passage(knows_former: bool) -> None:
    old = story(BRIDGE, 'She said: "It\'s a long-term plan - for years", and left.', FERRY)
    new = story(BRIDGE, "She said:  “It’s a long‑term plan – for\u00a0years”, and left.", FERRY)
    quote = quoted(old, '"It\'s a long-term plan - for years"')

    place = found(quote, new, old=old if knows_former else None)

    assert place is not None
    assert (place.how, place.words) == (How.QUOTE, "“It’s a long‑term plan – for\u00a0years”")


@knowing
def test_a_selection_that_cuts_words_is_cut_in_the_same_way_again(knows_former: bool) -> None:
    old = story(BRIDGE, COUNCIL)
    quote = quoted(old, "ridge across the Lenne will st")

    place = found(quote, [Block("a", MAYOR + " " + BRIDGE)], old=old if knows_former else None)

    assert place is not None
    assert place.words == quote.words


@pytest.mark.parametrize(
    "words",
    [
        "河岸的居民说渡船每天只开到晚上七点",
        "มหาวิทยาลัยประกาศปิดสะพาน",
        "الجسر القديم سيبقى مغلقا",
        "👩‍👩‍👧 und 🚲🚲",
    ],
)
def test_every_script_is_found_to_the_code_point(words: str) -> None:
    old = story(f"{BRIDGE} {words} {COUNCIL}")
    new = story(f"{SCHOOL} {BRIDGE} {words} {COUNCIL}")

    place = found(quoted(old, words), new, old=old)

    assert place is not None
    assert (place.words, place.start) == (words, len(SCHOOL) + len(BRIDGE) + 2)


def test_blocks_without_ids_or_with_one_id_twice_are_no_obstacle() -> None:
    old = story(BRIDGE, COUNCIL, FERRY)

    for ids in (["", "", ""], ["a", "a", "a"]):
        new = [Block(id, block.text) for id, block in zip(ids, old, strict=True)]
        place = found(quoted(old, "nine to four"), new, old=old)
        assert place is not None
        assert (place.start_index, place.start) == (1, 29)
