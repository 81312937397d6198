"""Several judged at once, and what was done last undone."""

from datetime import datetime, timedelta

import pytest

from broadsheet.conversation.desk.judging import Seen, judge_seen, last_action, undo
from broadsheet.conversation.models import Comment, CommentState, Discussion, Judge, Judgement
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.tests.desk import held, state_of, written
from broadsheet.conversation.writing.comments import withdraw_comment
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader, User

PUBLISHED, HELD, REJECTED, SPAM, WITHDRAWN = CommentState
SECOND = timedelta(seconds=1)


def test_of_many_those_that_changed_are_left_and_the_rest_is_done(
    story: Article, editor: User, now: datetime
) -> None:
    three = [held(story, f"Number {number}.") for number in range(3)]
    seen = [Seen.of(comment) for comment in three]
    change_state(three[1], to=REJECTED, judge=Judge.MODERATOR, now=now)

    outcome = judge_seen(
        [*seen, Seen(999_999, HELD)], to=PUBLISHED, user=editor, reason="", now=now
    )

    assert outcome.done == [three[0].pk, three[2].pk]
    assert outcome.changed == [three[1].pk, 999_999]
    assert [state_of(one) for one in three] == [PUBLISHED, REJECTED, PUBLISHED]


def test_undoing_puts_all_of_an_action_back_with_the_reason_they_had(
    story: Article, editor: User, now: datetime
) -> None:
    two = [held(story, f"Word {number}.", stop=Stop.WORD) for number in range(2)]
    judge_seen([Seen.of(one) for one in two], to=SPAM, user=editor, reason="", now=now + SECOND)
    last = last_action(editor, now=now + SECOND)
    assert last is not None
    assert len(last.judgement_ids) == 2

    outcome = undo(last.judgement_ids, user=editor, now=now + 2 * SECOND)

    assert outcome.done == [one.pk for one in two]
    assert set(Comment.objects.values_list("state", "reason")) == {(HELD, "word")}
    assert Judgement.objects.count() == 6


@pytest.mark.parametrize("was_approved", [True, False])
def test_undoing_approves_nothing_that_was_not_approved(
    story: Article, editor: User, now: datetime, was_approved: bool
) -> None:
    comment = written(story)
    if was_approved:
        change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, user=editor, now=now)
    judge_seen([Seen.of(comment)], to=REJECTED, user=editor, reason="No.", now=now + SECOND)
    last = Judgement.objects.latest("id")

    undo([last.pk], user=editor, now=now + 2 * SECOND)

    back = Comment.objects.get()
    assert (back.state, back.is_approved, back.reason) == (PUBLISHED, was_approved, "")
    assert Discussion.objects.get(pk=story.pk).comment_count == 1


def test_an_approval_can_be_undone(story: Article, editor: User, now: datetime) -> None:
    comment = written(story)
    change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, user=editor, now=now)

    undo([Judgement.objects.latest("id").pk], user=editor, now=now)

    back = Comment.objects.get()
    assert (back.is_published, back.is_approved) == (True, False)


def test_what_its_writer_withdrew_meanwhile_stays_withdrawn(
    story: Article, ann: Reader, editor: User, now: datetime
) -> None:
    comment = held(story, reader=ann)
    judge_seen([Seen.of(comment)], to=PUBLISHED, user=editor, reason="", now=now)
    judged = Judgement.objects.latest("id")
    withdraw_comment(Comment.objects.get(), reader=ann, now=now)

    outcome = undo([judged.pk], user=editor, now=now)

    assert (outcome.done, outcome.changed) == ([], [comment.pk])
    assert state_of(comment) == WITHDRAWN


def test_only_the_last_judgement_of_a_moderator_is_undone(
    story: Article, editor: User, now: datetime
) -> None:
    comment = held(story)
    entered = Judgement.objects.get()
    change_state(comment, to=PUBLISHED, judge=Judge.MODERATOR, user=editor, now=now)
    first = Judgement.objects.latest("id")
    change_state(comment, to=SPAM, judge=Judge.MODERATOR, user=editor, now=now)

    outcome = undo([first.pk, entered.pk, 999_999], user=editor, now=now)

    assert outcome.done == []
    assert state_of(comment) == SPAM


def test_the_last_action_is_ones_own_and_of_the_last_hour(
    story: Article, editor: User, reporter: User, now: datetime
) -> None:
    change_state(held(story), to=SPAM, judge=Judge.MODERATOR, user=editor, now=now)

    assert last_action(reporter, now=now) is None
    assert last_action(editor, now=now + timedelta(hours=2)) is None
    assert last_action(editor, now=now) is not None


@pytest.mark.parametrize(
    "text", ["", "x", "1", "1|gone|", "1|held|tomorrow", "1|held|2026-05-04T12:00:00", "|held|"]
)
def test_what_no_page_of_ours_sends_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        Seen.read(text)
