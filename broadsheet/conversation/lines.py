"""A comment as a page shows it: values for one partial, full page and live insert alike."""

from dataclasses import dataclass
from typing import Any

from broadsheet.conversation.models import Comment, Prompt
from broadsheet.conversation.threads import Placed
from broadsheet.lib.text import initials
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.newsroom.moments import Moment, moment

TINTS = 6
QUOTE_LENGTH = 120


@dataclass(frozen=True)
class Line:
    """One comment, ready for `conversation/_comment.html`."""

    id: int
    url: str
    reply_url: str
    name: str
    initials: str
    tint: int
    text: str
    written: Moment
    indent: int
    in_reply_to: str
    up_count: int
    down_count: int
    prompt_id: int | None
    quote: str
    more_replies: int = 0
    thread_url: str = ""

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
    prompt: Prompt | None = None,
    more_replies: int = 0,
) -> Line:
    """Prepare a comment; `prompt` is the question it answers, where it answers one."""
    thread_url = f"{story_url}?thread={comment.root_id or comment.pk}"
    return Line(
        id=comment.pk,
        url=f"{thread_url}#comment-{comment.pk}",
        reply_url=f"{story_url}comments/?parent={comment.pk}",
        name=comment.name,
        initials=initials(comment.name),
        tint=tint_of(comment.name),
        text=comment.text,
        written=moment(comment.created_at, zone=newsroom.time_zone, language=newsroom.language),
        indent=indent,
        in_reply_to=in_reply_to,
        up_count=comment.up_count,
        down_count=comment.down_count,
        prompt_id=prompt.pk if prompt else None,
        quote=shortened(prompt.words) if prompt else "",
        more_replies=more_replies,
        thread_url=f"{thread_url}#conversation" if more_replies else "",
    )


def placed_line(placed: Placed[Any], *, story_url: str, newsroom: NewsroomSettings) -> Line:
    """Prepare a reply in its place."""
    return line(
        placed.row,
        story_url=story_url,
        newsroom=newsroom,
        indent=placed.indent,
        in_reply_to=placed.in_reply_to,
    )


def tint_of(name: str) -> int:
    """Which of the tints stands behind the initials: the same for the same name."""
    return sum(map(ord, name)) % TINTS


def shortened(words: str) -> str:
    """A quote of at most 120 characters, cut at a space."""
    if len(words) <= QUOTE_LENGTH:
        return words
    return words[:QUOTE_LENGTH].rsplit(" ", 1)[0] + "…"
