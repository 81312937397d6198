"""What readers write: publishing, editing and withdrawing comments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from broadsheet.conversation.inline.passages import keep_passage
from broadsheet.conversation.models import (
    Comment,
    CommentState,
    ConversationRules,
    Holding,
    Judge,
    Passage,
    Speaker,
)
from broadsheet.conversation.order.moderation import change_state, enter, lock_thread
from broadsheet.conversation.order.peace import require_not_banned
from broadsheet.conversation.order.rulebook import screen_of
from broadsheet.conversation.order.screening import Screened, Stop, digest, first_stop
from broadsheet.conversation.telling.subscriptions import Wish, subscribe
from broadsheet.conversation.writing.limits import EDITS, WISHES, take_for_comment, take_one
from broadsheet.conversation.writing.markdown import Rendered, render_comment
from broadsheet.conversation.writing.repetition import is_repetition
from broadsheet.conversation.writing.voice import Voice, speaker_of
from broadsheet.delivery.keys import thread_key, touch
from broadsheet.guard.proof import BadProof, SpentProof, accept
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader

EDIT_WINDOW = timedelta(minutes=15)


class AnsweredGone(Exception):
    """What was being answered is no longer public."""


class EditingClosed(Exception):
    """A comment can be edited for 15 minutes, by its writer, while it is there."""


@dataclass(frozen=True)
class Submission:
    """What somebody hands in under a story; a form has checked it.

    `proof` is the answer to a challenge, which only guests need.
    """

    article: Article
    voice: Voice
    name: str
    text: str
    parent: Comment | None = None
    passage: Passage | None = None
    proof: str = ""
    wish: Wish | None = None


@transaction.atomic
def submit_comment(submission: Submission, *, rules: ConversationRules, now: datetime) -> Comment:
    """Take in what a reader wrote: published at once, or held with a reason for its writer.

    :raises Banned: when the reader may not write now.
    :raises TooMany: when they have to wait.
    :raises SaidBefore: when they have said this already.
    :raises AnsweredGone: when what they answer has gone meanwhile.
    """
    voice = submission.voice
    reader = voice.settled()
    if voice.reader is not None:
        require_not_banned(reader, now=now)
    is_proven = not voice.is_guest or _is_proven(submission.proof, now=now)
    is_crowd = take_for_comment(
        submission.article,
        reader=reader,
        address=voice.address,
        is_proven=is_proven,
        rules=rules,
        now=now,
    )
    rendered = render_comment(submission.text)
    screened = _screened(
        submission,
        reader=reader,
        is_proven=is_proven,
        is_crowd=is_crowd,
        rendered=rendered,
        rules=rules,
        now=now,
    )
    stop = first_stop(screened, screen=screen_of(rules))
    comment = publish_comment(
        submission.article,
        reader=reader,
        name=submission.name,
        text=submission.text,
        parent=submission.parent,
        passage=_kept(submission.passage, reader=reader, now=now),
        speaker=speaker_of(voice, article=submission.article),
        stop=stop,
        rendered=rendered,
        now=now,
    )
    if submission.wish is not None:
        _subscribe(submission, wish=submission.wish, comment=comment, now=now)
    return comment


@transaction.atomic(savepoint=False)
def publish_comment(
    article: Article,
    *,
    reader: Reader,
    name: str,
    text: str,
    now: datetime,
    parent: Comment | None = None,
    passage: Passage | None = None,
    speaker: Speaker = Speaker.GUEST,
    stop: Stop | None = None,
    rendered: Rendered | None = None,
) -> Comment:
    """Write a comment down: public, or held where a rule stops it.

    `parent` and `passage` are of the same story.

    :raises AnsweredGone: when `parent` is no longer public.
    """
    comment = Comment(
        article=article,
        reader=reader,
        speaker=speaker,
        name=name,
        text=text,
        html=(rendered or render_comment(text)).html,
        digest=digest(text),
        state=CommentState.HELD if stop else CommentState.PUBLISHED,
        reason=stop or "",
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        passage=passage,
        created_at=now,
    )
    if comment.root_id:
        comment.place = _next_place(comment.root_id)
        _require_public(comment.parent_id)
    enter(comment, reason=stop or "", now=now)
    return comment


@transaction.atomic
def edit_comment(
    comment: Comment, *, reader: Reader, text: str, rules: ConversationRules, now: datetime
) -> None:
    """Put other words in the place of one's own; the rules look at them as at the first.

    :raises Banned: when the reader may not write now.
    :raises EditingClosed: when it is too late, not theirs, or gone.
    :raises TooMany: when they have edited very often.
    :raises SaidBefore: when another of their comments says this already.
    """
    require_not_banned(reader, now=now)
    if not can_edit(comment, reader=reader, now=now):
        raise EditingClosed
    rendered = render_comment(text)
    take_one(EDITS, who=str(reader.pk), now=now)
    said_before = is_repetition(
        text, article_id=comment.article_id, reader=reader, but=comment.pk, now=now
    )
    stop = _stop_of_edit(
        comment, text=text, rendered=rendered, is_repetition=said_before, rules=rules
    )
    lock_thread(comment)  # first, as whoever judges it does
    changed = Comment.objects.filter(pk=comment.pk, state=comment.state).update(
        text=text, html=rendered.html, digest=digest(text), edited_at=now, is_approved=False
    )
    if not changed:
        raise EditingClosed
    comment.text, comment.html, comment.edited_at = text, rendered.html, now
    if stop and comment.is_published:
        change_state(comment, to=CommentState.HELD, judge=Judge.RULES, reason=stop, now=now)
    elif comment.is_published:
        touch(thread_key(comment.article_id))


@transaction.atomic
def withdraw_comment(comment: Comment, *, reader: Reader, now: datetime) -> None:
    """Take one's own words back for good; the replies stay where they are.

    :raises AlreadyJudged: when it is withdrawn already.
    :raises PermissionError: when it is somebody else's.
    """
    if comment.reader_id != reader.pk:
        raise PermissionError("Only its writer withdraws a comment.")
    change_state(comment, to=CommentState.WITHDRAWN, judge=Judge.WRITER, now=now)
    Comment.objects.filter(pk=comment.pk).update(text="", html="", digest="", name="")


def can_edit(comment: Comment, *, reader: Reader | None, now: datetime) -> bool:
    """Whether `reader` wrote it, not long ago, and it was neither refused nor withdrawn."""
    is_theirs = reader is not None and comment.reader_id == reader.pk
    is_there = comment.state in (CommentState.PUBLISHED, CommentState.HELD)
    return is_theirs and is_there and now < comment.created_at + EDIT_WINDOW


def _is_proven(proof: str, *, now: datetime) -> bool:
    if not proof:
        return False
    try:
        accept(proof, now=now)
    except (BadProof, SpentProof):
        return False
    return True


def _subscribe(submission: Submission, *, wish: Wish, comment: Comment, now: datetime) -> None:
    """:raises TooMany: when very many addresses that nobody has confirmed came from this one."""
    article, reader = submission.article, comment.reader
    subscription = subscribe(article, wish=wish, reader=reader, comment=comment, now=now)
    if not subscription.is_confirmed:
        take_one(WISHES, who=submission.voice.address, now=now)


def _kept(passage: Passage | None, *, reader: Reader, now: datetime) -> Passage | None:
    """The row of the passage; words that nobody chose before get one now."""
    return passage and keep_passage(passage, reader=reader, now=now)


def _screened(
    submission: Submission,
    *,
    reader: Reader,
    is_proven: bool,
    is_crowd: bool,
    rendered: Rendered,
    rules: ConversationRules,
    now: datetime,
) -> Screened:
    """What the rules ask about a comment; of who has written before only what they ask."""
    holds_first = rules.holding == Holding.FIRST
    return Screened(
        text=f"{submission.name}\n{submission.text}",
        link_count=rendered.link_count,
        is_guest=submission.voice.is_guest,
        is_first=holds_first and not _has_published(reader),
        is_trusted=not is_proven and _is_approved(reader),
        has_proof=is_proven,
        is_repetition=is_repetition(
            submission.text, article_id=submission.article.pk, reader=reader, now=now
        ),
        is_crowd=is_crowd,
    )


def _has_published(reader: Reader) -> bool:
    return Comment.objects.filter(reader=reader, state=CommentState.PUBLISHED).exists()


def _is_approved(reader: Reader) -> bool:
    approved = Comment.objects.filter(reader=reader, is_approved=True)
    return approved.filter(state=CommentState.PUBLISHED).exists()


def _next_place(root_id: int) -> int:
    # The update locks the thread's root, so that every place is given once.
    root = Comment.objects.filter(pk=root_id)
    root.update(last_place=F("last_place") + 1)
    return root.values_list("last_place", flat=True).get()


def _require_public(comment_id: int | None) -> None:
    public = Comment.objects.filter(pk=comment_id or 0, state=CommentState.PUBLISHED)
    if not public.exists():
        raise AnsweredGone


def _stop_of_edit(
    comment: Comment,
    *,
    text: str,
    rendered: Rendered,
    is_repetition: bool,
    rules: ConversationRules,
) -> Stop | None:
    """What of the new words themselves a rule stops; the writer has passed the other rules."""
    screened = Screened(
        text=f"{comment.name}\n{text}",
        link_count=rendered.link_count,
        is_guest=False,
        is_first=False,
        is_trusted=True,
        has_proof=True,
        is_repetition=is_repetition,
        is_crowd=False,
    )
    return first_stop(screened, screen=screen_of(rules))
