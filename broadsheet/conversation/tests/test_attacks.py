"""What somebody tried who wanted to break in, and what must not come of it."""

import time

import pytest
from django.utils import timezone

from broadsheet.conftest import Visitor
from broadsheet.conversation.models import Comment, CommentState, Judge
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.screening import has_word, words_of
from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.tests.desk import written
from broadsheet.conversation.tests.writing import as_reader, proof
from broadsheet.conversation.writing.comments import withdraw_comment
from broadsheet.conversation.writing.markdown import render_comment
from broadsheet.newsroom.models import Article
from broadsheet.notices.models import Notice
from broadsheet.readers.models import Reader

STORY = "/stories/the-gate-is-worn/"


def test_the_name_on_a_rejected_comment_is_shown_nowhere(visitor: Visitor, story: Article) -> None:
    bad = written(story, "Hateful words.", name="Hateful Name")
    reply = written(story, "Do not say so.", name="Kit", parent=bad)
    written(story, "Well said.", name="Lea", parent=reply)
    change_state(bad, to=CommentState.REJECTED, judge=Judge.MODERATOR, now=timezone.now())

    for page in (
        STORY,
        f"{STORY}?thread={bad.pk}",
        f"{STORY}comments/?parent={reply.pk}",
        f"{STORY}comments/?parent={reply.pk}&quote",
        f"/comments/{reply.pk}/",
        f"{STORY}comments/feed.xml",
    ):
        text = visitor.get(page).text
        assert "Hateful" not in text, page
    fragment = visitor.post(
        f"/comments/{reply.pk}/votes/", {"direction": "up"}, HTTP_X_REQUESTED_WITH="fetch"
    )
    assert "Hateful" not in fragment.text


def test_what_is_shown_is_settled_by_what_a_parent_is_now_and_not_as_it_was_read(
    story: Article,
) -> None:
    now = timezone.now()
    root = written(story, "The root.")
    reply = written(story, "The reply.", parent=root)
    read_early = Comment.objects.select_related("parent").get(pk=reply.pk)
    change_state(root, to=CommentState.REJECTED, judge=Judge.MODERATOR, now=now)
    assert reply.reader is not None

    withdraw_comment(read_early, reader=reply.reader, now=now)

    assert check() == []


def test_comments_are_no_way_to_send_letters_to_very_many_addresses(
    visitor: Visitor, story: Article
) -> None:
    for number in range(60):
        visitor.cookies.clear()
        fields = {
            "name": "Nadia",
            "text": f"The hinge squeaks, for the {number}th time.",
            "email": f"victim{number}@lantern.example",
            "notify_of": "follow-ups",
            "proof": proof(),
        }
        visitor.post(f"{STORY}comments/", fields)

    assert Notice.objects.filter(kind="confirmation").count() < 40


def test_an_edit_is_no_way_around_the_rule_of_repetition(
    visitor: Visitor, story: Article, ann: Reader
) -> None:
    advert = "Buy the finest hinges in town at our shop by the harbour, today only."
    written(story, advert, now=timezone.now())
    comment = written(story, "Something else.", reader=ann, now=timezone.now())

    as_reader(visitor, ann).post(f"/comments/{comment.pk}/edit/", {"text": advert})

    comment.refresh_from_db()
    assert comment.state == CommentState.HELD


def test_edits_are_limited_as_comments_are(visitor: Visitor, story: Article, ann: Reader) -> None:
    comment = written(story, "Something.", reader=ann, now=timezone.now())
    as_reader(visitor, ann)

    answers = [
        visitor.post(f"/comments/{comment.pk}/edit/", {"text": f"Version {n}."}).status_code
        for n in range(40)
    ]

    assert answers[:5] == [303] * 5
    assert 429 in answers


@pytest.mark.parametrize("unit", ["://", "http://a", "1.\n", "**", "[", "https://a.b/(", "`a``"])
def test_no_text_takes_long_to_render(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    start = time.process_time()

    render_comment(text)

    assert time.process_time() - start < 2.0


@pytest.mark.parametrize(
    "disguised",
    [
        "vil\u200blain",
        "vil\u00adlain",
        "v\u2060i\u200dl\u200clain",
        "vil\ufe0flain",
        "vil\u034flain",
    ],
)
def test_a_word_of_the_list_is_known_with_unseen_characters_in_it(disguised: str) -> None:
    assert has_word(f"You {disguised}!", words=words_of("villain"))


@pytest.mark.parametrize("unseen", ["\u3164", "\u2800", "\u200b\u115f", "\U000e0041"])
def test_nobody_writes_under_a_name_that_cannot_be_seen(
    visitor: Visitor, story: Article, unseen: str
) -> None:
    response = visitor.post(f"{STORY}comments/", {"name": unseen, "text": "Who is it?"})

    assert response.status_code == 422
    assert not Comment.objects.exists()
