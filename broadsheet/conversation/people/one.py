"""One comment on a page of its own: itself, and what the reader who looks at it can do."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.conversation.models import Comment, Mute, Report, Vote
from broadsheet.conversation.people.own import Found, OwnComment, own_comment, own_line
from broadsheet.conversation.reading.lines import Line
from broadsheet.readers.models import Reader


@dataclass(frozen=True)
class CommentPage:
    """A comment, and how it stands with whoever looks at it.

    `own` is there for its writer alone. Without `story_url` the story is not there for readers,
    and its writer can still read it and take it back.
    """

    line: Line
    headline: str
    story_url: str
    own: OwnComment | None
    voted: str
    is_public: bool
    can_mute: bool
    is_muted: bool
    is_reported: bool


def comment_page(found: Found, *, reader: Reader | None, now: datetime) -> CommentPage:
    """Prepare a comment that `reader` may see. Three queries, none for a stranger."""
    comment = found.comment
    is_own = reader is not None and comment.reader_id == reader.pk
    other = None if is_own else reader
    return CommentPage(
        line=own_line(found),
        headline=found.headline,
        story_url=found.story_url,
        own=own_comment(found, now=now) if is_own else None,
        voted=_voted(comment, other),
        is_public=comment.is_published and found.is_story_public,
        can_mute=not is_own and comment.reader_id is not None,
        is_muted=_has(Mute, other, muted=comment.reader_id),
        is_reported=_has(Report, other, comment=comment),
    )


def _voted(comment: Comment, reader: Reader | None) -> str:
    cast = Vote.objects.filter(comment=comment, reader=reader) if reader else Vote.objects.none()
    return cast.values_list("direction", flat=True).first() or ""


def _has(model: type[Mute] | type[Report], reader: Reader | None, **about: object) -> bool:
    return reader is not None and model._default_manager.filter(reader=reader, **about).exists()
