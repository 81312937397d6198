"""Whatever moderators, writers and voters do, and in whichever order: what is counted is there."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.conversation.desk.judging import Seen, judge_seen, undo
from broadsheet.conversation.jobs import erase_from_conversation
from broadsheet.conversation.models import (
    Comment,
    CommentState,
    ConversationRules,
    Direction,
    Judgement,
    Passage,
    ReportReason,
)
from broadsheet.conversation.order.moderation import AlreadyJudged
from broadsheet.conversation.order.reports import AlreadyReported, report_comment
from broadsheet.conversation.order.screening import Stop
from broadsheet.conversation.reading.counting import check
from broadsheet.conversation.writing.comments import (
    AnsweredGone,
    EditingClosed,
    edit_comment,
    publish_comment,
    withdraw_comment,
)
from broadsheet.conversation.writing.repetition import SaidBefore
from broadsheet.conversation.writing.votes import AlreadyVoted, NotVoted, cast_vote, take_back_vote
from broadsheet.guard.buckets import TooMany
from broadsheet.newsroom.models import Article
from broadsheet.readers.events import ReaderErased
from broadsheet.readers.models import Reader, User

REFUSED = (
    AlreadyJudged, AlreadyReported, AlreadyVoted, AnsweredGone, EditingClosed, NotVoted,
    SaidBefore, TooMany,
)  # fmt: skip
STATES = [s for s in CommentState if s is not CommentState.WITHDRAWN]
# What is done, by whom of three, to which comment, and one choice more.
Step = tuple[str, int, int, int]


class _TurnedBack(Exception):
    """Ends an example without a trace."""


class Conversation:
    """Three readers, a moderator, and one story with a question."""

    def __init__(self, story: Article, editor: User, now: datetime) -> None:
        self.story, self.editor, self.now = story, editor, now
        self.readers = [self._somebody() for _ in range(3)]
        self.passage = Passage.objects.create(
            article=story, question="Which hinge?", words="worn", created_at=now, shown_at=now
        )
        # Read once and kept, as by somebody whose page is old.
        self.seen: dict[int, Comment] = {}

    def do(self, step: Step) -> None:
        act, who, which, choice = step
        acts: dict[str, Callable[[Reader, Comment, int], object]] = {
            "reply": lambda reader, comment, n: self._write(reader, n, parent=comment),
            "judge": self._judge,
            "undo": self._undo,
            "withdraw": self._withdraw,
            "vote": self._vote,
            "report": self._report,
            "edit": self._edit,
            "look": self._look,
        }
        reader = self.readers[who]
        comments = Comment.objects.order_by("pk")
        if act == "erase":
            self._erase(who)
        elif act == "write" or not comments:
            self._write(reader, choice)
        else:
            acts[act](reader, comments[which % len(comments)], choice)

    def _write(self, reader: Reader, n: int, parent: Comment | None = None) -> None:
        publish_comment(
            self.story,
            reader=reader,
            name=f"Reader {n}",
            text=f"What I say, number {Comment.objects.count()}.",
            parent=parent,
            passage=self.passage if parent is None and n % 2 else None,
            stop=Stop.WORD if n % 3 == 0 else None,
            now=self.now,
        )

    def _judge(self, reader: Reader, comment: Comment, n: int) -> None:
        judge_seen(
            [Seen.of(comment)], to=STATES[n % 4], user=self.editor, reason="Why.", now=self.now
        )

    def _undo(self, reader: Reader, comment: Comment, n: int) -> None:
        ids = Judgement.objects.filter(comment=comment).values_list("pk", flat=True)
        undo(ids, user=self.editor, now=self.now)

    def _look(self, reader: Reader, comment: Comment, n: int) -> None:
        self.seen[comment.pk] = Comment.objects.select_related("parent").get(pk=comment.pk)

    def _withdraw(self, reader: Reader, comment: Comment, n: int) -> None:
        read = self.seen.get(comment.pk, comment)
        for writer in Reader.objects.filter(comments=read):
            withdraw_comment(read, reader=writer, now=self.now)

    def _vote(self, reader: Reader, comment: Comment, n: int) -> None:
        if n % 3 == 2:
            take_back_vote(comment, reader=reader)
        else:
            cast_vote(comment, reader=reader, direction=list(Direction)[n % 3], now=self.now)

    def _report(self, reader: Reader, comment: Comment, n: int) -> None:
        report_comment(comment, reader=reader, reason=ReportReason.SPAM, words="", now=self.now)

    def _edit(self, reader: Reader, comment: Comment, n: int) -> None:
        rules = ConversationRules(pk=1, words="hinge")
        text = f"Said anew, {'hinge' if n % 2 else 'gate'}, {comment.pk}."
        if comment.reader is not None:
            edit_comment(comment, reader=comment.reader, text=text, rules=rules, now=self.now)

    def _erase(self, who: int) -> None:
        gone = self.readers[who]
        erase_from_conversation(ReaderErased(gone.pk))
        gone.delete()
        self.readers[who] = self._somebody()

    def _somebody(self) -> Reader:
        """Whose reports count once something of theirs is public."""
        return Reader.objects.create(joined_at=self.now - timedelta(days=30))


STEPS = st.tuples(
    st.sampled_from(
        [
            *("write", "reply", "reply", "reply", "judge", "judge", "undo", "withdraw", "look"),
            *("vote", "report", "report", "edit", "erase"),
        ]
    ),
    st.integers(0, 2),
    st.integers(0, 9),
    st.integers(0, 11),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=6, max_size=24))
def test_every_figure_agrees_with_its_rows(
    steps: Sequence[Step], story: Article, editor: User
) -> None:
    found = None
    with suppress(_TurnedBack), transaction.atomic():
        conversation = Conversation(story, editor, timezone.now())
        for step in steps:
            with suppress(*REFUSED), transaction.atomic():
                conversation.do(step)
        found = check()
        raise _TurnedBack

    assert found == []
