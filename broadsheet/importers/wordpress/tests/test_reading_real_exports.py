"""Exports that WordPress wrote, and those that broke other importers."""

from collections import Counter

import pytest

from broadsheet.importers.wordpress.read import ExportError, read_export
from broadsheet.importers.wordpress.records import Comment, Item
from broadsheet.importers.wordpress.tests.exports import MATERIAL, counted, needs_material

pytestmark = needs_material

WXR = MATERIAL / "wxr"
POST = Counter(post=1)

# (authors, terms, items, comments), or the sentence that refuses the file.
EDGE_CASES: dict[str, tuple[int, int, Counter[str], int] | str] = {
    "authors-multiline.xml": (3, 0, POST, 0),
    "backslashes.xml": (0, 0, POST, 0),
    "blank-lines.xml": (0, 0, POST, 0),
    "cdata-edge.xml": (0, 0, POST, 0),
    "chunked-meta.xml": (0, 0, POST, 0),
    "crazy-cdata-escaped.xml": (0, 0, POST, 0),
    "crazy-cdata.xml": "crazy-cdata.xml is broken at line 18 (before the first item):"
    " not well-formed (invalid token).",
    "invalid-version-tag.xml": (1, 39, Counter(), 0),
    "large-authors.xml": (300, 0, Counter(), 0),
    "malformed-simple.xml": "malformed-simple.xml ends in the middle (before the first item):"
    " export it once more.",
    "malformed.xml": "malformed.xml is not a WordPress export:"
    " it lacks <rss>, <channel> or WordPress' namespace.",
    "missing-tags.xml": (0, 0, POST, 0),
    "missing-version-tag.xml": (1, 39, Counter(), 0),
    "multiple-cdata.xml": (0, 0, POST, 0),
    "namespace-edge-cases.xml": (2, 2, Counter({"post": 5, "": 1}), 0),
    "post-content-blank-lines.xml": (1, 0, POST, 0),
    "slashes.xml": (1, 2, POST, 1),
    "small-export.xml": (3, 33, Counter(post=6, page=5), 1),
    "term-formats.xml": (0, 5, Counter(), 0),
    "term-meta.xml": (0, 1, Counter(), 0),
    "test-serialized-comment-meta.xml": (0, 0, POST, 1),
    "test-serialized-postmeta-no-cdata.xml": (0, 0, POST, 0),
    "test-serialized-postmeta-with-cdata.xml": (0, 0, POST, 0),
    "test-serialized-term-meta.xml": (0, 2, POST, 0),
    "test-utw-post-meta-import.xml": (0, 0, POST, 0),
    "valid-wxr-1.0.xml": (0, 9, Counter(post=3, page=3), 1),
    "valid-wxr-1.1.xml": (1, 2, Counter(post=1, page=1), 1),
    "wxr-flat-attachment-different-site.xml": (1, 0, Counter(post=1, attachment=1), 0),
    "wxr-flat-attachment-same-site.xml": (1, 0, Counter(post=1, attachment=1), 0),
    "wxr-simple.xml": (1, 0, POST, 0),
    "wxr-utf-8-challenges.xml": (1, 0, POST, 0),
    "wxr-with-sub-data.xml": (0, 0, POST, 1),
}


def test_every_edge_case_at_hand_is_known() -> None:
    assert {path.name for path in (WXR / "edge-cases").glob("*.xml")} == set(EDGE_CASES)


@pytest.mark.parametrize("name", EDGE_CASES)
def test_an_edge_case_is_read_or_refused_in_one_sentence(name: str) -> None:
    path = WXR / "edge-cases" / name
    expected = EDGE_CASES[name]

    if isinstance(expected, str):
        with pytest.raises(ExportError) as refusal:
            counted(path)
        assert str(refusal.value) == expected
    else:
        found = counted(path)
        assert (found.authors, found.terms, found.items, found.comments) == expected


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("backslashes.xml", "C:\\xampp\\htdocs\\wp-content"),
        ("cdata-edge.xml", "ends with sequence ]] >"),
        ("crazy-cdata-escaped.xml", "Content with nested <![CDATA[ tags ]]> :)"),
        ("multiple-cdata.xml", "\nline oneline twoline three\n"),
        ("slashes.xml", 'Slashes aren\\\'t \\"cool\\"'),
    ],
)
def test_a_body_arrives_character_by_character(name: str, body: str) -> None:
    (story,) = _items(f"edge-cases/{name}")

    assert story.body == body


def test_the_theme_unit_test_has_186_items_and_33_comments() -> None:
    counts = counted(WXR / "theme-test-data" / "themeunittestdata.wordpress.xml")

    assert counts.items == {"nav_menu_item": 70, "post": 58, "attachment": 37, "page": 21}
    assert counts.items.total() == 186
    assert (counts.comments, counts.comments_approved) == (33, 30)
    assert counts.authors == 2


def test_the_theme_unit_test_has_ten_replies_and_four_pings() -> None:
    items = _items("theme-test-data/themeunittestdata.wordpress.xml")
    comments = [comment for item in items for comment in item.comments]

    assert sum(bool(comment.parent_wp_id) for comment in comments) == 10
    assert Counter(comment.kind for comment in comments) == {
        "comment": 29,
        "trackback": 2,
        "pingback": 2,
    }


def test_the_theme_unit_test_has_one_protected_post() -> None:
    items = _items("theme-test-data/themeunittestdata.wordpress.xml")

    assert sum(item.password_protected for item in items) == 1
    assert Counter(item.status for item in items) == {
        "publish": 147,
        "inherit": 37,
        "future": 1,
        "draft": 1,
    }


def test_the_block_editors_set_has_72_items() -> None:
    counts = counted(WXR / "theme-test-data" / "64-block-test-data.xml")

    assert counts.items == {"post": 61, "attachment": 9, "page": 1, "wp_navigation": 1}
    assert (counts.comments, counts.comments_approved) == (2, 2)


def test_wpdiscuz_threads_are_up_to_four_levels_deep() -> None:
    stories = [item for item in _items("wpdiscuz-site.xml") if len(item.comments) > 100]

    assert [len(story.comments) for story in stories] == [200, 206]
    assert [max(_levels(story.comments)) for story in stories] == [4, 1]


def _levels(comments: tuple[Comment, ...]) -> list[int]:
    parents = {comment.wp_id: comment.parent_wp_id for comment in comments}

    def level(wp_id: int | None) -> int:
        return 1 + level(parents[wp_id]) if wp_id else 0

    return [level(comment.wp_id) for comment in comments]


def _items(name: str) -> list[Item]:
    return [record for record in read_export(WXR / name) if isinstance(record, Item)]
