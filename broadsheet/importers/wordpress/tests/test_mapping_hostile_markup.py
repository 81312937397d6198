"""Whatever stands in a body, no script comes out of it and no mapping takes long."""

import json
import re
import time
from html import unescape

import pytest

from broadsheet.importers.wordpress.map import plain_blocks, plain_comment, plain_title
from broadsheet.importers.wordpress.tests.exports import MATERIAL, needs_material

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
    started = time.perf_counter()

    plain_blocks(SLOW[name])
    plain_comment(SLOW[name])

    assert time.perf_counter() - started < 5


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
