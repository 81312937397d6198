"""What the editor sends is cleaned: the words stay, what no story holds goes."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.newsroom.writing.addresses import tidy_address
from broadsheet.newsroom.writing.widget import StoryTextArea

MATERIAL = Path(os.environ.get("BROADSHEET_MATERIAL", "../shared/material"))

needs_material = pytest.mark.skipif(
    not MATERIAL.exists(), reason="material: ../shared/material is not here"
)


def stored(*blocks: dict[str, Any], entities: dict[str, Any] | None = None) -> str:
    """What is stored of a text that the editor sends."""
    return received(json.dumps({"blocks": list(blocks), "entityMap": entities or {}}))


def received(sent: str) -> str:
    area = StoryTextArea(features=settings.STORY_TEXT_FEATURES)
    html: str = area.value_from_datadict({"text": sent}, {}, "text")
    return html


def block(text: str, **values: Any) -> dict[str, Any]:
    return {"key": "a1b2c", "type": "unstyled", "text": text} | values


def linked(data: dict[str, Any], *, kind: str = "LINK") -> str:
    """What is stored of the word "here", with an entity."""
    ranges = [{"offset": 0, "length": 4, "key": 0}]
    entity = {"type": kind, "mutability": "MUTABLE", "data": data}
    return stored(block("here", entityRanges=ranges), entities={"0": entity})


PLAIN = '<p data-block-key="a1b2c">here</p>'


def test_a_text_is_stored_as_it_was_written() -> None:
    html = stored(
        block("One word.", inlineStyleRanges=[{"offset": 4, "length": 4, "style": "BOLD"}]),
        block("A part", type="header-three"),
        block("Said", type="blockquote"),
    )

    assert html == (
        '<p data-block-key="a1b2c">One <b>word</b>.</p><h3 data-block-key="a1b2c">A part</h3>'
        '<blockquote data-block-key="a1b2c">Said</blockquote>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " \x01javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://files.example/a",
        "blob:https://a.example/1",
        "//evil.example/",
        "\\\\evil.example\\a",
        "https:///no-host",
        "http://[::1",
        "https://a.example:port/",
        "https://a.example/" + "a" * 3000,
        "mailto:",
        "",
        None,
        7,
        ["https://a.example/"],
    ],
)
def test_a_link_that_no_link_may_be_leaves_its_words(address: object) -> None:
    assert linked({"url": address}) == PLAIN


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://a.example/?utm_source=mail&page=2&utm_medium=x", "https://a.example/?page=2"),
        ("https://a.example/a?fbclid=1#part", "https://a.example/a#part"),
        ("https://a.example/?q=a%20b&gclid=1", "https://a.example/?q=a%20b"),
        ("https://a.example/?utmost=1", "https://a.example/?utmost=1"),
        ("http://a.example", "http://a.example"),
        ("www.a.example/x", "https://www.a.example/x"),
        ("mailto:desk@lantern.example", "mailto:desk@lantern.example"),
        ("tel:+441234567", "tel:+441234567"),
        ("/about/", "/about/"),
        ("#part", "#part"),
    ],
)
def test_an_address_is_kept_without_what_follows_readers(sent: str, kept: str) -> None:
    assert tidy_address(sent) == kept


@pytest.mark.parametrize("page_id", ["1 OR 1=1", "-1", "1.5", "9" * 30, "²", {"a": 1}, ""])
def test_a_link_to_a_page_of_no_number_leaves_its_words(page_id: object) -> None:
    assert linked({"id": page_id}) == PLAIN


def test_a_link_to_a_page_keeps_its_number_and_nothing_else() -> None:
    html = linked({"id": 12, "url": "javascript:alert(1)", "onclick": "alert(1)"})

    assert html == '<p data-block-key="a1b2c"><a linktype="page" id="12">here</a></p>'


@pytest.mark.parametrize("kind", ["IMAGE", "EMBED", "SCRIPT", "DOCUMENT", "<b>", None])
def test_an_entity_that_no_story_holds_leaves_its_words(kind: str) -> None:
    data = {"src": "x", "onerror": "alert(1)", "url": "https://a.example/"}

    assert linked(data, kind=kind) == PLAIN


def test_a_block_that_no_story_holds_is_a_paragraph() -> None:
    html = stored(block("Words", type="script", key='"><img src=x onerror=alert(1)>'))

    assert html == '<p data-block-key="">Words</p>'


@pytest.mark.parametrize(
    "ranges",
    [
        [{"offset": -3, "length": 2, "key": 0}],
        [{"offset": 2, "length": 900, "key": 0}],
        [{"offset": "0", "length": 4, "key": 0}],
        [{"offset": 0, "length": 4, "key": 7}],
        [{"offset": 0, "length": 4}],
        ["here"],
        "here",
    ],
)
def test_a_range_that_is_not_in_the_text_is_left_out(ranges: Any) -> None:
    entity = {"type": "LINK", "data": {"url": "https://a.example/"}}

    assert stored(block("here", entityRanges=ranges), entities={"0": entity}) == PLAIN


def test_a_link_within_a_link_is_left_out() -> None:
    entity = {"type": "LINK", "data": {"url": "https://a.example/"}}
    ranges = [{"offset": 0, "length": 4, "key": 0}, {"offset": 2, "length": 1, "key": 0}]

    html = stored(block("here", entityRanges=ranges), entities={"0": entity})

    assert html.count("<a ") == 1


def test_a_list_is_nested_four_deep_at_most() -> None:
    html = stored(*(block("x", type="unordered-list-item", depth=depth) for depth in (0, 10**9)))

    assert html.count("<ul>") == 5


@pytest.mark.parametrize(
    "sent",
    [
        "no JSON",
        "[]",
        '{"blocks": 1}',
        "[" * 100_000,
        json.dumps({"blocks": [{"text": "a"}] * 6000}),
        json.dumps({"blocks": [{"text": "a" * 1_100_000}]}),
    ],
    ids=["no json", "a list", "a number", "deep", "many blocks", "a long block"],
)
def test_what_no_editor_sends_is_a_bad_request(sent: str) -> None:
    with pytest.raises(BadRequest):
        received(sent)


@pytest.mark.parametrize("half", [r"\ud83d", r"\uDE00", "\ud83d"])
def test_half_a_character_becomes_a_question_mark(half: str) -> None:
    sent = json.dumps({"blocks": [block("A boat HALF sinks")], "entityMap": {}})

    assert "A boat ? sinks" in received(sent.replace("HALF", half))


def test_a_whole_character_of_two_halves_stays() -> None:
    assert "A boat \N{SAILBOAT}\N{GRINNING FACE}" in stored(
        block("A boat \N{SAILBOAT}\N{GRINNING FACE}")
    )


def test_nothing_is_an_empty_text() -> None:
    assert received("null") == received('{"blocks": []}') == ""


@needs_material
def test_hostile_snippets_stand_in_the_page_as_words(
    visitor: Client, write_story: WriteStory
) -> None:
    paths = sorted((MATERIAL / "text/sanitizer").glob("*.test"))
    snippets = [path.read_text(encoding="utf-8") for path in paths]
    ranges = [{"offset": 0, "length": 4, "key": 0}]
    written = [block(snippet) for snippet in snippets]
    pointed = [
        stored(
            block("here", entityRanges=ranges),
            entities={"0": {"type": "LINK", "data": {"url": snippet}}},
        )
        for snippet in snippets
    ]
    write_story(body=[("text", stored(*written)), *(("text", html) for html in pointed)])

    body = visitor.get("/stories/the-gate-is-worn/").text.split('class="story-body"')[1]

    assert len(snippets) >= 20
    words = body.split("</article>")[0].lower()
    for sign in ("<script", "<img", "<iframe", "<svg", 'href="javascript'):
        assert sign not in words
