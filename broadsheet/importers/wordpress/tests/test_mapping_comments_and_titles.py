"""Comments and titles become plain text that still says what they said."""

import pytest

from broadsheet.importers.wordpress.map import plain_comment, plain_title


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ("One.\nTwo.\r\n\r\n\r\nThree.", "One.\nTwo.\n\nThree."),
        ("One.<br />Two.", "One.\nTwo."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>List:</p><ul><li>tea</li><li>sea</li></ul>", "List:\n\ntea\nsea"),
        ("<blockquote>You said.</blockquote>I did.", "You said.\n\nI did."),
        ("It&#039;s &lt;b&gt; &amp; 3 < 4 > 2", "It's <b> & 3 < 4 > 2"),
        ("<b>Bold</b> <code>code</code> <img src=x alt=y>", "Bold code"),
        ("a<script>alert(1)</script>b", "ab"),
        ("  spaces   and\ttabs ", "spaces and tabs"),
        ("Tea&#1;\x85 &#x0b;and\u009b&#10;sea&#127;", "Tea and\nsea"),
        ("\\o/ ¯\\_(ツ)_/¯", "\\o/ ¯\\_(ツ)_/¯"),
        ("", ""),
    ],
)
def test_a_comment_keeps_its_words_and_lines(stored: str, plain: str) -> None:
    assert plain_comment(stored) == plain


@pytest.mark.parametrize(
    ("link", "plain"),
    [
        ('<a href="https://isle.example/a">the isle</a>', "the isle (https://isle.example/a)"),
        ('<a href="https://isle.example/">https://isle.example</a>', "https://isle.example"),
        ('<a href="http://www.isle.example">isle.example</a>', "isle.example"),
        ('<a href="https://isle.example/long/way">isle.example/lo…</a>', "isle.example/lo…"),
        ('<a href="mailto:mara@ferry.example">mara@ferry.example</a>', "mara@ferry.example"),
        ('<a href="mailto:mara@ferry.example">Mara</a>', "Mara (mara@ferry.example)"),
        ('<a href="javascript:alert(1)">the isle</a>', "the isle"),
        ("<a name=x>the isle</a>", "the isle"),
    ],
)
def test_a_link_keeps_its_address_beside_other_words(link: str, plain: str) -> None:
    assert plain_comment(f"See {link}.") == f"See {plain}."


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ("Tea &#8211; and &amp; sea", "Tea – and & sea"),
        ("The <em>Sea</em><br>Queen", "The Sea Queen"),
        ("  Two\n lines ", "Two lines"),
        ("3 < 4 &lt; 5", "3 < 4 < 5"),
        ("Tea&#1;\x85 &#x0b;and\u009b sea&#127;", "Tea and sea"),
        ("<script>alert(1)</script>Sea", "Sea"),
        ("", ""),
    ],
)
def test_a_title_is_one_line_without_markup(stored: str, plain: str) -> None:
    assert plain_title(stored) == plain
