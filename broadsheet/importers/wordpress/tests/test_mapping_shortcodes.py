"""Shortcodes go and are counted; words that they enclose, and words in brackets, stay."""

import pytest

from broadsheet.importers.wordpress.map import Block, plain_blocks


@pytest.mark.parametrize(
    ("shortcode", "label"),
    [
        ("[gallery]", "gallery"),
        ('[gallery ids="1,2" size=large]', "gallery"),
        ("[audio https://a.example/a.mp3]", "audio"),
        ('[video mp4="a.mp4"][/video]', "video"),
        ("[newsletter]", "shortcode [newsletter]"),
        ("<p>[newsletter]</p>", "shortcode [newsletter]"),
        ("[ad slot='3']", "shortcode [ad]"),
        ("[recent_posts]", "shortcode [recent_posts]"),
        ("[map /]", "shortcode [map]"),
        ('[contact-form-7 id="4" title="Write [to] us"]', "form"),
    ],
)
def test_one_that_stands_alone_goes_and_is_counted(shortcode: str, label: str) -> None:
    mapped = plain_blocks(f"One.\n\n{shortcode}\n\nTwo.")

    assert mapped.left_out == {label: 1}
    assert mapped.blocks == [Block("text", "<p>One.</p><p>Two.</p>")]


@pytest.mark.parametrize(
    "words",
    [
        "“It were [sic] closed,” she said.",
        "“[The mayor] said so.”",
        "[…]",
        "[Applause]",
        "[laughter]",
        "[Editor's note: the ferry = the boat]",
        "The ferry [see page 4] was late.",
        "a[0] and b[i]",
    ],
)
def test_words_in_brackets_stay(words: str) -> None:
    mapped = plain_blocks(words)

    assert mapped.left_out == {}
    assert mapped.blocks == [Block("text", f"<p>{words}</p>")]


def test_one_that_encloses_words_leaves_them() -> None:
    mapped = plain_blocks("A [highlight color=red]very <b>late</b>[/highlight] ferry.")

    assert (mapped.blocks[0].value, mapped.left_out) == ("<p>A very <b>late</b> ferry.</p>", {})


def test_columns_of_a_page_builder_do_not_run_together() -> None:
    body = "[row][column w=1]One.[/column][column w=2]Two.[/column][/row]"

    assert plain_blocks(body).blocks == [Block("text", "<p>One.</p><p>Two.</p>")]


@pytest.mark.parametrize(
    "caption",
    [
        '[caption id="a" width="600"]<a href="/b"><img src="/b.jpg" /></a> The boat[/caption]',
        '[caption width="600" caption="The boat"]<img src="/b.jpg" />[/caption]',
    ],
)
def test_a_caption_is_set_apart_from_the_story(caption: str) -> None:
    mapped = plain_blocks(f"One.\n\n{caption}\nTwo.")

    assert mapped.left_out == {"image": 1}
    assert mapped.blocks == [Block("text", "<p>One.</p><p><i>The boat</i></p><p>Two.</p>")]


def test_an_enclosed_address_is_an_embed() -> None:
    mapped = plain_blocks("[embed width=3]https://video.example/1[/embed]")

    assert mapped.left_out == {"embed": 1}
    assert mapped.blocks[0].value == (
        '<p><a href="https://video.example/1">https://video.example/1</a></p>'
    )


def test_one_in_double_brackets_is_spoken_of() -> None:
    mapped = plain_blocks("Write [[gallery ids=1]] for pictures.")

    assert mapped.left_out == {}
    assert mapped.blocks[0].value == "<p>Write [gallery ids=1] for pictures.</p>"


def test_brackets_in_tags_and_scripts_are_none() -> None:
    mapped = plain_blocks('<a href="https://a.example/?x[ad_id]=1">x</a><script>a[b_c]</script>')

    assert mapped.left_out == {"script": 1}
    assert mapped.blocks[0].value == '<p><a href="https://a.example/?x[ad_id]=1">x</a></p>'


def test_an_inline_question_leaves_its_words_and_is_counted() -> None:
    mapped = plain_blocks(
        '<p>The [wpdiscuz-feedback id="a1" question="Is it &quot;late&quot; [again]?" opened="0"]'
        "ferry <b>is</b> late[/wpdiscuz-feedback].</p>"
    )

    assert mapped.blocks == [Block("text", "<p>The ferry <b>is</b> late.</p>")]
    assert mapped.left_out == {"inline question": 1}
