"""What a reader has written, for the reader alone, and whom they do not want to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models import Comment, CommentState, Mute
from broadsheet.conversation.reading.lines import Line, line
from broadsheet.conversation.writing.comments import EDIT_WINDOW, can_edit
from broadsheet.conversation.writing.words import reason_words
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.languages import locale_of
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

PER_PAGE = 20
MOST_MUTES = 200

_STATES = {
    CommentState.PUBLISHED: _("Published"),
    CommentState.HELD: _("Waits for a moderator"),
    CommentState.REJECTED: _("Not published"),
    CommentState.SPAM: _("Not published"),
    CommentState.WITHDRAWN: _("Withdrawn"),
}
_MEANINGS = {
    CommentState.HELD: _(
        "Only you see it, and only here. It stands under the story as soon as a moderator has "
        "published it; if not, the reason will stand here."
    ),
    CommentState.REJECTED: _("A moderator has decided not to publish it. Only you see it."),
    CommentState.SPAM: _("It was taken for spam. Only you see it."),
    CommentState.WITHDRAWN: _("You have withdrawn it. Its words are gone; replies to it stay."),
}


@dataclass(frozen=True)
class OwnComment:
    """A comment as its writer sees it: also held or rejected, and why.

    `headline` and the line's addresses are "" where its story is not there for readers.
    """

    line: Line
    headline: str
    story_url: str
    state: str
    state_words: str
    meaning: str
    reason: str
    edit_until: str
    can_withdraw: bool


@dataclass(frozen=True)
class Found:
    """A comment that a reader may see, and whether its story is there for readers."""

    comment: Comment
    is_story_public: bool

    @property
    def story_url(self) -> str:
        return article_url(self.comment.article) if self.is_story_public else ""

    @property
    def headline(self) -> str:
        return self.comment.article.title if self.is_story_public else ""


@dataclass(frozen=True)
class MutedReader:
    """One whom a reader does not want to read, by the name they last wrote under."""

    id: int
    name: str


@dataclass(frozen=True)
class OwnPage:
    """A page of a reader's own comments; whom they have muted stands on the first."""

    comments: Sequence[OwnComment]
    muted: Sequence[MutedReader]
    page: int
    has_older: bool


def own_page(reader: Reader | None, *, page: int, now: datetime) -> OwnPage:
    """The comments of a reader, whatever has become of them, newest first. Three queries."""
    if reader is None:
        return OwnPage([], [], 1, has_older=False)
    start = (page - 1) * PER_PAGE
    newest = _with_stories(Comment.objects.filter(reader=reader)).order_by("-id")
    rows = list(newest[start : start + PER_PAGE + 1])
    public = set(_public_among(rows).values_list("pk", flat=True))
    return OwnPage(
        comments=[
            own_comment(Found(row, row.article_id in public), now=now) for row in rows[:PER_PAGE]
        ],
        muted=muted_by(reader) if page == 1 else [],
        page=page,
        has_older=len(rows) > PER_PAGE,
    )


def comment_for(reader: Reader | None, comment_id: int) -> Found | None:
    """A comment if this reader may see it. Two queries.

    What is published is for everybody; what one wrote is one's own in every state.
    """
    comment = _with_stories(Comment.objects.filter(pk=comment_id)).first()
    if comment is None:
        return None
    is_story_public = _public_among([comment]).exists()
    is_own = reader is not None and comment.reader_id == reader.pk
    if is_own or (comment.is_published and is_story_public):
        return Found(comment, is_story_public)
    return None


def own_comment(found: Found, *, now: datetime) -> OwnComment:
    """Prepare a comment for its writer."""
    state = CommentState(found.comment.state)
    return OwnComment(
        line=own_line(found),
        headline=found.headline,
        story_url=found.story_url,
        state=state.value,
        state_words=str(_STATES[state]),
        meaning=str(_MEANINGS.get(state, "")),
        reason=reason_words(found.comment.reason),
        edit_until=_edit_until(found.comment, now=now),
        can_withdraw=state is not CommentState.WITHDRAWN,
    )


def own_line(found: Found) -> Line:
    """The comment itself, also where nobody else sees it; of a withdrawn one its place alone."""
    comment = found.comment
    return line(
        comment,
        story_url=found.story_url,
        newsroom=this_newsroom(),
        in_reply_to=answered_name(comment),
        passage=comment.passage,
        is_own=comment.state != CommentState.WITHDRAWN,
    )


def muted_by(reader: Reader) -> list[MutedReader]:
    """Whom a reader has muted, newest first, by the names that they read then. One query."""
    mutes = Mute.objects.filter(reader=reader).order_by("-id")
    newest = mutes.values_list("pk", "name")[:MOST_MUTES]
    return [MutedReader(pk, name or str(_("A reader"))) for pk, name in newest]


def answered_name(comment: Comment) -> str:
    """Whom a comment answers, as long as everybody can read that one."""
    parent = comment.parent
    return parent.name if parent is not None and parent.is_published else ""


def _with_stories(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    return rows.select_related("article", "passage", "parent", "reader")


def _public_among(rows: Sequence[Comment]) -> QuerySet[Article]:
    wanted = {row.article_id for row in rows}
    return public_articles().filter(pk__in=wanted).order_by()


def _edit_until(comment: Comment, *, now: datetime) -> str:
    """The time of day until which its writer can edit it; "" where nobody can."""
    if not can_edit(comment, reader=comment.reader, now=now):
        return ""
    newsroom = this_newsroom()
    until = (comment.created_at + EDIT_WINDOW).astimezone(ZoneInfo(newsroom.time_zone))
    return str(format_time(until.time(), "short", locale=locale_of(newsroom.language)))
