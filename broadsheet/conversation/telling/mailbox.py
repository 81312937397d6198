"""What the holder of an address sees of its subscriptions, and changes: by a signed link alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models import Comment, NotifyOf, Silence, Subscription, Unwilling
from broadsheet.conversation.reading.lines import comment_url
from broadsheet.conversation.telling.subscriptions import SubscriptionGone, end, is_unwilling
from broadsheet.newsroom.cards import article_url, public_articles
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.moments import Moment, moment

MOST = 500
_WORDS = {
    NotifyOf.FOLLOW_UPS: _("new follow-up comments"),
    NotifyOf.REPLIES: _("new replies to your comments"),
    NotifyOf.THIS: _("new replies to one of the comments"),
}
CHANGEABLE = (NotifyOf.FOLLOW_UPS, NotifyOf.REPLIES)


@dataclass(frozen=True)
class Held:
    """One subscription, as the page of its address lists it; no `url`, no story to see."""

    id: int
    headline: str
    url: str
    words: str
    comment_url: str
    since: Moment
    is_confirmed: bool
    kinds: Sequence[tuple[str, str, bool]]  # value, label and whether it is so now; [] for one


@dataclass(frozen=True)
class Silenced:
    """A comment of which the address hears no more."""

    comment_id: int
    headline: str
    url: str
    name: str


@dataclass(frozen=True)
class Mailbox:
    """All that the conversation keeps of one address."""

    shown_address: str
    held: Sequence[Held]
    silenced: Sequence[Silenced]
    is_unwilling: bool


def mailbox_of(key: str) -> Mailbox:
    """What is kept of an address, by its key. Four queries."""
    held = Subscription.objects.filter(address_key=key).select_related(
        "article", "comment__article"
    )
    rows = list(held.order_by("-pk")[:MOST])
    silences = Silence.objects.filter(address_key=key).select_related("comment__article")
    silenced = list(silences.order_by("-pk")[:MOST])
    wanted = {row.article_id for row in rows} | {row.comment.article_id for row in silenced}
    public = set(public_articles().filter(pk__in=wanted).order_by().values_list("pk", flat=True))
    return Mailbox(
        shown_address=veiled(rows[0].email) if rows else "",
        held=[_held(row, is_public=row.article_id in public) for row in rows],
        silenced=[_silenced(row) for row in silenced if row.comment.article_id in public],
        is_unwilling=is_unwilling(key),
    )


def wish_words(kind: NotifyOf) -> str:
    """What a subscription is about, as its holder reads it."""
    return str(_WORDS[kind])


def url_of(comment: Comment) -> str:
    """Where a comment stands."""
    return comment_url(comment, story_url=article_url(comment.article))


def veiled(email: str) -> str:
    """Enough of an address to know one's own by: "n…@lantern.example"."""
    name, _at, place = email.rpartition("@")
    return f"{name[:1]}…@{place}"


def end_of(key: str, *, subscription_id: int) -> None:
    """End one subscription of an address."""
    end(_own(key).filter(pk=subscription_id).values_list("pk", flat=True))


def end_all(key: str) -> None:
    """End every subscription of an address."""
    _own(key).delete()


@transaction.atomic
def change_kind(key: str, *, subscription_id: int, to: NotifyOf) -> None:
    """Let a subscription to a story be about something else of it.

    :raises SubscriptionGone: when it is not there, or cannot be about that.
    """
    subscription = _own(key).filter(pk=subscription_id, comment=None).first()
    if subscription is None or to not in CHANGEABLE or not _can_be(subscription, to):
        raise SubscriptionGone
    twin = _own(key).filter(
        article=subscription.article_id,
        email=subscription.email,
        reader=subscription.reader_id,
        notify_of=to,
    )
    if twin.exclude(pk=subscription.pk).exists():
        subscription.delete()
        return
    _own(key).filter(pk=subscription.pk).update(notify_of=to)


def silence(key: str, *, comment: Comment, now: datetime) -> None:
    """Tell an address no more of a comment and what is below it; twice is once."""
    row = Silence(address_key=key, comment=comment, created_at=now)
    Silence.objects.bulk_create([row], ignore_conflicts=True)


def has_silenced(key: str, *, comment_id: int) -> bool:
    """Whether an address hears no more of a comment. One query."""
    return Silence.objects.filter(address_key=key, comment=comment_id).exists()


def hear_again(key: str, *, comment_id: int) -> None:
    """Tell an address again of the replies to a comment."""
    Silence.objects.filter(address_key=key, comment=comment_id).delete()


@transaction.atomic
def refuse_letters(key: str, *, now: datetime) -> None:
    """Never write to an address again, and keep nothing of it but its key."""
    row = Unwilling(address_key=key, since=now)
    Unwilling.objects.bulk_create([row], ignore_conflicts=True)
    end_all(key)
    Silence.objects.filter(address_key=key).delete()


def allow_letters(key: str) -> None:
    """Let an address be subscribed again."""
    Unwilling.objects.filter(pk=key).delete()


def _own(key: str) -> QuerySet[Subscription]:
    return Subscription.objects.filter(address_key=key)


def _can_be(subscription: Subscription, to: NotifyOf) -> bool:
    return to is not NotifyOf.REPLIES or subscription.reader_id is not None


def _held(row: Subscription, *, is_public: bool) -> Held:
    kinds = [] if row.comment_id or not row.reader_id else CHANGEABLE
    return Held(
        id=row.pk,
        headline=row.article.title if is_public else "",
        url=article_url(row.article) if is_public else "",
        words=wish_words(NotifyOf(row.notify_of)),
        comment_url=url_of(row.comment) if row.comment and is_public else "",
        since=_moment(row.created_at),
        is_confirmed=row.is_confirmed,
        kinds=[(kind.value, wish_words(kind), kind == row.notify_of) for kind in kinds],
    )


def _silenced(row: Silence) -> Silenced:
    comment = row.comment
    return Silenced(
        comment_id=comment.pk,
        headline=comment.article.title,
        url=url_of(comment),
        name=comment.name if comment.is_published else "",
    )


def _moment(at: datetime) -> Moment:
    newsroom = this_newsroom()
    return moment(at, zone=newsroom.time_zone, language=newsroom.language)
