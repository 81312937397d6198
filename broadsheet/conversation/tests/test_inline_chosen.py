"""Readers write about any words of a story that they choose."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from broadsheet.conftest import Visitor, WriteStory
from broadsheet.conversation.inline.exact import exact_span
from broadsheet.conversation.inline.feedback import InlineFeedback, inline_feedback
from broadsheet.conversation.inline.passages import chosen_passage, show_passages
from broadsheet.conversation.inline.story_text import story_text
from broadsheet.conversation.models import (
    Comment,
    CommentState,
    ConversationRules,
    Discussion,
    How,
    Judge,
    Passage,
)
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.rulebook import change_rules
from broadsheet.conversation.tests.test_naughty_strings import MATERIAL, naughty_strings
from broadsheet.lib.text import has_controls, tidy_paragraphs
from broadsheet.newsroom.body import rich_texts
from broadsheet.newsroom.models import Article

BODY = (
    "<p>The gate has a <b>worn</b> hinge, "
    'and <a href="https://example.org/">the board</a> knows.</p>'
    "<p>The gate stays open. Fish &amp; chips are sold there, at 2 &lt; 3 pounds.</p>"
)
URL = "/stories/the-gate-is-worn/"

Write = Callable[..., Any]


@pytest.fixture
def story(write_story: WriteStory) -> Article:
    return write_story(body=[("text", BODY)])


@pytest.fixture
def write(story: Article) -> Write:
    """Guests without script, whose comments are held; then they are let through."""

    def post(quote: str, *, show: bool = True, **fields: object) -> Any:
        said = {"name": "Kit", "text": f"On “{quote[:20]}”.", "quote": quote}
        response = Visitor().post(f"{URL}comments/", said | fields)
        if show and response.status_code == 303:
            let_through()
        return response

    return post


def let_through() -> None:
    for comment in Comment.objects.filter(state=CommentState.HELD):
        change_state(
            comment, to=CommentState.PUBLISHED, judge=Judge.RULES, reason="", now=timezone.now()
        )


def test_the_words_are_marked_quietly_and_counted(visitor: Client, write: Write) -> None:
    response = write("worn hinge, and the board")

    assert response.status_code == 303
    passage = Passage.objects.get()
    assert passage.words == "worn hinge, and the board"
    assert (passage.question, passage.how) == ("", How.PLACE)
    page = visitor.get(URL).text
    first = f'<b><mark class="asked chosen" id="asked-{passage.pk}">worn</mark></b>'
    assert first in page
    assert '<mark class="asked chosen">the board</mark></a><a class="ask-mark' in page
    assert f'href="#asked-{passage.pk}"' in page


def test_the_same_words_are_one_passage(write: Write) -> None:
    write("stays open")
    write("“stays  open”".strip("“”"), before="The gate ", after=". Fish", text="Again.")

    passage = Passage.objects.get()
    assert passage.answer_count == 2


def test_context_tells_twins_apart(write: Write) -> None:
    assert write("The gate").status_code == 422
    assert not Passage.objects.exists()

    write("The gate", before="the board knows.\n", after=" stays open.")

    passage = Passage.objects.get()
    assert (passage.words, passage.after[:11]) == ("The gate", " stays open")


def test_words_over_paragraphs(visitor: Client, write: Write) -> None:
    write("the board knows. The gate stays open.")

    page = visitor.get(URL).text
    assert Passage.objects.get().words == "the board knows.\nThe gate stays open."
    assert page.count('class="asked chosen"') == 3
    assert page.count('class="ask-mark ask-mark-chosen"') == 1


def test_passages_may_overlap(visitor: Client, write: Write) -> None:
    write("The gate has a worn hinge", name="A", text="One.")
    write("a worn hinge, and the board", name="B", text="Two.")

    page = visitor.get(URL).text
    story = page.split('class="story-body"')[1].split("</article>")[0]
    assert story.count("<mark") == story.count("</mark>")
    assert story.count('id="asked-') == 2
    assert story.count('class="ask-mark') == 2


def test_words_with_signs_are_found_and_stay_text(visitor: Client, write: Write) -> None:
    write("Fish & chips are sold there, at 2 < 3 pounds")

    page = visitor.get(URL).text
    assert "Fish &amp; chips are sold there, at 2 &lt; 3 pounds</mark>" in page


@pytest.mark.parametrize(
    "quote",
    [
        "words that nobody wrote",
        "The gate has a worm hinge",
        "<b>worn</b> hinge",
        "<script>alert(1)</script>",
        "worn\x00hinge",
        "x" * 100_000,
        "\U0001f469\u200d\U0001f467 \ufdfd \u202e",
        "' OR 1=1 --",
        ".",
    ],
)
def test_what_does_not_stand_in_the_story_is_refused(write: Write, quote: str) -> None:
    response = write(quote, show=False)

    assert response.status_code == 422
    assert not Comment.objects.exists()
    assert not Passage.objects.exists()
    assert "<script>alert" not in response.text


def test_a_reply_is_not_about_words(write: Write) -> None:
    write("worn hinge")
    parent = Comment.objects.get()

    assert write("stays open", parent=parent.pk).status_code == 422


def test_a_newsroom_may_do_without(visitor: Client, write: Write) -> None:
    change_rules(ConversationRules(readers_choose_passages=False))

    assert write("worn hinge").status_code == 422
    assert 'name="quote"' not in visitor.get(f"{URL}comments/").text
    assert "data-choosing" not in visitor.get(URL).text


def test_held_words_are_not_shown(visitor: Client, write: Write) -> None:
    response = write("worn hinge", show=False)

    assert response.status_code == 303
    passage = Passage.objects.get()
    page = visitor.get(URL).text
    assert f"asked-{passage.pk}" not in page
    assert visitor.get(f"{URL}?passage={passage.pk}").status_code == 200
    answer = {"name": "Al", "text": "Me too.", "passage": passage.pk}
    assert visitor.post(f"{URL}comments/", answer).status_code == 422


def test_a_passage_of_another_story_cannot_be_answered(
    visitor: Client, write: Write, write_story: WriteStory
) -> None:
    write("worn hinge")
    passage = Passage.objects.get()
    write_story("Another story")

    answer = {"name": "Al", "text": "Here?", "passage": passage.pk}
    response = visitor.post("/stories/another-story/comments/", answer)

    assert response.status_code == 422
    assert Comment.objects.count() == 1


def test_one_passages_answers_can_be_read_alone(visitor: Client, write: Write) -> None:
    write("worn hinge", text="About the hinge.")
    passage = Passage.objects.get()
    write("stays open", text="About the rest.")

    page = visitor.get(f"{URL}?passage={passage.pk}").text

    thread = page.split("data-thread")[1]
    assert "About the hinge." in thread
    assert "About the rest." not in thread
    assert "View all comments" in page
    assert (
        f"passage={passage.pk}&amp;sort=oldest" in page
        or f"sort=oldest&amp;passage={passage.pk}" in page
    )


def test_without_script_the_words_are_typed_off(visitor: Client, write: Write) -> None:
    assert 'name="quote"' in visitor.get(f"{URL}comments/").text

    refused = write("nothing of it", show=False)

    assert "nothing of it" in refused.text  # kept, as the comment is
    assert "not in the story as it stands now" in refused.text


def test_a_draft_shows_no_mark_on_other_words(write: Write, story: Article, now: datetime) -> None:
    write("worn hinge")
    story.refresh_from_db()
    story.body.raw_data[0]["value"] = "<p>XX gate has a broken hinge, and more than that.</p>"

    rewrite = show_passages(story, inline_feedback(story, story_url=URL))

    (block,) = rich_texts(story)
    assert "<mark" not in rewrite(block[1], block[0])


def test_a_story_shows_thirty_passages_at_most(
    visitor: Client, write_story: WriteStory, now: datetime, django_assert_max_num_queries: object
) -> None:
    words = [f"Sentence {number} of the story." for number in range(40)]
    story = write_story("Many words", body=[("text", "".join(f"<p>{w}</p>" for w in words))])
    story.refresh_from_db()
    block = story.body.raw_data[0]["id"]
    Passage.objects.bulk_create(
        Passage(
            article=story, words=w, how=How.PLACE, answer_count=n + 1, created_at=now, shown_at=now,
            start_block=f"{block}/#{n}", end_block=f"{block}/#{n}", start=0, end=len(w),
        )
        for n, w in enumerate(words)
    )  # fmt: skip
    Discussion.objects.create(article=story, comment_count=1, inline_count=1)
    visitor.get("/stories/many-words/")

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page = visitor.get("/stories/many-words/").text

    assert page.count('class="ask-mark') == 30
    assert "Sentence 39 of the story.</mark>" in page
    assert "Sentence 0 of the story.</mark>" not in page


@pytest.mark.skipif(not MATERIAL.exists(), reason="material: ../shared/material is not here")
def test_naughty_strings_are_words_of_a_story_like_others(
    write_story: WriteStory, now: datetime
) -> None:
    wanted = {tidy_paragraphs(string)[:900].strip() for string in naughty_strings()}
    strings = sorted(words for words in wanted if words and not has_controls(words))
    paragraphs = "".join(
        f"<p>Before ¶{n}: {escape(words)} :after.</p>" for n, words in enumerate(strings)
    )
    story = write_story("Naughty", body=[("text", paragraphs)])
    story.refresh_from_db()

    blocks = story_text(rich_texts(story)).blocks
    for number, words in enumerate(strings):
        assert exact_span(blocks, quote=words, before=f"¶{number}: ", after=" :after.")
    for number, words in list(enumerate(strings))[::40]:
        found = chosen_passage(story, quote=words, before=f"¶{number}: ", after=" :after.")
        assert found.words.split() == words.split()
        found.pk = number + 1
        rewrite = show_passages(story, [InlineFeedback(found, [], "", "")])
        (block,) = rich_texts(story)
        shown = rewrite(block[1], block[0])
        assert f'<mark class="asked chosen" id="asked-{number + 1}">' in shown
        assert "<script" not in shown
