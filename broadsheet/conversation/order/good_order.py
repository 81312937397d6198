"""What a reader does about another's comment: reporting it, or reading no more of its writer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from broadsheet.conversation.models import Comment, Mute, ReportReason
from broadsheet.conversation.order.peace import mute, unmute
from broadsheet.conversation.order.reports import report_comment
from broadsheet.conversation.writing.limits import REPORTS, take_one
from broadsheet.conversation.writing.voice import Voice
from broadsheet.guard.buckets import Limit
from broadsheet.readers.models import Reader

MUTES = Limit("mutes", capacity=30, seconds_per_token=60)


class OwnWords(Exception):
    """Nobody reports or mutes themselves."""


class WriterUnknown(Exception):
    """Nobody knows who wrote it, as with what was brought from another site."""


@dataclass(frozen=True)
class Complaint:
    """Why a comment should be looked at; a form has checked it."""

    reason: ReportReason
    words: str = ""


@transaction.atomic
def submit_report(comment: Comment, *, voice: Voice, complaint: Complaint, now: datetime) -> Reader:
    """Take in a report; returns who made it.

    :raises OwnWords: when they wrote the comment.
    :raises Banned: when they may not report now.
    :raises TooMany: when very many come from the address.
    :raises AlreadyReported: when they have reported it before.
    """
    reader = voice.settled()
    if comment.reader_id == reader.pk:
        raise OwnWords
    take_one(REPORTS, who=voice.address, now=now)
    report_comment(comment, reader=reader, reason=complaint.reason, words=complaint.words, now=now)
    return reader


@transaction.atomic
def mute_writer(comment: Comment, *, voice: Voice, now: datetime) -> Reader:
    """Spare a reader whatever the writer of `comment` says; returns who is spared.

    :raises WriterUnknown: when nobody knows who wrote it.
    :raises OwnWords: when it was the same reader.
    :raises TooMany: when very many are muted from the address.
    """
    if comment.reader is None:
        raise WriterUnknown
    reader = voice.settled()
    if comment.reader_id == reader.pk:
        raise OwnWords
    take_one(MUTES, who=voice.address, now=now)
    mute(reader, muted=comment.reader, name=comment.name, now=now)
    return reader


def unmute_writer(comment: Comment, *, reader: Reader | None) -> None:
    """Let a reader read the writer of `comment` again; without a mute nothing changes."""
    if reader is not None and comment.reader is not None:
        unmute(reader, muted=comment.reader)


def end_mute(mute_id: int, *, reader: Reader | None) -> bool:
    """End one of a reader's own mutes; returns whether there was one."""
    return bool(reader and Mute.objects.filter(pk=mute_id, reader=reader).delete()[0])
