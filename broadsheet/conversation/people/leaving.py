"""A reader goes with all that is theirs, however much they wrote.

Whatever they wrote loses its words and their name at once, in the transaction that erases them,
by a statement for all. Then each comment is withdrawn and each vote taken back, which counts and
is written down as always: some of them in that transaction, the others by a job, a few at a time,
so that nobody waits long for the database. Until then they are a nameless reader's.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from broadsheet.conversation.models import (
    Comment,
    CommentState,
    Judge,
    Judgement,
    Passage,
    Report,
    Vote,
)
from broadsheet.conversation.writing.comments import withdraw_comment
from broadsheet.conversation.writing.votes import take_back_vote
from broadsheet.delivery.keys import reader_key, thread_key, touch
from broadsheet.readers.events import ReaderErased
from broadsheet.readers.models import Reader

# Three milliseconds each: the write lock is held for less than a tenth of a second.
BATCH = 25
# What stands in the place of words until a comment is withdrawn, which has none.
NO_WORDS = "…"


def leave(event: ReaderErased) -> UUID | None:
    """Erase a reader's part; returns whose the rest is, if there is a rest.

    Bans, mutes and subscriptions go with the reader's row.
    """
    nameless = Reader.objects.create()
    _blank_comments(event.reader_id, nameless)
    Vote.objects.filter(reader=event.reader_id).update(reader=nameless)
    _delete_reports(event.reader_id)
    # The words are the story's own; that this reader was the first to choose them goes.
    Passage.objects.filter(reader=event.reader_id).update(reader=None)
    return nameless.pk if take_away_some(nameless.pk) else None


@transaction.atomic
def take_away_some(nameless_id: UUID) -> bool:
    """Withdraw some comments and take some votes back; returns whether any are left."""
    nameless = Reader.objects.filter(pk=nameless_id).first()
    if nameless is None:
        return False
    room = BATCH
    standing = Comment.objects.filter(reader=nameless).exclude(state=CommentState.WITHDRAWN)
    for comment in standing.order_by("pk")[:room]:
        withdraw_comment(comment, reader=nameless, now=timezone.now())
        room -= 1
    for vote in Vote.objects.filter(reader=nameless).select_related("comment")[:room]:
        take_back_vote(vote.comment, reader=nameless)
        room -= 1
    if not room:
        return True
    nameless.delete()
    return False


def _blank_comments(reader_id: UUID, nameless: Reader) -> None:
    written = Comment.objects.filter(reader=reader_id)
    # Why a moderator decided so is said about these words and of this person.
    Judgement.objects.filter(comment__in=written, judge=Judge.MODERATOR).update(reason="")
    shown = written.filter(state=CommentState.PUBLISHED).order_by()
    stories = shown.values_list("article", flat=True).distinct()
    touch(reader_key(reader_id), *map(thread_key, stories))  # a member's profile goes
    standing = written.exclude(state=CommentState.WITHDRAWN)
    standing.update(
        name=NO_WORDS, text=NO_WORDS, html=f"<p>{NO_WORDS}</p>", digest="", reason="",
        reader=nameless,
    )  # fmt: skip


def _delete_reports(reader_id: UUID) -> None:
    reported = Comment.objects.filter(reports__reader=reader_id)
    reported.update(report_count=F("report_count") - 1)
    Report.objects.filter(reader=reader_id).delete()
