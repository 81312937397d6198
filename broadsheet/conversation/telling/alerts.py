"""Alerts: whom a comment that has become public concerns, and having them told of it.

"My comments" are those that a new one answers directly; "this comment" is all that stands below
it. Nobody is told of their own comment, of one by a reader they have muted, or of what is below a
comment they have silenced. All of it is asked twice: when notices are written, for many addresses
at a time, and when a letter is made, for one address.
"""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from broadsheet.conversation.models import (
    Announcement,
    Comment,
    CommentState,
    Mute,
    NotifyOf,
    Silence,
    Subscription,
    Unwilling,
)
from broadsheet.conversation.telling.subscriptions import confirmed, is_unwilling
from broadsheet.newsroom.cards import public_articles
from broadsheet.notices.addresses import address_key
from broadsheet.notices.outbox import notify_all
from broadsheet.readers.models import Reader

# The kind of the letter that tells of comments.
COMMENTS = "comments"
MAX_SECONDS = 20.0  # then the other jobs of the queue have their turn
COMMENTS_AT_ONCE = 100
# So many rows go into the outbox in one transaction: about 20 ms of SQLite's only write lock.
ROWS_AT_ONCE = 200
# Between two of them the lock is free for longer than it was held: whoever waits for it looks
# only now and then, and would never find it free.
PAUSE_SECONDS = 0.02
# Busy for so long at a stretch, then at rest for so many times as long.
BUSY_SECONDS = 0.05
REST = 4


@dataclass(frozen=True)
class News:
    """A comment, and those above it that somebody follows or has silenced."""

    comment: Comment
    above: frozenset[int]

    @property
    def answered(self) -> UUID | None:
        """Whose comment it answers."""
        return self.comment.parent.reader_id if self.comment.parent else None


@dataclass(frozen=True)
class Wanted:
    """A comment to tell one address of, and the subscriptions that ask for it."""

    comment: Comment
    subscriptions: Sequence[Subscription]


def is_meant(subscription: Subscription, news: News) -> bool:
    """Whether a subscription to its story asks for this comment."""
    match subscription.notify_of:
        case NotifyOf.FOLLOW_UPS:
            return True
        case NotifyOf.REPLIES:
            return subscription.reader_id is not None and subscription.reader_id == news.answered
    return subscription.comment_id in news.above


def is_anything_to_tell() -> bool:
    """Whether a comment waits for its subscribers to be told. One query."""
    return Announcement.objects.exists()


def tell(*, now: datetime, max_seconds: float = MAX_SECONDS) -> None:
    """Write a notice for everybody who asked for the comments that have become public.

    Killed in between, the next begins again with the comments that are not finished: an address
    has one notice of a comment, by a constraint. Holds the write lock for 200 rows at a time.
    """
    end, pace = time.monotonic() + max_seconds, _Pace()
    while time.monotonic() < end and (comments := _announced()):
        writing, followed = _Writing(now=now), _followed(comments)
        for news in _news(comments, marked=_marked(comments)):
            for addresses in _audience(news) if news.comment.article_id in followed else ():
                writing.add(news.comment, addresses)
            writing.done(news.comment)
            pace.rest()
            if time.monotonic() > end:
                break
        writing.flush()


def wanted_by(address: str, comment_ids: Collection[int]) -> list[Wanted]:
    """Which of these comments an address still wants to hear of, oldest first.

    Nine queries at most, however many comments there are.
    """
    key = address_key(address)
    comments = _still_public(comment_ids)
    if not comments or is_unwilling(key):
        return []
    stories = {comment.article_id for comment in comments}
    mine = list(confirmed().filter(address_key=key).select_related("comment").order_by("pk"))
    subscriptions = [row for row in mine if row.article_id in stories]
    silenced = set(
        Silence.objects.filter(address_key=key, comment__article__in=stories).values_list(
            "comment_id", flat=True
        )
    )
    unheard = _unheard(address, {row.reader_id for row in mine if row.reader_id})
    marked = silenced | {row.comment_id for row in subscriptions if row.comment_id}
    return [
        Wanted(news.comment, meant)
        for news in _news(comments, marked=marked)
        if news.comment.reader_id not in unheard
        and not silenced & {*news.above, news.comment.pk}
        and (meant := [row for row in subscriptions if _is_of(row, news)])
    ]


class _Pace:
    """Lets the readers go first: letters are gathered for a minute anyway, comments are waited for.

    On a machine with one core a storm of comments would else be half as fast.
    """

    def __init__(self) -> None:
        self._since = time.monotonic()

    def rest(self) -> None:
        busy = time.monotonic() - self._since
        if busy > BUSY_SECONDS:
            time.sleep(busy * REST)
            self._since = time.monotonic()


class _Writing:
    """Notices on their way to the outbox, 200 at most in each transaction."""

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._rows: list[tuple[Comment, list[str]]] = []
        self._count = 0
        self._done: list[Comment] = []

    def add(self, comment: Comment, addresses: list[str]) -> None:
        if self._count and self._count + len(addresses) > ROWS_AT_ONCE:
            began = time.monotonic()
            self.flush()
            time.sleep(time.monotonic() - began + PAUSE_SECONDS)
        self._rows.append((comment, addresses))
        self._count += len(addresses)

    def done(self, comment: Comment) -> None:
        self._done.append(comment)

    @transaction.atomic
    def flush(self) -> None:
        for comment, addresses in self._rows:
            notify_all(
                addresses,
                event=f"comment:{comment.pk}",
                kind=COMMENTS,
                group=f"story:{comment.article_id}",
                about={"comment": comment.pk},
                now=self._now,
            )
        told = [comment.pk for comment in self._done]
        Announcement.objects.filter(comment__in=told).delete()
        self._rows, self._count, self._done = [], 0, []


def _announced() -> list[Comment]:
    """The next comments to tell of; what is public no longer is announced no longer."""
    _forget_withdrawn()
    rows = Announcement.objects.filter(comment__state=CommentState.PUBLISHED)
    oldest = rows.select_related("comment__parent").order_by("created_at", "pk")
    return [row.comment for row in oldest[:COMMENTS_AT_ONCE]]


def _forget_withdrawn() -> None:
    gone = Comment.objects.exclude(state=CommentState.PUBLISHED)
    announced = gone.filter(pk__in=Announcement.objects.values("pk"))
    if not announced.exists():
        return
    with transaction.atomic():
        # Locked, lest a moderator publishes one of them just now and counts on the row.
        pks = list(announced.select_for_update().values_list("pk", flat=True))
        Announcement.objects.filter(pk__in=pks).delete()


def _still_public(comment_ids: Collection[int]) -> list[Comment]:
    public = Comment.objects.filter(pk__in=comment_ids, state=CommentState.PUBLISHED)
    seen = public.filter(article__in=public_articles().order_by())
    return list(seen.select_related("article", "parent", "passage").order_by("created_at", "pk"))


def _marked(comments: Iterable[Comment]) -> set[int]:
    """The comments of the same stories that anybody follows or has silenced. Two queries."""
    stories = {comment.article_id for comment in comments}
    followed = Subscription.objects.filter(article__in=stories, comment__isnull=False)
    silenced = Silence.objects.filter(comment__article__in=stories)
    return {*followed.values_list("comment", flat=True)} | {
        *silenced.values_list("comment", flat=True)
    }


def _followed(comments: Iterable[Comment]) -> set[int]:
    """The stories that anybody hears of at all. One query."""
    stories = {comment.article_id for comment in comments}
    return set(confirmed().filter(article__in=stories).values_list("article", flat=True))


def _news(comments: Sequence[Comment], *, marked: set[int]) -> Iterator[News]:
    """What of `marked` each comment stands below. One query, none where nothing is marked."""
    roots = {comment.root_id for comment in comments if comment.root_id} if marked else set()
    thread = Comment.objects.filter(root__in=roots).values_list("pk", "parent_id")
    parents: dict[int, int | None] = dict(thread) if roots else {}
    for comment in comments:
        yield News(comment, frozenset(_above(comment, parents=parents) & marked))


def _above(comment: Comment, *, parents: dict[int, int | None]) -> set[int]:
    above: set[int] = set()
    parent = comment.parent_id
    while parent is not None and parent not in above:
        above.add(parent)
        parent = parents.get(parent)
    return above


def _audience(news: News) -> Iterator[list[str]]:
    """The addresses to tell of a comment, 200 at most at a time."""
    comment = news.comment
    wishes = Q(notify_of=NotifyOf.FOLLOW_UPS) | Q(comment__in=list(news.above))
    if news.answered is not None:
        wishes |= Q(notify_of=NotifyOf.REPLIES, reader=news.answered)
    silenced = Silence.objects.filter(comment__in=[*news.above, comment.pk])
    rows = (
        confirmed()
        .filter(wishes, article=comment.article_id)
        .exclude(address_key__in=silenced.values("address_key"))
        .exclude(address_key__in=Unwilling.objects.values("address_key"))
    )
    if comment.reader_id is not None:
        rows = rows.exclude(address_key__in=_deaf_to(comment.reader_id))
        rows = rows.exclude(email__in=_emails(comment.reader_id))
    last = 0
    found = rows.order_by("pk").values_list("pk", "email")
    while page := list(found.filter(pk__gt=last)[:ROWS_AT_ONCE]):
        yield list(dict.fromkeys(email for _pk, email in page))
        if len(page) < ROWS_AT_ONCE:
            return
        last = page[-1][0]


def _deaf_to(writer_id: UUID) -> QuerySet[Any, Any]:
    """The addresses of the writer, and of the readers who have muted the writer."""
    mutes = Mute.objects.filter(muted=writer_id).values("reader")
    rows = confirmed().filter(Q(reader=writer_id) | Q(reader__in=mutes))
    return rows.values("address_key")


def _emails(reader_id: UUID) -> QuerySet[Any, Any]:
    """The address by which a member signs in."""
    members = Reader.objects.filter(pk=reader_id, user__is_member=True)
    return members.values("user__email")


def _unheard(address: str, readers: set[UUID]) -> set[UUID]:
    """The readers whose comments an address is not told of: its own, and those they muted."""
    members = Reader.objects.filter(user__is_member=True, user__email=address)
    own = readers | set(members.values_list("pk", flat=True))
    muted = Mute.objects.filter(reader__in=own).values_list("muted", flat=True)
    return own | set(muted)


def _is_of(subscription: Subscription, news: News) -> bool:
    return subscription.article_id == news.comment.article_id and is_meant(subscription, news)
