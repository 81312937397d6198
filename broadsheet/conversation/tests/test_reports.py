"""Reports: who counts, what enough of them do, and what they never do."""

from datetime import datetime, timedelta

import pytest

from broadsheet.conversation.models import (
    Ban,
    Comment,
    CommentState,
    Judge,
    Judgement,
    Report,
    ReportReason,
)
from broadsheet.conversation.order.moderation import change_state
from broadsheet.conversation.order.peace import Banned
from broadsheet.conversation.order.reports import (
    AlreadyReported,
    History,
    has_history,
    report_comment,
)
from broadsheet.conversation.tests.desk import written
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

DAY = timedelta(days=1)


def known_reader(story: Article, *, now: datetime, comments: int = 3) -> Reader:
    reader = Reader.objects.create()
    Reader.objects.filter(pk=reader.pk).update(created_at=now - 8 * DAY)
    reader.refresh_from_db()
    for number in range(comments):
        written(story, f"Said {number} by {reader.pk}.", reader=reader)
    return reader


def report(comment: Comment, reader: Reader, *, now: datetime, words: str = "") -> None:
    report_comment(comment, reader=reader, reason=ReportReason.INSULT, words=words, now=now)


@pytest.mark.parametrize(
    "published, known_days, member_days, counts",
    [
        (3, 7, None, True),
        (2, 7, None, False),
        (3, 6, None, False),
        (1, 7, 7, True),
        (0, 7, 7, False),
        (1, 7, 6, False),
        (1, 7, None, False),
    ],
)
def test_a_report_counts_from_readers_with_a_history(
    now: datetime, published: int, known_days: int, member_days: int | None, counts: bool
) -> None:
    member_since = now - member_days * DAY if member_days is not None else None

    assert has_history(History(published, now - known_days * DAY, member_since), now=now) is counts


def test_three_reports_that_count_hold_a_comment(story: Article, now: datetime) -> None:
    comment = written(story, "You oaf.")
    readers = [known_reader(story, now=now) for _ in range(3)]

    for reader in readers[:2]:
        report(comment, reader, now=now)
    assert Comment.objects.get(pk=comment.pk).is_published
    report(comment, readers[2], now=now, words="He means me.")

    held = Comment.objects.get(pk=comment.pk)
    assert (held.state, held.reason, held.report_count) == (CommentState.HELD, "reported", 3)
    assert Judgement.objects.filter(comment=comment).latest("id").judge == Judge.REPORTS


def test_reports_of_newcomers_are_kept_and_hold_nothing(story: Article, now: datetime) -> None:
    comment = written(story)

    for _ in range(5):
        report(comment, Reader.objects.create(), now=now)

    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.is_published, kept.report_count) == (True, 5)
    assert not Report.objects.filter(counts=True).exists()


def test_what_a_moderator_approved_is_not_held_again(story: Article, now: datetime) -> None:
    comment = written(story)
    change_state(comment, to=CommentState.PUBLISHED, judge=Judge.MODERATOR, now=now)

    for _ in range(4):
        report(comment, known_reader(story, now=now), now=now)

    assert Comment.objects.get(pk=comment.pk).is_published


def test_a_reader_reports_a_comment_once(story: Article, ann: Reader, now: datetime) -> None:
    comment = written(story)
    report(comment, ann, now=now)

    with pytest.raises(AlreadyReported):
        report(comment, ann, now=now)

    assert Comment.objects.get(pk=comment.pk).report_count == Report.objects.count() == 1


def test_a_banned_reader_reports_nothing(story: Article, ann: Reader, now: datetime) -> None:
    comment = written(story)
    Ban.objects.create(reader=ann, created_at=now)

    with pytest.raises(Banned):
        report(comment, ann, now=now)

    assert not Report.objects.exists()
