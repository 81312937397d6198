"""The same words again: twice by one reader, or by somebody else who has just said them."""

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from broadsheet.conversation.models import Comment
from broadsheet.conversation.order.screening import REPETITION_MIN_LENGTH, digest
from broadsheet.lib.prepared import Prepared
from broadsheet.readers.models import Reader

REPETITION_WINDOW = timedelta(days=1)


class SaidBefore(Exception):
    """The reader has written the same under this story already."""

    def __init__(self, comment: Comment) -> None:
        super().__init__(comment.pk)
        self.comment = comment


def is_repetition(
    text: str, *, article_id: int, reader: Reader, now: datetime, but: int | None = None
) -> bool:
    """Whether somebody has just said the same, in another comment than `but`. One query.

    :raises SaidBefore: when it was this reader, under this story.
    """
    found = _SAME.all(said=digest(text), since=now - REPETITION_WINDOW)
    same = [comment for comment in found if comment.pk != but]
    for comment in same:
        if comment.reader_id == reader.pk and comment.article_id == article_id:
            raise SaidBefore(comment)
    return bool(same) and len(text) >= REPETITION_MIN_LENGTH


def _same(*, said: str, since: datetime) -> QuerySet[Comment]:
    newest = Comment.objects.filter(digest=said, created_at__gt=since).order_by("-created_at")
    return newest.only("id", "article", "reader")[:20]


_SAME = Prepared(_same, said="\x01", since=datetime(1, 1, 2, tzinfo=UTC))
