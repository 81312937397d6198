"""A comment as a page shows it: values for one partial, full page and live insert alike."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import ngettext

from broadsheet.conversation.models import Comment, CommentState, Passage, Speaker
from broadsheet.conversation.reading.threads import Placed
from broadsheet.lib.text import initials
from broadsheet.newsroom.languages import figure, spoken
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.newsroom.moments import Moment, moment

TINTS = 6
REPLIES_PER_THREAD = 200
QUOTE_LENGTH = 120


@dataclass(frozen=True)
class Line:
    """One comment, ready for `conversation/_comment.html`.

    Of a comment that has gone only its place is left, and `gone` says how: its state.
    """

    id: int
    url: str
    more_url: str
    reply_url: str
    name: str
    initials: str
    tint: int
    badge: str
    text: str
    html: str
    written: Moment
    edited: Moment | None
    indent: int
    in_reply_to: str
    up_count: int
    down_count: int
    passage_id: int | None
    quote: str
    has_passage_gone: bool
    gone: str = ""
    more_replies: int = 0
    thread_url: str = ""
    profile_url: str = ""

    @property
    def more_words(self) -> str:
        """What the link to the rest of its thread says."""
        return ngettext(
            "%(number)s more reply in this thread",
            "%(number)s more replies in this thread",
            self.more_replies,
        ) % {"number": figure(self.more_replies, language=spoken())}

    @property
    def anchor(self) -> str:
        return f"#comment-{self.id}"


def line(
    comment: Comment,
    *,
    story_url: str,
    newsroom: NewsroomSettings,
    indent: int = 0,
    in_reply_to: str = "",
    passage: Passage | None = None,
    is_own: bool = False,
) -> Line:
    """Prepare a comment; `passage` is what it is about, where it is about one.

    `is_own`: for its writer alone, who reads it in whatever state it is.
    """
    is_gone = not comment.is_published and not is_own
    name = "" if is_gone else comment.name
    zone, language = newsroom.time_zone, newsroom.language
    edited_at = comment.edited_at
    return Line(
        id=comment.pk,
        url=comment_url(comment, story_url=story_url),
        more_url=f"/comments/{comment.pk}/",
        reply_url=f"{story_url}comments/?parent={comment.pk}",
        name=name,
        initials=initials(name),
        tint=tint_of(name),
        badge="" if is_gone else badge_of(comment),
        text="" if is_gone else comment.text,
        html=mark_safe("" if is_gone else comment.html),  # sanitized as the last step of writing
        written=moment(comment.created_at, zone=zone, language=language),
        edited=moment(edited_at, zone=zone, language=language) if edited_at else None,
        indent=indent,
        in_reply_to=in_reply_to,
        up_count=comment.up_count,
        down_count=comment.down_count,
        passage_id=passage.pk if passage else None,
        quote=shortened(passage.words) if passage else "",
        has_passage_gone=bool(passage and passage.is_gone),
        gone=_gone(comment) if is_gone else "",
        profile_url="" if is_gone else profile_url_of(comment),
    )


def comment_url(comment: Comment, *, story_url: str) -> str:
    """Where a comment stands in its thread, on whichever page of it."""
    page = (max(comment.place, 1) - 1) // REPLIES_PER_THREAD + 1
    on_page = f"&page={page}" if page > 1 else ""
    return f"{story_url}?thread={comment.root_id or comment.pk}{on_page}#comment-{comment.pk}"


def profile_url_of(comment: Comment) -> str:
    """The profile of a member who wrote it; others have none."""
    is_members = comment.speaker == Speaker.MEMBER and comment.reader_id is not None
    return f"/readers/{comment.reader_id}/" if is_members else ""


def badge_of(comment: Comment) -> str:
    """What stands beside the name of the newsroom's own people."""
    if comment.speaker in (Speaker.AUTHOR, Speaker.STAFF):
        return str(Speaker(comment.speaker).label)
    return ""


def _gone(comment: Comment) -> str:
    """How a comment has gone whose place is kept: its writer withdrew it, or it was taken off."""
    return "withdrawn" if comment.state == CommentState.WITHDRAWN else "removed"


def placed_line(placed: Placed[Any], *, story_url: str, newsroom: NewsroomSettings) -> Line:
    """Prepare a reply in its place; the name on what has gone has gone as well."""
    is_answered_there = placed.under is not None and placed.under.is_published
    return line(
        placed.row,
        story_url=story_url,
        newsroom=newsroom,
        indent=placed.indent,
        in_reply_to=placed.in_reply_to if is_answered_there else "",
    )


def tint_of(name: str) -> int:
    """Which of the tints stands behind the initials: the same for the same name."""
    return sum(map(ord, name)) % TINTS


def shortened(words: str) -> str:
    """A quote of at most 120 characters, cut at a space."""
    if len(words) <= QUOTE_LENGTH:
        return words
    return words[:QUOTE_LENGTH].rsplit(" ", 1)[0] + "…"
