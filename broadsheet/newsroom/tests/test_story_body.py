"""Every block of a story, as its readers see it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from broadsheet.conftest import Visitor, WriteStory
from broadsheet.conversation.inline.passages import ask_readers
from broadsheet.newsroom.body import body_words, images_in
from broadsheet.newsroom.models import Article, CreditedImage, NewsroomSettings, StoryDocument
from broadsheet.newsroom.tests.hung_pictures import developed
from broadsheet.newsroom.tests.strange_files import encoded
from broadsheet.readers.models import User

pytestmark = pytest.mark.one_database

YOUTUBE = "https://www.youtube.com/watch?v=aB3_-xyz012"


PATH = "/stories/the-gate-is-worn/"


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def note(words: str) -> str:
    return f'<embed embedtype="footnote" note="{words}"/>'


def picture(name: str) -> CreditedImage:
    jpeg = encoded(Image.new("RGB", (60, 40)), "JPEG")
    words = {"alt": f"The {name}.", "caption": f"Seen: {name}.", "credit": f"Print: {name} desk"}
    file = developed(jpeg, name=f"{name}.jpg")
    return CreditedImage.objects.create(title=name, file=file, licence="own", **words)


def document() -> StoryDocument:
    file = ContentFile(b"year,rise\n1914,9\n", name="Rise of Mr X.csv")
    return StoryDocument.objects.create(title="Rise of the water", file=file)


def table(**values: Any) -> tuple[str, dict[str, Any]]:
    columns = [{"type": "text", "heading": "Line"}, {"type": "number", "heading": "Dollars"}]
    rows = [{"values": ["Schools", "11.9"]}, {"values": ["<b>Care</b>", "7.2"]}]
    held = {"columns": columns, "rows": rows, "caption": "The budget"}
    return "table", {"table": held, "first_column_heads": True, "note": "In millions."} | values


def update(text: str, *, heading: str = "") -> tuple[str, dict[str, Any]]:
    at = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    return "update", {"at": at, "heading": heading, "text": text}


def test_footnotes_are_numbered_over_the_whole_story_and_listed_below_it(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(
        body=[
            ("text", f"<p>One{note('First &amp; last.')} two{note('Second.')}</p>"),
            ("heading", "A part"),
            update(f"<p>Three{note('See https://a.example/x')}</p>"),
        ]
    )

    page = visitor.get(PATH).text
    marks, notes = page.split('class="footnotes"')

    assert 'One<sup class="note-mark"><a href="#note-1" id="note-mark-1"' in marks
    assert 'Three<sup class="note-mark"><a href="#note-3" id="note-mark-3"' in marks
    assert '<li id="note-1">First &amp; last. <a href="#note-mark-1" role="doc-backlink"' in notes
    assert '<a href="https://a.example/x">https://a.example/x</a>' in notes
    assert "<embed" not in page


def test_a_footnotes_words_are_words(visitor: Client, write_story: WriteStory) -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; &quot;x&quot; javascript:alert(1)"
    write_story(body=[("text", f"<p>One{note(hostile)}</p>")])

    notes = visitor.get(PATH).text.split('class="footnotes"')[1].split("</section>")[0]

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in notes
    assert "<script" not in notes
    assert 'href="javascript' not in notes


def test_a_table_has_heads_for_columns_and_rows_and_scrolls_by_itself(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(body=[table()])

    page = visitor.get(PATH).text

    assert '<th scope="col">Line</th><th scope="col" class="number">Dollars</th>' in page
    assert '<th scope="row">Schools</th><td class="number">11.9</td>' in page
    assert "&lt;b&gt;Care&lt;/b&gt;" in page
    assert 'class="table-scroll" role="region" tabindex="0" aria-labelledby="table-' in page
    assert "In millions." in page


def test_a_table_without_heads_has_none(visitor: Client, write_story: WriteStory) -> None:
    held = {"columns": [{"type": "text", "heading": ""}], "rows": [{"values": ["a"]}]}
    write_story(body=[table(table=held, first_column_heads=False)])

    page = visitor.get(PATH).text

    assert "<thead" not in page
    assert "<th" not in page.split('class="table"')[1].split("</table>")[0]


def test_a_gallery_shows_every_picture_with_its_credit(
    visitor: Client, write_story: WriteStory
) -> None:
    pictures = [picture("gate"), picture("quay")]
    story = write_story(body=[("gallery", {"heading": "At low tide", "pictures": pictures})])

    page = visitor.get(PATH)

    assert page.text.count("<figure") == 2
    for name in ("gate", "quay"):
        assert f'alt="The {name}."' in page.text
        assert f"Print: {name} desk" in page.text
    assert images_in(Article.objects.get(pk=story.pk)) == pictures
    keys = page.headers["Surrogate-Key"].split()
    assert {f"picture:{shown.pk}" for shown in pictures} <= set(keys)


def test_a_picture_that_is_gone_leaves_nothing(visitor: Client, write_story: WriteStory) -> None:
    gone, kept = picture("gate"), picture("quay")
    pictures = {"heading": "", "pictures": [gone, kept]}
    write_story(body=[("image", gone), ("gallery", pictures), ("text", "<p>After.</p>")])
    CreditedImage.objects.filter(pk=gone.pk)._raw_delete("default")  # it is in use: no other way

    page = visitor.get(PATH)

    assert page.status_code == 200
    assert page.text.count("<figure") == 1
    assert "After." in page.text


def test_an_update_says_its_time_in_the_newsrooms_zone(
    visitor: Client, write_story: WriteStory
) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.time_zone = "Europe/London"
    newsroom.save()
    write_story(body=[update("<p>The pin has come.</p>", heading="At noon")])

    page = visitor.get(PATH).text
    shown = page.split('<section class="update"')[1].split("</section>")[0]

    assert '<time datetime="2026-05-04T12:30:00+00:00">' in shown
    assert "1:30" in shown  # an hour ahead of Greenwich, in summer
    assert "<h2>At noon</h2>" in shown
    anchor = shown.split('id="')[1].split('"')[0]
    assert f'<a href="#{anchor}">' in shown


def test_questions_to_readers_may_stand_in_an_update(
    visitor: Client, write_story: WriteStory, now: datetime
) -> None:
    story = write_story()
    passage = ask_readers(story, question="Did you see it?", words="pin", now=now)
    story.body = [update(f'<p>The <span data-ask="{passage.pk}">pin</span> has come.</p>')]
    story.save_revision().publish()

    page = visitor.get(PATH).text

    assert f'<mark class="asked" id="asked-{passage.pk}">pin</mark>' in page
    assert "Did you see it?" in page


def test_a_document_is_offered_with_its_kind_and_size(
    visitor: Client, write_story: WriteStory
) -> None:
    held = document()
    write_story(body=[("document", {"document": held, "title": "", "note": "Three periods."})])

    page = visitor.get(PATH).text

    assert f'href="{PATH}documents/{held.pk}/rise-of-the-water.csv"' in page
    assert "CSV, 17\xa0bytes" in page
    assert "Three periods." in page
    assert "Mr X" not in page


EVERY_KIND: list[Callable[[], tuple[str, Any]]] = [
    lambda: ("text", f"<p>A text{note('A note.')}</p>"),
    lambda: ("heading", "A heading"),
    lambda: ("quote", {"words": "A quote", "speaker": "A speaker"}),
    lambda: ("image", picture("image")),
    lambda: ("gallery", {"heading": "A gallery", "pictures": [picture("one"), picture("two")]}),
    table,
    lambda: ("embed", {"address": YOUTUBE, "title": "An embed"}),
    lambda: ("document", {"document": document(), "title": "A document", "note": ""}),
    lambda: update("<p>An update</p>", heading="New"),
]


def test_the_feed_holds_every_kind_of_block_and_stands_alone(
    visitor: Client, write_story: WriteStory
) -> None:
    write_story(body=[make() for make in EVERY_KIND])

    feed = visitor.get("/feed/").text
    text = feed.split("<content:encoded>")[1].split("</content:encoded>")[0]

    for words in ("A text", "A note.", "A heading", "A quote", "A speaker", "Print: two desk"):
        assert words in text
    for words in ("The budget", "11.9", "An embed", "A document", "An update", "A gallery"):
        assert words in text
    assert text.count("&lt;img") == 3
    assert f'src="{settings.SITE_ADDRESS}/media/' in text
    assert f'href="{settings.SITE_ADDRESS}{PATH}#note-1"' in text
    for sign in ('src="/', 'href="/', 'href="#', "data-", "iframe", "script"):
        assert sign not in text


def test_a_story_of_every_kind_stays_within_its_queries(
    visitor: Client, write_story: WriteStory, django_assert_max_num_queries: Any
) -> None:
    others = [write_story(f"Story {number}") for number in range(20)]
    links = "".join(f'<p><a linktype="page" id="{s.pk}">{s.title}</a></p>' for s in others)
    bodies = [("text", links), *(make() for make in EVERY_KIND), *(make() for make in EVERY_KIND)]
    write_story(body=bodies)
    visitor.get(PATH)

    with django_assert_max_num_queries(15):
        page = visitor.get(PATH)

    assert page.text.count('<a href="/stories/story-') >= 20


def test_the_feed_needs_as_many_queries_for_many_stories_of_every_kind(
    visitor: Client, write_story: WriteStory, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        write_story(f"Story {number}", body=[make() for make in EVERY_KIND])
    visitor.get("/feed/")

    with django_assert_max_num_queries(15):
        visitor.get("/feed/")


def test_the_words_of_a_body_are_counted_without_a_query(
    write_story: WriteStory, django_assert_num_queries: Any
) -> None:
    story = Article.objects.get(pk=write_story(body=[make() for make in EVERY_KIND]).pk)

    with django_assert_num_queries(0):
        words = body_words(story)

    for piece in ("A text", "A note.", "A heading", "A quote", "11.9", "An update"):
        assert piece in words
    assert "<" not in words.replace("<b>Care</b>", "")


def test_the_desk_has_every_file_that_the_blocks_are_edited_with(
    visitor: Visitor, editor: User, write_story: WriteStory
) -> None:
    story = write_story(body=[make() for make in EVERY_KIND])
    visitor.force_login(editor)

    form = visitor.get(f"/desk/pages/{story.pk}/edit/").text

    scripts = set(re.findall(r'(?:src|href)="/static/([^"?]+\.(?:js|css))', form))
    scripts |= set(re.findall(r"/static/([\w/.-]+\.(?:js|css))", form))
    assert {"newsroom/footnote.js", "newsroom/earlier_story.js"} <= scripts
    assert [name for name in sorted(scripts) if finders.find(name) is None] == []
