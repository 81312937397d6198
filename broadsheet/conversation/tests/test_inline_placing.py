"""With every publication a story's passages are placed anew: on their words, or they have gone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from broadsheet.conftest import WriteStory
from broadsheet.conversation.inline.passages import ask_readers, chosen_passage, keep_passage
from broadsheet.conversation.inline.placing import place_passages
from broadsheet.conversation.models import How, Passage, Placement
from broadsheet.conversation.writing.comments import publish_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

URL = "/stories/the-gate-is-worn/"
FIRST = "The gate that keeps the sea out of Low Quay and Rope Walk has a worn hinge."
SECOND = "The board that runs the gate has known of it since the ninth of December last year."
CHOSEN = "has known of it since the ninth of December"

Choose = Callable[..., Passage]


@pytest.fixture
def story(write_story: WriteStory) -> Article:
    return write_story(body=text(FIRST, SECOND))


@pytest.fixture
def choose(ann: Reader, now: datetime) -> Choose:
    """A reader writes about some words of a story."""

    def write(story: Article, words: str = CHOSEN, **around: str) -> Passage:
        with transaction.atomic():
            wanted = chosen_passage(story, quote=words, **{"before": "", "after": ""} | around)
            passage = keep_passage(wanted, reader=ann, now=now)
            publish_comment(story, reader=ann, name="Ann", text="Hm.", now=now, passage=passage)
        passage.refresh_from_db()
        return passage

    return write


def text(*paragraphs: str) -> list[tuple[str, str]]:
    return [("text", "".join(f"<p>{words}</p>" for words in paragraphs))]


def publish(story: Article, body: Any) -> None:
    story.refresh_from_db()
    story.body = body
    story.save_revision().publish()


def placed(passage: Passage) -> Passage:
    passage.refresh_from_db()
    return passage


def test_words_that_stay_are_found_wherever_they_go(story: Article, choose: Choose) -> None:
    passage = choose(story)
    assert (passage.how, passage.words) == (How.PLACE, CHOSEN)

    publish(story, text("An opening.", SECOND, FIRST))

    assert (placed(passage).how, passage.words) == (How.QUOTE, CHOSEN)


def test_words_that_are_edited_are_followed(story: Article, choose: Choose) -> None:
    passage = choose(story)

    publish(story, text(FIRST, SECOND.replace("the ninth of December", "9 December")))

    assert placed(passage).how == How.FUZZY
    assert passage.words.startswith("has known of it since")


def test_words_that_go_are_kept_and_come_back(
    visitor: Client, story: Article, choose: Choose
) -> None:
    passage = choose(story)

    publish(story, text(FIRST, "Nobody at the board would say anything at all."))
    page = visitor.get(URL).text
    assert (placed(passage).how, passage.words) == (How.GONE, CHOSEN)
    assert "asked-" not in page.split('class="conversation"')[0]
    assert "The passage has changed" in page
    assert "Hm." in page

    publish(story, text("A new beginning, and more of it."))
    publish(story, text("A new beginning, and more of it.", FIRST, SECOND))
    assert (placed(passage).how, passage.words) == (How.QUOTE, CHOSEN)
    assert f'id="asked-{passage.pk}">{CHOSEN}</mark>' in visitor.get(URL).text


def test_every_revision_knows_where_its_passages_stood(story: Article, choose: Choose) -> None:
    passage = choose(story)

    publish(story, text("Nothing of it."))
    publish(story, text("Again.", SECOND))

    rows = Placement.objects.filter(passage=passage).order_by("revision_id")
    assert [row.how for row in rows] == [How.PLACE, How.GONE, How.QUOTE]
    assert [row.words for row in rows] == [CHOSEN] * 3
    story.refresh_from_db()
    assert rows[2].revision_id == story.live_revision_id


def test_a_publication_of_the_same_text_asks_little(
    story: Article, choose: Choose, django_assert_max_num_queries: Any
) -> None:
    passage = choose(story)
    publish(story, text(FIRST, SECOND))
    story.refresh_from_db()

    with django_assert_max_num_queries(6):
        place_passages(story, now=passage.created_at)

    assert placed(passage).how == How.PLACE


def test_a_story_without_passages_asks_once(
    story: Article, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        place_passages(story, now=now)


def test_a_question_stands_where_its_mark_stands(story: Article, now: datetime) -> None:
    asked = ask_readers(story, question="Did you know?", words="worn hinge", now=now)
    mark = f'<span data-ask="{asked.pk}">'

    publish(story, [("text", f"<p>Of <b>a {mark}worn</span></b>{mark} hinge</span>.</p>")])
    assert placed(asked).how == How.MARK
    assert (asked.words, asked.start, asked.end) == ("worn hinge", 5, 15)
    assert (asked.before, asked.after) == ("Of a ", ".")

    publish(story, text("The words worn hinge without their mark."))
    assert (placed(asked).how, asked.words) == (How.GONE, "worn hinge")


def test_a_question_over_two_paragraphs_of_two_blocks(story: Article, now: datetime) -> None:
    asked = ask_readers(story, question="Did you know?", words="x", now=now)
    mark = f'<span data-ask="{asked.pk}">'

    publish(
        story,
        [
            ("text", f"<p>One {mark}two</span></p>"),
            ("heading", "Between"),
            ("text", f"<p>{mark}three</span> four</p>"),
        ],
    )

    assert placed(asked).words == "two\nthree"
    assert asked.start_block != asked.end_block


def test_a_question_that_no_published_text_carries_is_not_known(
    story: Article, now: datetime
) -> None:
    asked = ask_readers(story, question="Did you know?", words="x", now=now)

    publish(story, text(FIRST))

    assert placed(asked).shown_at is None
    assert not Placement.objects.filter(passage=asked).exists()


def test_words_of_a_twin_are_never_taken_for_the_passage(story: Article, choose: Choose) -> None:
    passage = choose(story)
    other = "The council that pays for the bridge has known of it since the ninth of December too."

    publish(story, text(FIRST, "Nothing was known.", other, other))

    assert placed(passage).how == How.GONE


def test_two_hundred_passages_are_placed_anew_at_once(
    write_story: WriteStory, ann: Reader, now: datetime
) -> None:
    sentences = [
        f"Of boat {number} in berth {number * 7} the harbour says it will be moved before winter."
        for number in range(270)
    ]
    story = write_story("Long", body=text(*sentences))
    with transaction.atomic():
        for number in range(200):
            words = chosen_passage(story, quote=sentences[number][4:40], before="", after="")
            keep_passage(words, reader=ann, now=now)
    story.refresh_from_db()
    story.body = text("A new beginning.", *(s.replace("winter", "spring") for s in sentences[5:]))
    revision = story.save_revision()

    revision.publish()

    gone = Passage.objects.filter(how=How.GONE).count()
    assert gone == 5
