"""Whatever stands in a body, no script comes out of it and no mapping takes long."""

import json
import re
import time
from html import unescape

import pytest

from broadsheet.importers.wordpress.map import Block, plain_blocks, plain_comment, plain_title
from broadsheet.importers.wordpress.tests.exports import MATERIAL, needs_material
from broadsheet.lib.text import has_controls

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script></script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p onclick=alert(1) style='x:expression(1)'>a</p>",
    "<a href='java&#10;script:alert(1)'>a</a>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "[caption caption='<img src=x onerror=alert(1)>']<img src=x>[/caption]",
    "[caption]<img src=x><script>alert(1)</script>[/caption]",
    "[x=<script>]alert(1)[/x]",
    "<pre><script>alert(1)</script></pre>",
    "<blockquote><script>alert(1)</script><cite><img src=x onerror=alert(1)></cite></blockquote>",
    "<!-- wp:html --><base href='https://evil.example'><!-- /wp:html -->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<a href='https://a.example/\"onmouseover=\"alert(1)'>a</a>",
]
SLOW = {
    "brackets": '[a "' * 20_000,
    "attributes": "[a x=1 " * 20_000,
    "tags": '<a "' * 20_000,
    "breaks": "<br> " * 10_000 + "x",
    "blank lines": "\n" * 50_000 + "x",
    "scripts": "<script>" * 2_000,
    "captions": "[caption]" * 2_000,
    "bold": "<b>" * 1_000 + "x<p>y",
    "hard spaces": "a" + "\u00a0" * 16_000 + "b",
    "lines of code": "<pre>a" + "\n " * 8_000 + "b</pre>",
    "block comments": "<!-- wp:a " * 8_000,
    "a block's long name": "<!-- wp:" + "a" * 32_000,
    "more captions": "[caption]" * 8_000,
    "a long attribute": "[ad " + "a" * 32_000 + "]",
    "inline questions": "[wpdiscuz-feedback]" * 8_000,
    "tables": "<table><tr><td>" * 4_000,
    "more scripts": "<script>" * 32_000,
}


@pytest.mark.parametrize("body", HOSTILE)
def test_no_script_comes_out(body: str) -> None:
    for block in plain_blocks(body).blocks:
        if block.kind == "text":
            _assert_harmless(block.value)


@needs_material
def test_the_hostile_snippets_of_a_sanitizer_come_to_nothing() -> None:
    snippets = sorted((MATERIAL / "text" / "sanitizer").glob("*.test"))
    assert len(snippets) == 20

    for snippet in snippets:
        hostile = snippet.read_text().partition("\n--\n")[0]
        for block in plain_blocks(hostile).blocks:
            _assert_harmless(block.value)


@needs_material
def test_naughty_strings_neither_raise_nor_harm() -> None:
    strings = json.loads((MATERIAL / "text" / "blns.json").read_text())

    for text in strings:
        for block in plain_blocks(text).blocks:
            if block.kind == "text":
                _assert_harmless(block.value)
        assert "\n" not in plain_title(text)
        assert plain_comment(text) == plain_comment(text).strip("\n")


@pytest.mark.parametrize("name", SLOW)
def test_a_hostile_body_does_not_hold_up_an_import(name: str) -> None:
    started = time.process_time()

    plain_blocks(SLOW[name])
    plain_comment(SLOW[name])

    assert time.process_time() - started < 1


def test_control_characters_come_out_nowhere() -> None:
    body = (
        "<h2>Tea&#1;</h2><p>The&#x0b; <a href='https://a.example/&#2;'>sea</a>\x85</p>"
        "<pre>a\tb&#10;c&#127;</pre><blockquote>Aye.&#3;<cite>Jo&#4;</cite></blockquote>"
        "[caption caption='&#5;A boat']<img src=x>[/caption]"
    )

    blocks = plain_blocks(body).blocks

    assert not any(has_controls(block.value + block.speaker) for block in blocks)
    assert blocks[0] == Block("heading", "Tea")
    assert Block("quote", "Aye.", "Jo") in blocks
    assert '<p>The <a href="https://a.example/">sea</a></p>' in blocks[1].value


def test_markup_that_is_nested_too_deep_leaves_its_words() -> None:
    mapped = plain_blocks("<div>" * 2_000 + "The sea.")

    assert [block.value for block in mapped.blocks] == ["<p>The sea.</p>"]
    assert mapped.left_out == {"formatting, nested too deep": 1}


def _assert_harmless(html: str) -> None:
    """Tags of the list only, and no attribute but a link's address."""
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(
            r"</?(?:p|b|i|ul|ol|li|br|hr|code|sup|sub|h3|h4)>|</a>|<a(?: href=\"[^\"]*\")?>", tag
        ), tag
    for address in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"https?://|mailto:|/(?!/)", unescape(address)), address
