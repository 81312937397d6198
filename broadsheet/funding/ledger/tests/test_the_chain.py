"""Whatever is done to the entries, the chain shows it."""

from dataclasses import replace

import pytest

from broadsheet.funding.ledger.chain import (
    FIRST,
    BrokenChain,
    PublicEntry,
    check_chain,
    digest_of,
    line_of,
)

Link = tuple[PublicEntry, str, str]


def links(number: int = 5) -> list[Link]:
    chain: list[Link] = []
    last = FIRST
    for at in range(1, number + 1):
        entry = PublicEntry(
            number=at,
            day="2026-05-04",
            kind="gift",
            campaign="records",
            given_minor=100 * at,
            given_currency="USD",
            rate="1",
            rate_source="",
            postings=(("bank", "", "USD", 100 * at), ("gifts", "records", "USD", -100 * at)),
        )
        digest = digest_of(entry, previous=last)
        chain.append((entry, last, digest))
        last = digest
    return chain


def test_a_whole_chain_holds() -> None:
    assert check_chain(links()) == 5
    assert check_chain([]) == 0


CHANGES = {
    "day": "2026-05-05",
    "kind": "refund",
    "campaign": "other",
    "given_minor": 301,
    "given_currency": "EUR",
    "rate": "1.1",
    "rate_source": "provider",
    "postings": (("bank", "", "USD", 299), ("gifts", "records", "USD", -299)),
    "number": 9,
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_is_found(field: str) -> None:
    chain = links()
    entry, previous, digest = chain[2]
    chain[2] = (replace(entry, **{field: CHANGES[field]}), previous, digest)

    with pytest.raises(BrokenChain):
        check_chain(chain)


def test_a_change_that_is_sealed_anew_breaks_the_next_one() -> None:
    chain = links()
    entry, previous, _ = chain[2]
    changed = replace(entry, given_minor=1)
    chain[2] = (changed, previous, digest_of(changed, previous=previous))

    with pytest.raises(BrokenChain) as broken:
        check_chain(chain)
    assert broken.value.number == 4


@pytest.mark.parametrize("at", range(5))
def test_a_removal_is_found_but_for_the_last(at: int) -> None:
    chain = links()
    del chain[at]

    if at == 4:  # only who kept the newest digest sees that
        assert check_chain(chain) == 4
        return
    with pytest.raises(BrokenChain):
        check_chain(chain)


def test_a_swap_and_an_addition_are_found() -> None:
    swapped, added = links(), links()
    swapped[1], swapped[2] = swapped[2], swapped[1]
    added.insert(2, added[1])

    for chain in (swapped, added):
        with pytest.raises(BrokenChain):
            check_chain(chain)


def test_the_sealed_text_is_what_the_documentation_says() -> None:
    entry, previous, _ = links(1)[0]

    assert line_of(entry, previous=previous) == (
        '{"campaign":"records","day":"2026-05-04","given":[100,"USD"],"kind":"gift","number":1,'
        '"postings":[["bank","","USD",100],["gifts","records","USD",-100]],'
        f'"previous":"{FIRST}","rate":["1",""]}}'
    )


def test_the_order_of_postings_does_not_matter() -> None:
    entry, previous, digest = links(1)[0]

    assert digest_of(replace(entry, postings=entry.postings[::-1]), previous=previous) == digest
