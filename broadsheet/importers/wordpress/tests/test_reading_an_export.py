"""What an export says arrives as it was meant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.importers.wordpress.read import read_export
from broadsheet.importers.wordpress.records import Author, Comment, Item, Site, Term
from broadsheet.importers.wordpress.tests.exports import comment, export, item, written

MEMBERS = """
<wp:author><wp:author_login>mara
</wp:author_login>
<wp:author_display_name><![CDATA[Mara O&#039;Neill]]></wp:author_display_name></wp:author>
<wp:author><wp:author_login>ib</wp:author_login><wp:author_first_name>Ib</wp:author_first_name>
<wp:author_last_name>Holm</wp:author_last_name></wp:author>
"""
TERMS = """
<wp:category><wp:category_nicename>harbour</wp:category_nicename>
<wp:category_parent>news</wp:category_parent>
<wp:cat_name><![CDATA[Harbour &amp; Sea]]></wp:cat_name></wp:category>
<wp:tag><wp:tag_slug>f%c3%a6rge</wp:tag_slug><wp:tag_name>Færge</wp:tag_name></wp:tag>
<wp:term><wp:term_taxonomy>category</wp:term_taxonomy><wp:term_slug>harbour</wp:term_slug>
<wp:term_name>Harbour again</wp:term_name></wp:term>
<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>menu</wp:term_slug></wp:term>
"""
STORY = """
<excerpt:encoded><![CDATA[Until May.]]></excerpt:encoded>
<wp:post_date>2024-03-01 10:00:00</wp:post_date>
<wp:post_date_gmt>2024-03-01 09:00:00</wp:post_date_gmt>
<wp:post_modified_gmt>2024-03-02 09:30:00</wp:post_modified_gmt>
<wp:post_name>bridge-%e2%80%93-closes</wp:post_name>
<wp:post_password>sesame</wp:post_password>
<category domain="category" nicename="harbour"><![CDATA[Harbour &amp; Sea]]></category>
<category domain="author" nicename="cap-mara"><![CDATA[mara]]></category>
<category domain="post_format" nicename="post-format-aside">Aside</category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7</wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>_edit_lock</wp:meta_key><wp:meta_value>1:1</wp:meta_value></wp:postmeta>
"""


def test_the_site_it_comes_from_stands_first(tmp_path: Path) -> None:
    of_network = "<link>https://network.example</link>"
    path = written(tmp_path, export(item()).replace("<wp:base", f"{of_network}<wp:base"))

    first, second, _ = read_export(path)

    assert first == Site("https://network.example")
    assert second == Site("https://ferry.example")


def test_authors_come_with_a_name_to_show(tmp_path: Path) -> None:
    path = written(tmp_path, export(MEMBERS))

    authors = [record for record in read_export(path) if isinstance(record, Author)]

    assert authors == [
        Author("mara", "Mara O'Neill"),
        Author("ib", "Ib Holm"),
    ]


def test_a_term_that_is_declared_twice_comes_once_and_menus_are_none(tmp_path: Path) -> None:
    path = written(tmp_path, export(TERMS))

    terms = [record for record in read_export(path) if isinstance(record, Term)]

    assert terms == [
        Term("category", "harbour", "Harbour & Sea", "news"),
        Term("post_tag", "færge", "Færge"),
    ]


def test_a_story_comes_with_all_that_an_import_needs(tmp_path: Path) -> None:
    path = written(tmp_path, export(item(wp_id=12, body="<p>Closed.</p>", more=STORY)))

    story = _only_item(path)

    assert (story.wp_id, story.guid) == (12, "https://ferry.example/?p=12")
    assert (story.kind, story.status) == ("post", "publish")
    assert (story.title, story.slug) == ("Bridge 12 closes", "bridge-–-closes")
    assert (story.link, story.author_login) == ("https://ferry.example/bridge-12/", "mara")
    assert (story.body, story.excerpt) == ("<p>Closed.</p>", "Until May.")
    assert story.written_at == datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
    assert story.modified_at == datetime(2024, 3, 2, 9, 30, tzinfo=UTC)
    assert story.password_protected
    assert story.terms == (
        Term("category", "harbour", "Harbour & Sea"),
        Term("author", "cap-mara", "mara"),
    )
    assert dict(story.meta) == {"_thumbnail_id": "7"}


def test_a_comment_may_stand_before_its_parent(tmp_path: Path) -> None:
    reply = comment(8, answers=9, kind="")
    parent = comment(9, approved="0", kind="pingback")
    path = written(tmp_path, export(item(more=reply + parent)))

    comments = _only_item(path).comments

    noon = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
    assert comments == (
        Comment(8, 9, "Jo & Flo", "At last.", noon, "approved", "comment"),
        Comment(9, None, "Jo & Flo", "At last.", noon, "pending", "pingback"),
    )


@pytest.mark.parametrize(
    ("stored", "status"),
    [("1", "approved"), ("0", "pending"), ("trash", "trash"), ("spam", "spam"), ("", "pending")],
)
def test_only_what_was_approved_is_approved(tmp_path: Path, stored: str, status: str) -> None:
    path = written(tmp_path, export(item(more=comment(8, approved=stored))))

    (found,) = _only_item(path).comments

    assert found.status == status
    assert found.approved == (status == "approved")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("", None),
        ("<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>", None),
        ("<wp:post_date_gmt>2024-02-30 09:00:00</wp:post_date_gmt>", None),
        ("<wp:post_date_gmt>9999-12-31 23:59:59</wp:post_date_gmt>", None),
        ("<wp:post_date_gmt>2101-01-01 00:00:00</wp:post_date_gmt>", None),
        ("<wp:post_date_gmt>1969-12-31 23:59:59</wp:post_date_gmt>", None),
        ("<wp:post_date_gmt>0001-01-01 00:00:00</wp:post_date_gmt>", None),
        (
            "<wp:post_date_gmt>1970-01-01 00:00:00</wp:post_date_gmt>",
            datetime(1970, 1, 1, tzinfo=UTC),
        ),
        (
            (
                "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
                "<wp:post_date>2024-03-01 10:00:00</wp:post_date>"
            ),
            datetime(2024, 3, 1, 10, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_date_that_is_none_stays_none(
    tmp_path: Path, dates: str, expected: datetime | None
) -> None:
    path = written(tmp_path, export(item(more=dates)))

    assert _only_item(path).written_at == expected


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_every_version_and_both_schemes_are_read(tmp_path: Path, scheme: str, version: str) -> None:
    ours = f"{scheme}://wordpress.org/export/{version}/"
    text = export(item(wp_id=3)).replace("http://wordpress.org/export/1.2/", ours)

    assert _only_item(written(tmp_path, text)).wp_id == 3


def test_elements_of_a_foreign_namespace_are_not_wordpress(tmp_path: Path) -> None:
    foreign = '<x:post_id xmlns:x="https://example.com/export/1.2/">99</x:post_id>'
    text = export(item(wp_id=3).replace("<title>", f"{foreign}<title>"))

    assert _only_item(written(tmp_path, text)).wp_id == 3


def test_an_id_too_large_for_a_database_is_none(tmp_path: Path) -> None:
    path = written(tmp_path, export(item(wp_id=10**30)))

    assert _only_item(path).wp_id is None


def test_control_characters_of_names_and_addresses_are_taken_out(tmp_path: Path) -> None:
    term = '<category nicename="sea%00%01"><![CDATA[The &#12;Sea\x9b]]></category>'
    name = "<wp:author_display_name>Mara&#x85; &amp;#12;Holm</wp:author_display_name>"
    author = f"<wp:author><wp:author_login>ma\x85ra</wp:author_login>{name}</wp:author>"
    path = written(tmp_path, export(author, item(more=term, kind="pro\x9bduct")))

    _, found, story = read_export(path)

    assert found == Author("mara", "Mara Holm")
    assert isinstance(story, Item)
    assert story.terms == (Term("category", "sea", "The Sea"),)
    assert story.kind == "product"


def test_terms_without_a_slug_count_where_there_are_no_others(tmp_path: Path) -> None:
    plain = "<category><![CDATA[Harbour News]]></category><category domain='tag'>Boats</category>"
    path = written(tmp_path, export(item(more=plain)))

    assert _only_item(path).terms == (
        Term("category", "harbour-news", "Harbour News"),
        Term("post_tag", "boats", "Boats"),
    )


def test_blank_lines_before_the_declaration_are_forgiven(tmp_path: Path) -> None:
    path = written(tmp_path, "\n \n" + export(item(wp_id=3)))

    assert _only_item(path).wp_id == 3


def _only_item(path: Path) -> Item:
    (record,) = (record for record in read_export(path) if isinstance(record, Item))
    return record
