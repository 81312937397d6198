"""The one function that changes a comment's state: what it allows, counts and writes down."""

import itertools
from datetime import datetime, timedelta

import pytest

from broadsheet.conversation.models import (
    Announcement,
    Comment,
    CommentState,
    Discussion,
    Judge,
    Judgement,
)
from broadsheet.conversation.order.moderation import AlreadyJudged, change_state
from broadsheet.conversation.tests.desk import held, state_of, written
from broadsheet.delivery.models import Touched
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import User

STATES = tuple(CommentState)
PUBLISHED, HELD, REJECTED, SPAM, WITHDRAWN = STATES


def brought_to(story: Article, state: CommentState, *, now: datetime) -> Comment:
    comment = held(story)
    if state is not HELD:
        change_state(comment, to=state, judge=Judge.MODERATOR, now=now)
    return comment


@pytest.mark.parametrize("before, to", list(itertools.product(STATES, STATES)))
def test_every_change_is_allowed_but_from_withdrawn_and_to_the_same(
    story: Article, editor: User, now: datetime, before: CommentState, to: CommentState
) -> None:
    comment = brought_to(story, before, now=now)
    is_allowed = before is not WITHDRAWN and before is not to

    if is_allowed:
        change_state(comment, to=to, judge=Judge.MODERATOR, user=editor, reason="So.", now=now)
    else:
        with pytest.raises(AlreadyJudged):
            change_state(comment, to=to, judge=Judge.MODERATOR, user=editor, now=now)

    expected = to if is_allowed else before
    assert state_of(comment) == expected
    assert Comment.objects.get().is_shown == (expected is PUBLISHED)
    count = Discussion.objects.filter(pk=story.pk).values_list("comment_count", flat=True).first()
    assert (count or 0) == (expected is PUBLISHED)
    if is_allowed:
        last = Judgement.objects.order_by("id").last()
        assert last is not None
        assert (last.from_state, last.to_state, last.user, last.reason) == (
            before,
            to,
            editor,
            "So.",
        )


def test_what_a_moderator_publishes_is_approved_and_announced(
    story: Article, now: datetime
) -> None:
    comment = held(story)
    Touched.objects.all().delete()

    change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, now=now)

    assert Comment.objects.get().is_approved
    assert Announcement.objects.filter(comment=comment).exists()
    assert {f"thread:{story.pk}", "discussed"} <= set(Touched.objects.values_list("key", flat=True))


def test_a_public_comment_is_approved_once(story: Article, now: datetime) -> None:
    comment = written(story)
    assert not comment.is_approved

    change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, now=now)

    assert Comment.objects.get().is_approved
    assert Discussion.objects.get(pk=story.pk).comment_count == 1
    with pytest.raises(AlreadyJudged):
        change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, now=now)


def test_of_two_moderators_at_once_the_second_is_told(story: Article, now: datetime) -> None:
    comment = held(story)
    mine, theirs = Comment.objects.get(pk=comment.pk), Comment.objects.get(pk=comment.pk)
    change_state(theirs, to=REJECTED, judge=Judge.MODERATOR, reason="No.", now=now)

    with pytest.raises(AlreadyJudged):
        change_state(mine, to=PUBLISHED, judge=Judge.MODERATOR, now=now)

    assert (state_of(comment), Comment.objects.get().reason) == (REJECTED, "No.")
    assert Judgement.objects.count() == 2


def test_words_that_were_edited_meanwhile_are_not_published_unread(
    story: Article, now: datetime
) -> None:
    comment = held(story)
    Comment.objects.filter(pk=comment.pk).update(text="Buy!", edited_at=now + timedelta(seconds=1))

    with pytest.raises(AlreadyJudged):
        change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, now=now)

    assert state_of(comment) == HELD


def test_a_rejected_comment_keeps_its_place_above_a_public_reply(
    story: Article, now: datetime
) -> None:
    root = written(story)
    reply = written(story, "Oil it.", parent=root)

    change_state(root, to=REJECTED, judge=Judge.MODERATOR, reason="No.", now=now)
    assert Comment.objects.get(pk=root.pk).is_shown
    change_state(reply, to=SPAM, judge=Judge.MODERATOR, now=now)

    assert not Comment.objects.filter(is_shown=True).exists()
    assert Discussion.objects.get(pk=story.pk).comment_count == 0
