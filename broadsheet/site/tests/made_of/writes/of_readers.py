"""What readers and moderators do."""

from datetime import datetime, timedelta

from broadsheet.conversation.desk.judging import Seen, judge_seen
from broadsheet.conversation.inline.passages import ask_otherwise, ask_readers
from broadsheet.conversation.models import Comment, CommentState, Direction
from broadsheet.conversation.order.peace import ban, mute
from broadsheet.conversation.order.rulebook import change_rules as change_conversation
from broadsheet.conversation.order.rulebook import change_story_rules
from broadsheet.conversation.order.rulebook import stored_rules as conversation_rules
from broadsheet.conversation.tests.desk import held, written
from broadsheet.conversation.writing.comments import edit_comment, withdraw_comment
from broadsheet.conversation.writing.votes import cast_vote, take_back_vote
from broadsheet.readers.members.erasing import erase
from broadsheet.readers.members.joining import change_profile
from broadsheet.site.tests.made_of.paper import Paper
from broadsheet.site.tests.made_of.writes.table import write


@write
def a_comment_is_published(paper: Paper, now: datetime) -> None:
    written(paper.gate, "So did I.", name="Bo", now=now)


@write
def a_reply_is_published(paper: Paper, now: datetime) -> None:
    written(paper.gate, "Since May.", parent=paper.said, name="Bo", now=now)


@write
def a_comment_is_held(paper: Paper, now: datetime) -> None:
    held(paper.gate, "Cheap pills.", now=now)


@write
def a_held_comment_is_approved(paper: Paper, now: datetime) -> None:
    _judge(paper.waits, CommentState.PUBLISHED, paper=paper, now=now)


@write
def a_held_comment_is_refused(paper: Paper, now: datetime) -> None:
    _judge(paper.waits, CommentState.REJECTED, paper=paper, now=now)


@write
def a_public_comment_is_approved(paper: Paper, now: datetime) -> None:
    _judge(paper.said, CommentState.PUBLISHED, paper=paper, now=now)


@write
def a_comment_is_taken_down(paper: Paper, now: datetime) -> None:
    _judge(paper.said, CommentState.REJECTED, paper=paper, now=now)


@write
def a_comment_is_edited(paper: Paper, now: datetime) -> None:
    soon = paper.said.created_at + timedelta(minutes=1)
    rules = conversation_rules()
    edit_comment(paper.said, reader=paper.ada, text="It sings.", rules=rules, now=soon)


@write
def a_comment_is_withdrawn(paper: Paper, now: datetime) -> None:
    withdraw_comment(paper.asked, reader=paper.guest, now=now)


@write
def a_vote_is_cast(paper: Paper, now: datetime) -> None:
    cast_vote(paper.said, reader=paper.guest, direction=Direction.UP, now=now)


@write
def a_vote_is_taken_back(paper: Paper, now: datetime) -> None:
    take_back_vote(paper.elsewhere, reader=paper.guest)


@write
def a_reader_is_banned(paper: Paper, now: datetime) -> None:
    ban(paper.guest, user=paper.editor, until=None, reason="Insults.", now=now)


@write
def a_reader_is_muted(paper: Paper, now: datetime) -> None:
    mute(paper.ada, muted=paper.guest, now=now)


@write
def a_member_changes_her_name(paper: Paper, now: datetime) -> None:
    change_profile(paper.ada, name="Ada L.", about="I row.")


@write
def a_member_is_erased(paper: Paper, now: datetime) -> None:
    erase(paper.ada)


@write
def a_silent_member_is_erased(paper: Paper, now: datetime) -> None:
    Comment.objects.filter(reader=paper.ada).update(reader=paper.guest)
    erase(paper.ada)


@write
def a_guest_is_erased(paper: Paper, now: datetime) -> None:
    erase(paper.guest)


@write
def a_question_is_asked(paper: Paper, now: datetime) -> None:
    ask_readers(paper.gate, question="Whose is it?", words="The gate", now=now)


@write
def a_question_is_put_otherwise(paper: Paper, now: datetime) -> None:
    ask_otherwise(paper.passage, question="Have you?")


@write
def the_conversation_under_a_story_is_closed(paper: Paper, now: datetime) -> None:
    change_story_rules(paper.gate, access="closed", closes_after_days=None)


@write
def the_rules_of_conversation_change(paper: Paper, now: datetime) -> None:
    rules = conversation_rules()
    rules.closes_after_days = 14
    change_conversation(rules)


def _judge(comment: Comment, to: CommentState, *, paper: Paper, now: datetime) -> None:
    outcome = judge_seen([Seen.of(comment)], to=to, user=paper.editor, reason="", now=now)
    assert outcome.done
