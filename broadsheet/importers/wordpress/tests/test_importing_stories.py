"""What an export holds stands in the newsroom afterwards."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from broadsheet.delivery.keys import STORIES, article_key, versions
from broadsheet.importers.wordpress.load import Report, import_export
from broadsheet.importers.wordpress.tests.exports import (
    MATERIAL,
    comment,
    export,
    item,
    needs_material,
    written,
)
from broadsheet.newsroom.body import text_sources
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.models import Article, Author, Byline, InfoPage, StoryArchive, Topic

pytestmark = pytest.mark.usefixtures("newsroom")

NOW = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
MARCH = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)
MARA = """<wp:author><wp:author_login>mara</wp:author_login>
<wp:author_display_name>Mara Holm</wp:author_display_name></wp:author>"""
DATED = """<wp:post_date_gmt>2024-03-01 09:00:00</wp:post_date_gmt>
<wp:post_modified_gmt>2024-03-02 09:00:00</wp:post_modified_gmt>"""
IN_HARBOUR = (
    '<category domain="category" nicename="harbour"><![CDATA[Harbour &amp; Sea]]></category>'
)
IN_TOWN = '<category domain="category" nicename="town">Town</category>'


def test_a_post_becomes_a_public_story(tmp_path: Path) -> None:
    more = (
        DATED
        + IN_HARBOUR
        + IN_TOWN
        + "<excerpt:encoded>Until &lt;b&gt;May&lt;/b&gt;.</excerpt:encoded>"
    )
    body = "<p>Closed.</p><h2>Why</h2><blockquote>Rust.<cite>Jo</cite></blockquote>"

    report = _imported(tmp_path, MARA, item(body=body, more=more))

    story = Article.objects.get()
    assert report.added == Counter(story=1)
    assert (story.title, story.slug, story.standfirst) == (
        "Bridge 1 closes",
        "bridge-1-closes",
        "Until May.",
    )
    assert (story.live, story.has_unpublished_changes) == (True, False)
    assert story.first_published_at == MARCH
    assert story.last_published_at == MARCH.replace(day=2)
    assert story.topic.name == "Harbour & Sea"
    assert [topic.slug for topic in story.also_in.all()] == ["town"]
    assert [byline.author.name for byline in story.bylines.all()] == ["Mara Holm"]
    assert [
        (block.block_type, block.block.get_prep_value(block.value)) for block in story.body
    ] == [
        ("text", "<p>Closed.</p>"),
        ("heading", "Why"),
        ("quote", {"words": "Rust.", "speaker": "Jo"}),
    ]


def test_a_date_out_of_all_reason_is_the_day_of_the_import(tmp_path: Path) -> None:
    dates = "<wp:post_date_gmt>9999-12-31 23:59:59</wp:post_date_gmt>"

    _imported(tmp_path, item(more=dates))

    assert Article.objects.get().first_published_at == NOW


def test_control_characters_are_not_kept(tmp_path: Path) -> None:
    topic = '<category nicename="a">Sea&amp;#12;</category>'
    more = f"<excerpt:encoded>Until&amp;#1; May.</excerpt:encoded>{topic}"
    story = item(body="Cl&#1;osed.", more=more).replace("Bridge", "Bri&amp;#1;dge")

    _imported(tmp_path, story)

    kept = Article.objects.get()
    assert (kept.title, kept.standfirst) == ("Bridge 1 closes", "Until May.")
    assert (kept.topic.name, text_sources(kept)) == ("Sea", ["<p>Closed.</p>"])


def test_readers_see_an_imported_story_and_its_words(tmp_path: Path) -> None:
    _imported(tmp_path, item(body="The bridge is <strong>closed</strong>."))

    (story,) = public_articles()
    assert article_url(story) == "/stories/bridge-1-closes/"
    assert text_sources(story) == ["<p>The bridge is <b>closed</b>.</p>"]


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
def test_what_was_not_public_stays_a_draft(tmp_path: Path, status: str) -> None:
    _imported(tmp_path, item(status=status))

    story = Article.objects.get()
    assert (story.live, story.has_unpublished_changes, story.first_published_at) == (
        False,
        True,
        None,
    )


def test_what_needed_a_password_is_not_public(tmp_path: Path) -> None:
    _imported(tmp_path, item(more="<wp:post_password>sesame</wp:post_password>"))

    assert not Article.objects.get().live


def test_what_was_thrown_away_stays_away(tmp_path: Path) -> None:
    report = _imported(tmp_path, item(status="trash"), item(wp_id=2, kind="product"))

    assert not Article.objects.exists()
    assert report.passed_over == {"post in state “trash”": 1, "product": 1}


def test_a_story_without_a_category_is_news(tmp_path: Path) -> None:
    catch_all = '<category domain="category" nicename="uncategorized">Uncategorized</category>'

    _imported(tmp_path, item(more=catch_all))

    assert Article.objects.get().topic.name == "News"


def test_topics_and_authors_that_exist_are_used(tmp_path: Path) -> None:
    topic = Topic.objects.create(name="harbour & SEA", slug="port")
    author = Author.objects.create(name="Mara Holm", slug="mh")

    _imported(tmp_path, MARA, item(more=IN_HARBOUR), item(wp_id=2, more=IN_HARBOUR))

    assert set(Article.objects.values_list("topic", flat=True)) == {topic.pk}
    assert set(Byline.objects.values_list("author", flat=True)) == {author.pk}


def test_co_authors_sign_in_their_order(tmp_path: Path) -> None:
    guest = item(
        wp_id=7,
        kind="guest-author",
        more="<wp:postmeta><wp:meta_key>cap-user_login</wp:meta_key><wp:meta_value>ib</wp:meta_value>"
        "</wp:postmeta><wp:postmeta><wp:meta_key>cap-display_name</wp:meta_key>"
        "<wp:meta_value>Ib Sand</wp:meta_value></wp:postmeta>",
    )
    signed = (
        '<category domain="author" nicename="cap-ib">ib</category>'
        '<category domain="author" nicename="cap-mara">mara</category>'
    )

    _imported(tmp_path, MARA, item(more=signed), guest)

    bylines = Article.objects.get().bylines.all()
    assert [byline.author.name for byline in bylines] == ["Ib Sand", "Mara Holm"]


@pytest.mark.parametrize(
    ("login", "author", "name"),
    [
        ("mara@ferry.example", "", "mara"),
        ("mara@ferry.example", "<wp:author_id>7</wp:author_id>", "mara"),
        ("mara&amp;#64;ferry.example", "<wp:author_id>7</wp:author_id>", "mara"),
        ("_@ferry.example", "<wp:author_id>7</wp:author_id>", "Author 7"),
        ("_@ferry.example", "", "Author"),
        (
            "mara@ferry.example",
            (
                "<wp:author_display_name>mara@ferry.example</wp:author_display_name>"
                "<wp:author_first_name>Mara</wp:author_first_name>"
                "<wp:author_last_name>Holm</wp:author_last_name>"
            ),
            "Mara Holm",
        ),
        (
            "mara",
            "<wp:author_display_name>Mara (mh@ferry.example)</wp:author_display_name>",
            "Mara",
        ),
    ],
)
def test_no_address_of_an_author_is_shown(
    tmp_path: Path, login: str, author: str, name: str
) -> None:
    account = f"<wp:author><wp:author_login>{login}</wp:author_login>{author}</wp:author>"
    story = item().replace(">mara<", f">{login}<")

    _imported(tmp_path, account if author else "", story)

    signed = Author.objects.get()
    assert signed.name == name
    assert "ferry" not in signed.slug


def test_links_between_stories_lead_to_where_they_are_now(tmp_path: Path) -> None:
    old = ("https://ferry.example/bridge-2/", "/bridge-2/#map", "/?p=2")
    body = " ".join(f'<a href="{address}">here</a>' for address in old)

    _imported(tmp_path, item(body=body), item(wp_id=2))

    html = Article.objects.get(slug="bridge-1-closes").body[0].value.source
    assert html == (
        '<p><a href="/stories/bridge-2-closes/">here</a>'
        ' <a href="/stories/bridge-2-closes/#map">here</a>'
        ' <a href="/stories/bridge-2-closes/">here</a></p>'
    )


def test_two_posts_of_one_slug_get_two_addresses(tmp_path: Path) -> None:
    named = "<wp:post_name>bridge</wp:post_name>"

    _imported(tmp_path, item(more=named), item(wp_id=2, more=named))

    assert set(Article.objects.values_list("slug", flat=True)) == {"bridge", "bridge-2"}


def test_a_page_becomes_a_plain_page(tmp_path: Path) -> None:
    body = "<h2>Tea &amp; sea</h2><p>We.</p><blockquote>Aye.</blockquote>"

    report = _imported(tmp_path, item(kind="page", body=body, more=comment(4)))

    page = InfoPage.objects.get()
    assert page.body == "<h2>Tea &amp; sea</h2><p>We.</p><blockquote>Aye.</blockquote>"
    assert page.live
    assert report.added == Counter(page=1)
    assert report.passed_over == {"comment under a page": 1}


@pytest.mark.parametrize("slug", ["stories", "media", "static"])
def test_a_page_does_not_stand_in_the_way_of_other_parts(tmp_path: Path, slug: str) -> None:
    _imported(tmp_path, item(kind="page", more=f"<wp:post_name>{slug}</wp:post_name>"))

    assert InfoPage.objects.get().slug == f"{slug}-2"


def test_readers_pages_learn_of_the_import(tmp_path: Path) -> None:
    _imported(tmp_path, item())

    key = article_key(Article.objects.get().pk)
    assert all(versions([STORIES, key]).values())


def test_an_imported_story_is_equal_to_one_published_at_the_desk(tmp_path: Path) -> None:
    _imported(tmp_path, item(body="Closed.", more=DATED + IN_HARBOUR))
    imported = Article.objects.get()

    written_here = Article(
        title=imported.title, slug="by-hand", topic=imported.topic, body=imported.body, live=False
    )
    written_here.bylines.set(Byline(author=b.author, sort_order=0) for b in imported.bylines.all())
    StoryArchive.objects.get().add_child(instance=written_here)
    written_here.save_revision().publish()

    assert _state(imported) == _state(Article.objects.get(slug="by-hand"))
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_story_costs_a_fixed_number_of_queries(tmp_path: Path) -> None:
    _imported(tmp_path, item(more=IN_HARBOUR))

    with CaptureQueriesContext(connection) as one:
        _imported(tmp_path, item(wp_id=2, more=IN_HARBOUR))
    with CaptureQueriesContext(connection) as four:
        _imported(tmp_path, *(item(wp_id=number, more=IN_HARBOUR) for number in range(3, 7)))

    assert (len(four) - len(one)) / 3 < 70


@needs_material
def test_the_theme_unit_test_is_imported_whole_and_once() -> None:
    path = MATERIAL / "wxr" / "theme-test-data" / "themeunittestdata.wordpress.xml"

    first = import_export(path, now=NOW)
    second = import_export(path, now=NOW)

    assert first.added == {"story": 58, "page": 21, "comment": 24}
    assert not first.refused
    assert second.added.total() == 0
    assert second.known == first.added
    assert Page.find_problems() == ([], [], [], [], [])


def _imported(folder: Path, *elements: str) -> Report:
    return import_export(written(folder, export(*elements)), now=NOW)


def _state(article: Article) -> dict[str, Any]:
    """All that two stories can have in common."""
    own = {"id", "path", "slug", "url_path", "page_ptr", "translation_key"}
    dated = {"first_published_at", "last_published_at", "latest_revision_created_at"}
    tied = {"latest_revision", "live_revision", "body"}
    fields = {
        field.name: getattr(article, field.name)
        for field in Article._meta.concrete_fields
        if field.name not in own | dated | tied
    }
    revision = article.latest_revision
    content = {k: v for k, v in revision.content.items() if k in fields}
    return fields | {
        "revisions": article.revisions.count(),
        "live revision is the latest": article.live_revision_id == article.latest_revision_id,
        "content": content | {"live": None, "has_unpublished_changes": None},
        "authors": [byline.author_id for byline in article.bylines.all()],
    }
