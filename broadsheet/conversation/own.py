"""What a reader has written, for the reader alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.conversation.comments import can_edit
from broadsheet.conversation.lines import Line, line
from broadsheet.conversation.models import Comment
from broadsheet.conversation.words import reason_words
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.readers.models import Reader

MOST = 100


@dataclass(frozen=True)
class OwnComment:
    """A comment as its writer sees it: also held or rejected, and why."""

    line: Line
    headline: str
    state: str
    state_words: str
    reason: str
    can_edit: bool


def own_comments(reader: Reader | None, *, now: datetime) -> Sequence[OwnComment]:
    """The newest comments of a reader, whatever has become of them. One query."""
    if reader is None:
        return []
    rows = Comment.objects.filter(reader=reader).select_related("article", "passage")
    return [_own(row, reader=reader, now=now) for row in rows.order_by("-id")[:MOST]]


def _own(comment: Comment, *, reader: Reader, now: datetime) -> OwnComment:
    return OwnComment(
        line=line(
            comment, story_url=article_url(comment.article), newsroom=this_newsroom(), is_own=True
        ),
        headline=comment.article.title,
        state=comment.state,
        state_words=comment.get_state_display(),
        reason=reason_words(comment.reason),
        can_edit=can_edit(comment, reader=reader, now=now),
    )
