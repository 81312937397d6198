"""Links lead to the new address of what moved, and nowhere harmful."""

import pytest

from broadsheet.importers.wordpress.map import plain_blocks

MOVED = {"https://ferry.example/2024/bridge/": "/stories/bridge/"}


@pytest.mark.parametrize(
    "old",
    [
        "https://ferry.example/2024/bridge/",
        "https://ferry.example/2024/bridge",
        "http://ferry.example/2024/bridge/",
    ],
)
def test_a_link_to_a_story_that_moved_follows_it(old: str) -> None:
    assert _linked(old) == '<p><a href="/stories/bridge/">words</a></p>'


def test_a_link_into_a_story_that_moved_keeps_its_fragment() -> None:
    assert _linked("https://ferry.example/2024/bridge/#map") == (
        '<p><a href="/stories/bridge/#map">words</a></p>'
    )


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://isle.example/?a=1&amp;b=2", "https://isle.example/?a=1&amp;b=2"),
        ("mailto:mara@ferry.example", "mailto:mara@ferry.example"),
        ("/about/", "/about/"),
        ("//isle.example/a", "https://isle.example/a"),
    ],
)
def test_other_links_stay(address: str, kept: str) -> None:
    assert _linked(address) == f'<p><a href="{kept}">words</a></p>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa&#x09;Script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "tel:123",
        "#note-1",
        "page.html",
        "",
    ],
)
def test_a_link_that_leads_nowhere_leaves_its_words(address: str) -> None:
    assert _linked(address) == "<p>words</p>"


def test_a_new_address_is_not_trusted_more_than_an_old_one() -> None:
    mapped = plain_blocks("<a href='/a'>words</a>", links={"/a": "javascript:alert(1)"})

    assert mapped.blocks[0].value == "<p>words</p>"


def _linked(address: str) -> str:
    (block,) = plain_blocks(f'<a href="{address}" onclick="x()">words</a>', links=MOVED).blocks
    return block.value
