"""Who wants to hear of what is new under a story: asking, confirming, ending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from broadsheet.conversation.models import Comment, NotifyOf, Subscription, Unwilling
from broadsheet.conversation.writing.limits import SUBSCRIPTIONS, take_one
from broadsheet.guard.buckets import Limit, TooMany, take
from broadsheet.newsroom.models import Article
from broadsheet.notices.outbox import notify
from broadsheet.readers.models import Reader

# The kind of the letter that asks an address to confirm.
CONFIRMATION = "confirmation"
# One letter to confirm a subscription; who has lost it can have another the next day.
ASK_AGAIN_AFTER = timedelta(days=1)
KEEP_UNCONFIRMED = timedelta(days=14)
# Of all letters to confirm to one address, whoever asks: it may be somebody else's.
CONFIRMATIONS = Limit("confirmations", capacity=5, seconds_per_token=4 * 3600)
BATCH = 500


class SubscriptionGone(LookupError):
    """It was ended, or never confirmed, or its story or comment is no more."""


class NeedsReader(Exception):
    """Nobody knows which comments are "my comments"."""


@dataclass(frozen=True)
class Wish:
    """What an address shall hear of."""

    email: str
    notify_of: NotifyOf


@transaction.atomic
def ask_to_be_told(
    article: Article,
    *,
    wish: Wish,
    reader: Reader | None,
    sender: str,
    now: datetime,
    comment: Comment | None = None,
) -> None:
    """Subscribe without commenting; `sender` is the keyed hash of where the form came from.

    What happens is the same to see whether or not the address is subscribed or confirmed.

    :raises NeedsReader: for "replies to my comments" of somebody who is not known.
    :raises TooMany: when the sender has asked for very many.
    """
    if wish.notify_of is NotifyOf.REPLIES and reader is None:
        raise NeedsReader
    take_one(SUBSCRIPTIONS, who=sender, now=now)
    subscribe(article, wish=wish, reader=reader, comment=comment, now=now)


def subscribe(
    article: Article,
    *,
    wish: Wish,
    reader: Reader | None,
    now: datetime,
    comment: Comment | None = None,
) -> Subscription:
    """Note an address for a story's news; asking twice is the same as asking once.

    `comment` is the one whose replies are meant by "this comment". Until the address is
    confirmed, nothing but the request to do so is ever sent to it. It need not be where this
    reader has confirmed it before, or has joined with it.

    :raises TransactionManagementError: outside a transaction.
    """
    subscription, _ = Subscription.objects.get_or_create(
        article=article,
        email=wish.email,
        notify_of=wish.notify_of,
        comment=comment if wish.notify_of is NotifyOf.THIS else None,
        reader=reader,
        defaults={"created_at": now},
    )
    if subscription.is_confirmed:
        return subscription
    if _is_own_address(subscription) or _has_confirmed(subscription):
        _mark_confirmed(Subscription.objects.filter(pk=subscription.pk), now=now)
        subscription.confirmed_at = now
    else:
        _ask(subscription, now=now)
    return subscription


@transaction.atomic
def confirm(subscription_id: int, *, now: datetime) -> Subscription:
    """Take the word of whoever has the letter; what the same reader wished for the same address
    is confirmed with it.

    :raises SubscriptionGone: when there is nothing to confirm.
    """
    subscription = to_be_confirmed(subscription_id)
    mine = Subscription.objects.filter(pk=subscription.pk)
    if subscription.reader_id is not None:
        mine = Subscription.objects.filter(
            reader=subscription.reader_id, address_key=subscription.address_key
        )
    _mark_confirmed(mine, now=now)
    return subscription


def to_be_confirmed(subscription_id: int) -> Subscription:
    """The subscription of a link to confirm, confirmed or not. One query.

    :raises SubscriptionGone: when there is none.
    """
    rows = Subscription.objects.select_related("article").filter(pk=subscription_id)
    subscription = rows.first()
    if subscription is None:
        raise SubscriptionGone
    return subscription


def confirmed() -> QuerySet[Subscription]:
    """The subscriptions whose addresses may be written to."""
    return Subscription.objects.filter(confirmed_at__isnull=False)


def end(subscription_ids: Iterable[int]) -> None:
    """End subscriptions at once; those that are gone already are as good as ended."""
    Subscription.objects.filter(pk__in=list(subscription_ids)).delete()


def is_unwilling(key: str) -> bool:
    """Whether an address, by its key, is never to be written to. One query."""
    return Unwilling.objects.filter(pk=key).exists()


def prune_unconfirmed(*, now: datetime) -> None:
    """Delete the addresses that nobody has confirmed for two weeks, some hundreds at a time."""
    old = Subscription.objects.filter(
        confirmed_at=None, created_at__lt=now - KEEP_UNCONFIRMED
    ).order_by("pk")
    while pks := list(old.values_list("pk", flat=True)[:BATCH]):
        Subscription.objects.filter(pk__in=pks, confirmed_at=None).delete()


def _is_own_address(subscription: Subscription) -> bool:
    """Whether it is the address by which a member signs in. Staff's were never proved."""
    user = subscription.reader.user if subscription.reader else None
    if user is None or not user.is_member or user.email != subscription.email:
        return False
    # Who is signed in with this very address has changed their mind.
    Unwilling.objects.filter(pk=subscription.address_key).delete()
    return True


def _has_confirmed(subscription: Subscription) -> bool:
    if subscription.reader is None:
        return False
    others = confirmed().filter(address_key=subscription.address_key)
    return others.filter(reader=subscription.reader).exists()


def _mark_confirmed(rows: QuerySet[Subscription], *, now: datetime) -> None:
    rows.filter(confirmed_at=None).update(confirmed_at=now)


def _ask(subscription: Subscription, *, now: datetime) -> None:
    if is_unwilling(subscription.address_key):
        return
    if subscription.created_at <= now - ASK_AGAIN_AFTER:
        Subscription.objects.filter(pk=subscription.pk).update(created_at=now)
        subscription.created_at = now
    event = f"confirm:{subscription.pk}:{subscription.created_at.timestamp():.0f}"
    limits = {f"{CONFIRMATIONS.name}:{subscription.address_key}": CONFIRMATIONS}
    try:
        with transaction.atomic():
            is_new = notify(
                subscription.email,
                event=event,
                kind=CONFIRMATION,
                group=event,
                about={"subscription": subscription.pk},
                now=now,
                is_urgent=True,
            )
            if is_new:
                take(limits, now=now)
    except TooMany:
        pass  # the answer must not tell that this address has been asked so often
