"""A post's body becomes text, headings and quotes, and nothing goes missing uncounted."""

import re

import pytest

from broadsheet.importers.wordpress.map import Block, plain_blocks
from broadsheet.importers.wordpress.read import read_export
from broadsheet.importers.wordpress.records import Item
from broadsheet.importers.wordpress.tests.exports import MATERIAL, needs_material


def test_blank_lines_end_paragraphs_in_the_classic_editor() -> None:
    assert _text("One\ntwo.\n\n\nThree.\n") == "<p>One<br>two.</p><p>Three.</p>"


def test_lines_of_carriage_returns_are_lines() -> None:
    assert _text("One.\r\n\r\nTwo.") == "<p>One.</p><p>Two.</p>"


def test_two_breaks_end_a_paragraph() -> None:
    assert _text("One.<br /><br />\nTwo.<br />\nThree.") == "<p>One.</p><p>Two.<br>Three.</p>"


def test_paragraphs_and_loose_text_may_be_mixed() -> None:
    body = "<p>One.</p>\n\nTwo <em>and</em>\n\n<strong>three</strong>\n<ul><li>a</li></ul>\nFour."

    assert _text(body) == (
        "<p>One.</p><p>Two <i>and</i></p><p><b>three</b></p><ul><li>a</li></ul><p>Four.</p>"
    )


def test_bold_that_runs_over_two_paragraphs_stays_bold() -> None:
    assert _text("<b>One.\n\nTwo.</b>") == "<p><b>One.</b></p><p><b>Two.</b></p>"


def test_the_block_editors_comments_go() -> None:
    body = (
        '<!-- wp:paragraph {"align":"left"} -->\n<p class=\'x\'>One\ntwo.</p>\n'
        "<!-- /wp:paragraph -->\n\n<!-- wp:separator -->\n<hr/>\n<!-- /wp:separator -->\n"
        "<!-- wp:paragraph --><p>Three.</p><!-- /wp:paragraph -->"
    )

    assert _text(body) == "<p>One two.</p><hr><p>Three.</p>"


def test_a_block_that_wordpress_fills_in_is_counted() -> None:
    mapped = plain_blocks('<!-- wp:latest-posts {"a":1} /--><!-- wp:spacer /-->')

    assert (mapped.blocks, mapped.left_out) == ([], {"block [latest-posts]": 1})


def test_more_and_next_page_go() -> None:
    assert _text("One.\n<!--more Read on-->\nTwo.\n\n<!--nextpage-->\n\nThree.") == (
        "<p>One.</p><p>Two.</p><p>Three.</p>"
    )


def test_large_headings_are_blocks_and_small_ones_stay_in_the_text() -> None:
    mapped = plain_blocks("<h2>Tea &amp; <em>sea</em></h2><p>One.</p><h3>Two</h3><h6>Three</h6>")

    assert mapped.blocks == [
        Block("heading", "Tea & sea"),
        Block("text", "<p>One.</p><h3>Two</h3><h4>Three</h4>"),
    ]


def test_a_heading_too_long_for_its_block_stays_in_the_text() -> None:
    words = "sea " * 60

    assert _text(f"<h2>{words}</h2>") == f"<h3>{words.strip()}</h3>"


def test_a_quote_is_plain_and_says_who_speaks() -> None:
    body = (
        "<blockquote><p>Tea &lt; sea.<br>So there.</p><p>Amen.</p><cite>— Mara</cite></blockquote>"
    )

    assert plain_blocks(body).blocks == [Block("quote", "Tea < sea.\nSo there.\n\nAmen.", "Mara")]


def test_a_list_in_a_quote_is_lines() -> None:
    body = (
        "<blockquote>Bring:<ul><li>tea</li><li>a boat<ol><li>oars</li></ol></li></ul></blockquote>"
    )

    assert plain_blocks(body).blocks == [Block("quote", "Bring:\n\ntea\na boat\noars")]


def test_a_pull_quote_is_a_quote() -> None:
    body = "<figure class='wp-block-pullquote'><blockquote><p>Sea.</p></blockquote></figure>"

    assert plain_blocks(body).blocks == [Block("quote", "Sea.")]


def test_lists_keep_their_nesting_and_close_what_was_left_open() -> None:
    body = "<ul><li><p>One</p>\n<ol><li>Two</ol><li>Three<li> </ul>"

    assert _text(body) == "<ul><li>One<ol><li>Two</li></ol></li><li>Three</li></ul>"


def test_a_table_becomes_a_paragraph_for_each_row() -> None:
    mapped = plain_blocks(
        "<table><caption>Fares</caption><thead><tr><th>To</th><th>Price</th></tr></thead>"
        "<tr><td><a href='https://isle.example'>Isle</a></td><td>\n5\n</td><td></td></tr></table>"
    )

    assert mapped.left_out == {"table": 1}
    assert mapped.blocks == [
        Block(
            "text",
            '<p>Fares</p><p>To · Price</p><p><a href="https://isle.example">Isle</a> · 5</p>',
        )
    ]


def test_a_table_for_the_layout_is_taken_apart() -> None:
    body = "<table><tr><td><h2>Sea</h2><p>One.</p><p>Two.</p></td></tr></table>"

    assert plain_blocks(body).blocks == [
        Block("heading", "Sea"),
        Block("text", "<p>One.</p><p>Two.</p>"),
    ]


def test_preformatted_text_keeps_its_lines_and_indents() -> None:
    assert _text("<pre>if sea:\n    swim()</pre>") == (
        "<p><code>if sea:<br>&nbsp;&nbsp;&nbsp;&nbsp;swim()</code></p>"
    )


def test_a_verse_is_not_code() -> None:
    assert _text("<pre class='wp-block-verse'>The sea,\nthe sea</pre>") == (
        "<p>The sea,<br>the sea</p>"
    )


def test_formatting_keeps_what_a_story_can_hold_and_the_words_of_the_rest() -> None:
    body = (
        "<u>a</u> <kbd>b</kbd> <q>c</q> H<sub>2</sub>O <span style='color:red'>d</span>"
        " <mark>e</mark> <strong> </strong>"
    )

    assert _text(body) == "<p>a <code>b</code> “c” H<sub>2</sub>O d e</p>"


def test_struck_words_are_counted_because_they_no_longer_look_struck() -> None:
    assert plain_blocks("<del>10</del> <ins>12</ins> ferries").left_out == {"strike-through": 1}


def test_a_pictures_caption_keeps_its_words() -> None:
    mapped = plain_blocks(
        "<figure><a href='/a.jpg'><img src='/a.jpg' alt='Boat'></a>"
        "<figcaption>The <b>boat</b></figcaption></figure>"
    )

    assert mapped.blocks == [Block("text", "<p><i>The <b>boat</b></i></p>")]
    assert mapped.left_out == {"image": 1}


def test_a_gallery_is_counted_once_and_not_by_its_pictures() -> None:
    mapped = plain_blocks(
        "<figure class='wp-block-gallery'><ul class='blocks-gallery-grid'><li><figure><img src=a>"
        "<figcaption>Boat</figcaption></figure></li><li><img src=b></li></ul></figure><img src=c>"
    )

    assert mapped.left_out == {"gallery": 1, "image": 1}
    assert mapped.blocks == [Block("text", "<p><i>Boat</i></p>")]


def test_an_emoji_picture_is_its_character() -> None:
    mapped = plain_blocks('Fine <img class="emoji" alt="🙂" src="https://s.w.org/1f642.svg">')

    assert (mapped.blocks[0].value, mapped.left_out) == ("<p>Fine 🙂</p>", {})


def test_an_embed_keeps_its_address() -> None:
    address = "https://video.example/watch?v=1&t=2"
    mapped = plain_blocks(f"See:\n\n{address.replace('&', '&amp;')}\n\nOr <b>{address}</b> here.")

    escaped = address.replace("&", "&amp;")
    assert mapped.left_out == {"embed": 1}
    assert f'<p><a href="{escaped}">{escaped}</a></p>' in mapped.blocks[0].value


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("<script>alert('sea')</script>", "script"),
        ("<iframe src='https://video.example'></iframe>", "embed"),
        ("<object><embed src=x></object>", "embed"),
        ("<video src=x>Your browser is old.</video>", "video"),
        ("<audio src=x></audio>", "audio"),
        ("<svg><text>Sea</text></svg>", "drawing"),
        ("<form><label>Name</label><input><button>Send</button></form>", "form"),
        ("<noscript><img src=x></noscript><img src=x>", "image"),
    ],
)
def test_what_a_story_cannot_hold_goes_and_is_counted(body: str, label: str) -> None:
    mapped = plain_blocks(body)

    assert (mapped.blocks, mapped.left_out) == ([], {label: 1})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n",
        "&nbsp;",
        "<p>&nbsp;</p>",
        "<hr>",
        "<h2></h2>",
        "<ul><li></li></ul>",
        "<blockquote><p></p></blockquote>",
        "<a href='https://a.example'><b></b></a>",
        "<style>p{}</style>",
    ],
)
def test_what_has_no_words_is_no_block(body: str) -> None:
    assert plain_blocks(body).blocks == []


@needs_material
def test_every_body_of_the_real_exports_keeps_to_the_list_of_tags() -> None:
    tags = set()
    for item in _real_items():
        for block in plain_blocks(item.body).blocks:
            assert block.value.strip()
            if block.kind == "text":
                tags.update(re.findall(r"</?([a-z0-9]+)", block.value))

    assert tags == {
        "p",
        "b",
        "i",
        "a",
        "ul",
        "ol",
        "li",
        "br",
        "hr",
        "code",
        "sup",
        "sub",
        "h3",
        "h4",
    }


@needs_material
def test_captions_of_the_classic_editor_keep_their_words() -> None:
    (story,) = [item for item in _real_items() if item.title == "Markup: Image Alignment"]

    mapped = plain_blocks(story.body)

    assert mapped.left_out == {"image": 11}
    assert "<i>Bigger caption than the image usually is.</i>" in mapped.blocks[0].value
    assert "[caption" not in mapped.blocks[0].value


def _real_items() -> list[Item]:
    return [
        record
        for path in sorted((MATERIAL / "wxr" / "theme-test-data").glob("*.xml"))
        for record in read_export(path)
        if isinstance(record, Item) and record.kind in ("post", "page")
    ]


def _text(body: str) -> str:
    """The only block that `body` gives."""
    (block,) = plain_blocks(body).blocks
    assert block.kind == "text"
    return block.value
