"""Why a reader's form is refused, in words, and with which status."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.conversation.models import Comment, CommentState
from broadsheet.conversation.order.access import openness
from broadsheet.conversation.order.good_order import OwnWords, WriterUnknown
from broadsheet.conversation.order.moderation import AlreadyJudged
from broadsheet.conversation.order.peace import Banned
from broadsheet.conversation.order.reports import AlreadyReported
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.reading.queries import discussion_of
from broadsheet.conversation.writing.comments import AnsweredGone, EditingClosed, can_edit
from broadsheet.conversation.writing.repetition import SaidBefore
from broadsheet.conversation.writing.voice import Voice
from broadsheet.conversation.writing.votes import AlreadyVoted, MembersVote, NotVoted, OwnComment
from broadsheet.guard.buckets import TooMany
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

REFUSALS = (Banned, TooMany, SaidBefore, AnsweredGone, EditingClosed)
VOTE_REFUSALS = (Banned, TooMany, AlreadyVoted, NotVoted, OwnComment, MembersVote)
ACT_REFUSALS = (Banned, TooMany, AlreadyReported, AlreadyJudged, OwnWords, WriterUnknown)


@dataclass(frozen=True)
class Refusal:
    """What a reader is told; `wait_seconds` is when trying again makes sense."""

    words: str
    status: int
    wait_seconds: int = 0

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Say when to try again, also to programs. Source: RFC 9110, 10.2.3."""
        if self.wait_seconds:
            response.headers["Retry-After"] = str(self.wait_seconds)
        return response


def refuse_to_write(article: Article, *, voice: Voice, now: datetime) -> Refusal | None:
    """Why nobody, or not this reader, may write under a story now. One query."""
    discussion = discussion_of(article)
    found = openness(article, discussion=discussion, rules=rules(), now=now)
    if found.is_closed:
        return Refusal(_("The conversation under this story is closed."), 403)
    if found.is_for_members and voice.is_guest:
        return Refusal(_("Only members write under this story. Please sign in first."), 403)
    return None


def refuse_to_change(comment: Comment, *, reader: Reader | None) -> Refusal | None:
    """Why this reader can neither edit nor withdraw a comment that they may see."""
    if reader is None or comment.reader_id != reader.pk:
        return Refusal(_("Only its writer can change a comment."), 403)
    if comment.state == CommentState.WITHDRAWN:
        return Refusal(_("You have withdrawn this comment before. Its words are gone."), 410)
    return None


def refuse_to_edit(comment: Comment, *, reader: Reader | None, now: datetime) -> Refusal | None:
    """Why this reader cannot edit a comment that they may see."""
    refusal = refuse_to_change(comment, reader=reader)
    if refusal is not None or can_edit(comment, reader=reader, now=now):
        return refusal
    if comment.state in (CommentState.REJECTED, CommentState.SPAM):
        return Refusal(_("A moderator has decided about this comment; it stays as it is."), 403)
    return refusal_of(EditingClosed())


def refusal_of(error: Exception) -> Refusal:
    """What to tell a reader of a refusal that the conversation has raised."""
    match error:
        case Banned():
            return Refusal(_ban_words(error), 403)
        case TooMany():
            return Refusal(_wait_words(error.wait_seconds), 429, error.wait_seconds)
        case SaidBefore():
            return Refusal(_("You have written the same under this story before."), 409)
        case AnsweredGone():
            return Refusal(_("The comment you are answering is not here any more."), 409)
        case EditingClosed():
            return Refusal(_("A comment can be edited for 15 minutes. They are over."), 403)
        case AlreadyVoted():
            words = _("You have voted for this comment that way before; it counts once.")
            return Refusal(words, 409)
        case NotVoted():
            return Refusal(_("There is no vote of yours to take back."), 409)
        case OwnComment():
            return Refusal(_("Nobody votes for their own comment."), 403)
        case MembersVote():
            return Refusal(_("Only members vote here. Please sign in first."), 403)
        case AlreadyReported():
            return Refusal(_("You have reported this comment before. Once is enough."), 409)
        case AlreadyJudged():
            return Refusal(_("This comment has changed meanwhile. Please look at it again."), 409)
        case OwnWords():
            return Refusal(_("This is your own comment."), 403)
        case WriterUnknown():
            return Refusal(_("Nobody knows here who wrote this comment."), 409)
    raise error


def _ban_words(error: Banned) -> str:
    until = error.ban.until
    if until is None:
        return _("A moderator has decided that you cannot write here any more.")
    moment = date_format(timezone.localtime(until), "DATETIME_FORMAT")
    return _("A moderator has decided that you cannot write here until %(moment)s.") % {
        "moment": moment
    }


def _wait_words(seconds: int) -> str:
    return ngettext(
        "That was very quick. Please wait a second and send it again.",
        "That was a lot at once. Please wait %(number)s seconds and send it again.",
        seconds,
    ) % {"number": seconds}
