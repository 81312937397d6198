from datetime import datetime

import pytest
from django.test import Client
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from broadsheet.conversation.inline.marks import MarkWriter, Shown
from broadsheet.conversation.inline.passages import ask_readers
from broadsheet.conversation.inline.story_text import story_text
from broadsheet.conversation.models import Passage
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


@pytest.fixture
def asked(story: Article, now: datetime) -> Passage:
    passage = Passage.objects.create(
        article=story, question="Did you know?", words="nothing yet", created_at=now
    )
    marked = f'a <span data-ask="{passage.pk}">worn <b>hinge</b></span>'
    story.body = [("text", f"<p>The gate has {marked}.</p><p>And a second paragraph.</p>")]
    story.save_revision().publish()
    return passage


def test_the_words_carry_a_mark_and_the_question_follows_their_paragraph(
    visitor: Client, asked: Passage, ann: Reader, now: datetime
) -> None:
    publish_comment(
        asked.article, reader=ann, name="Kit", text="Not a word.", now=now, passage=asked
    )

    page = visitor.get("/stories/the-gate-is-worn/").text

    marked = f'<mark class="asked" id="asked-{asked.pk}">worn </mark><b><mark class="asked">hinge'
    assert marked in page
    assert page.index("Did you know?") < page.index("And a second paragraph.")
    assert "data-ask=" not in page
    assert "Kit" in page.split('class="ask"')[1].split("</aside>")[0]


def test_publishing_keeps_the_words_up_to_date(asked: Passage) -> None:
    asked.refresh_from_db()

    assert asked.words == "worn hinge"


def test_a_question_whose_words_are_gone_keeps_them(asked: Passage) -> None:
    asked.article.body = [("text", "<p>All new.</p>")]
    asked.article.save_revision().publish()

    asked.refresh_from_db()
    assert asked.words == "worn hinge"


def test_an_answer_quotes_the_words(
    visitor: Client, asked: Passage, ann: Reader, now: datetime
) -> None:
    asked.refresh_from_db()
    publish_comment(asked.article, reader=ann, name="Kit", text="No.", now=now, passage=asked)

    page = visitor.get("/stories/the-gate-is-worn/").text

    assert f'<a href="#asked-{asked.pk}">“worn hinge”</a>' in page


def test_a_mark_copied_from_another_story_asks_nothing(
    visitor: Client, asked: Passage, write_story: object
) -> None:
    write_story(  # type: ignore[operator]
        "A copy", body=[("text", f'<p>Some <span data-ask="{asked.pk}">words</span> here.</p>')]
    )

    page = visitor.get("/stories/a-copy/").text

    assert "Some words here." in page
    assert "Did you know?" not in page


def test_a_mark_that_crosses_a_link_is_one_mark(visitor: Client, asked: Passage) -> None:
    mark = f'<span data-ask="{asked.pk}">'
    asked.article.body = [
        ("text", f'<p>A {mark}worn </span><a href="https://x.example">{mark}hinge</span></a>.</p>')
    ]
    asked.article.save_revision().publish()

    page = visitor.get("/stories/the-gate-is-worn/").text
    asked.refresh_from_db()

    assert asked.words == "worn hinge"
    assert page.count(f'id="asked-{asked.pk}"') == 1
    assert page.count('class="ask-mark"') == 1
    assert page.count("Did you know?") == 1


def test_a_question_is_shown_as_text(visitor: Client, asked: Passage) -> None:
    Passage.objects.update(question="<script>alert(1)</script>")

    assert "<script>alert" not in visitor.get("/stories/the-gate-is-worn/").text


def test_the_mark_survives_the_editor() -> None:
    converter = ContentstateConverter(features=["bold", "link", "ask-readers"])
    stored = '<p data-block-key="a">A <span data-ask="12">worn <b>hinge</b></span>.</p>'

    edited = converter.to_database_format(converter.from_database_format(stored))

    assert words_of_marks(edited) == {12: "worn hinge"}


def words_of_marks(*sources: str) -> dict[int, str]:
    text = story_text((str(at), source) for at, source in enumerate(sources))
    return {mark: text.words(span) for mark, span in text.marked.items()}


def written(*blocks: str) -> list[str]:
    """What a writer that knows two questions makes of a story's blocks."""
    writer = MarkWriter({1: Shown("[1]", "(one)"), 2: Shown("[2]", "(two)")})
    return [writer.rewrite(block, f"block-{at}") for at, block in enumerate(blocks)]


def test_a_link_of_a_mark_never_stands_in_a_link() -> None:
    story = '<p>A <a href="/x">worn <span data-ask="1">hinge</span></a>.</p>'

    (shown,) = written(story)

    assert shown == (
        '<div class="asking">(one)<p>A <a href="/x">worn '
        '<mark class="asked" id="asked-1">hinge</mark></a>[1].</p></div>'
    )


def test_marks_inside_marks_stay_well_nested() -> None:
    story = '<p><span data-ask="1">a <span data-ask="2">worn</span> hinge</span></p>'

    (shown,) = written(story)

    assert shown == (
        '<div class="asking">(one)(two)<p><mark class="asked" id="asked-1">a </mark>'
        '<mark class="asked" id="asked-2">worn</mark>[2]'
        '<mark class="asked"> hinge</mark>[1]</p></div>'
    )


def test_marks_that_begin_together_can_both_be_led_to() -> None:
    (shown,) = written('<p><span data-ask="1"><span data-ask="2">a</span> b</span></p>')

    assert '<span id="asked-2"></span><mark class="asked" id="asked-1">a</mark>' in shown


def test_a_mark_over_two_paragraphs_and_blocks_asks_once() -> None:
    first, second = written(
        '<p><span data-ask="1">one</span></p><p><span data-ask="1">more</span></p>',
        '<p><span data-ask="1">two</span> and on</p>',
    )

    assert first.count("(one)") == first.count("[1]") == 1
    assert "more</mark>[1]" in first
    assert second == '<p><mark class="asked">two</mark> and on</p>'


def test_a_copied_mark_asks_where_it_stands_first() -> None:
    (shown,) = written('<p><span data-ask="1">one</span> not <span data-ask="1">one</span></p>')

    assert shown.count("(one)") == shown.count("[1]") == shown.count("id=") == 1
    assert "one</mark>[1] not <mark" in shown
    assert words_of_marks(
        '<p><span data-ask="1">one</span> or <span data-ask="1">two</span></p>'
    ) == {1: "one"}


def test_a_mark_without_words_asks_nothing() -> None:
    assert written('<p>A <span data-ask="1"></span><b>b</b></p>') == ["<p>A <b>b</b></p>"]


def test_a_footnote_within_marked_words_stays_what_it_is() -> None:
    note = '<sup class="note-mark"><a href="#note-1" id="note-mark-1">1</a></sup>'

    (shown,) = written(f'<p><span data-ask="1">worn{note} hinge</span></p>')

    assert note in shown
    assert "hinge</mark>[1]" in shown


def test_words_are_text_not_markup() -> None:
    assert words_of_marks('<p><span data-ask="1">Fish &amp; <b>chips</b></span></p>') == {
        1: "Fish & chips"
    }


def test_very_long_words_are_kept_short(asked: Passage) -> None:
    long = "very " * 400
    asked.article.body = [("text", f'<p><span data-ask="{asked.pk}">{long}</span></p>')]
    asked.article.save_revision().publish()

    asked.refresh_from_db()
    assert len(asked.words) == 1000


def test_a_question_about_a_draft_is_known_to_nobody(
    visitor: Client, story: Article, now: datetime
) -> None:
    passage = ask_readers(story, question="A secret?", words="words of a draft", now=now)
    url = "/stories/the-gate-is-worn/comments/"

    page = visitor.get(f"{url}?passage={passage.pk}").text
    response = visitor.post(url, {"name": "Ann", "text": "Tell!", "passage": passage.pk})

    assert "words of a draft" not in page
    assert response.status_code == 422
    assert "words of a draft" not in response.text
