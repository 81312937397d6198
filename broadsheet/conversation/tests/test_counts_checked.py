"""Figures that are kept are compared with the rows that they count."""

from datetime import datetime
from typing import Any

import pytest

from broadsheet.conversation.models import Comment, Direction, Discussion, Passage
from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.tests.desk import held, written
from broadsheet.conversation.writing.votes import cast_vote
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


@pytest.fixture
def conversation(story: Article, ann: Reader, now: datetime) -> Article:
    """Some of everything that is counted."""
    root = written(story)
    reply = written(story, "Oil it.", parent=root)
    held(story, "I wait.", parent=reply)
    cast_vote(root, reader=ann, direction=Direction.UP, now=now)
    Passage.objects.create(article=story, words="hinge", created_at=now)
    return story


def test_what_is_kept_with_every_write_agrees(
    conversation: Article, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        assert check() == []


@pytest.mark.parametrize(
    "what, model, field",
    [
        ("comments of a story", Discussion, "comment_count"),
        ("comments of a story", Discussion, "inline_count"),
        ("answers to a passage", Passage, "answer_count"),
        ("replies in a thread", Comment, "reply_count"),
        ("votes up", Comment, "up_count"),
        ("votes down", Comment, "down_count"),
        ("reports", Comment, "report_count"),
    ],
)
def test_a_wrong_figure_is_found(conversation: Article, what: str, model: Any, field: str) -> None:
    row = model.objects.order_by("pk").first()
    model.objects.filter(pk=row.pk).update(**{field: 7})

    found = check()

    assert [(one.what, one.number, list(one.examples)) for one in found] == [(what, 1, [row.pk])]


def test_a_comment_hidden_above_a_public_reply_is_found(conversation: Article) -> None:
    Comment.objects.filter(state="held").update(is_shown=True)

    assert [one.what for one in check()] == ["comments that are shown"]
