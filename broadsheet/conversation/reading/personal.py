"""What of a conversation is one reader's own: their votes, what of theirs waits, whom they mute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.conversation.models import Comment, CommentState, Mute, Vote
from broadsheet.conversation.reading.lines import Line, line
from broadsheet.conversation.writing.voice import Voice
from broadsheet.conversation.writing.words import held_words
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

MOST = 500  # of each kind: newest first


@dataclass(frozen=True)
class Personal:
    """A reader's own part of a conversation: votes by comment, ids of comments, lines that wait."""

    name: str = ""
    votes: Mapping[int, str] = field(default_factory=dict)
    muted: Sequence[int] = ()
    own: Sequence[int] = ()
    held: Sequence[tuple[Line, str]] = ()


def personal_additions(article: Article, *, voice: Voice) -> Personal:
    """What `voice` sees besides what all see. Five queries; none for a stranger."""
    reader = voice.reader
    if reader is None:
        return Personal(name=voice.name)
    own = Comment.objects.filter(article=article, reader=reader).order_by("-id")
    return Personal(
        name=voice.name,
        votes=_votes(article, reader),
        muted=_muted(article, reader),
        own=list(own.values_list("pk", flat=True)[:MOST]),
        held=[_held(row, article) for row in own.filter(state=CommentState.HELD)[:MOST]],
    )


def _votes(article: Article, reader: Reader) -> dict[int, str]:
    cast = Vote.objects.filter(reader=reader, comment__article=article).order_by("-id")
    return dict(cast.values_list("comment", "direction")[:MOST])


def _muted(article: Article, reader: Reader) -> list[int]:
    muted = list(Mute.objects.filter(reader=reader).values_list("muted", flat=True))
    if not muted:
        return []
    theirs = Comment.objects.filter(article=article, reader__in=muted, is_shown=True)
    return list(theirs.order_by("-id").values_list("pk", flat=True)[:MOST])


def _held(comment: Comment, article: Article) -> tuple[Line, str]:
    own = line(comment, story_url=article_url(article), newsroom=this_newsroom(), is_own=True)
    return own, held_words(comment)
