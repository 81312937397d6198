"""What a reader has subscribed to: a part of what is theirs, and gone when they go."""

from typing import Any

from broadsheet.conversation.models import Silence, Subscription
from broadsheet.conversation.telling.subscriptions import confirmed
from broadsheet.newsroom.cards import article_url
from broadsheet.notices.addresses import address_key
from broadsheet.notices.outbox import forget
from broadsheet.readers.events import ReaderErased
from broadsheet.readers.models import Reader


def subscriptions_of_reader(reader: Reader) -> list[dict[str, Any]]:
    """A reader's subscriptions, oldest first, for the download of all that is theirs."""
    rows = Subscription.objects.filter(reader=reader).select_related("article").order_by("pk")
    return [
        {
            "story": row.article.title,
            "address_of_story": article_url(row.article),
            "notify_of": row.notify_of,
            "comment": row.comment_id,
            "email": row.email,
            "since": row.created_at,
            "confirmed": row.confirmed_at,
        }
        for row in rows
    ]


def forget_subscriptions(event: ReaderErased) -> None:
    """End what an erased reader wished, and forget the addresses that were theirs alone.

    An address is theirs where they have confirmed it: what was wished for it before anybody knew
    who they were goes with it.
    """
    mine = confirmed().filter(reader=event.reader_id)
    addresses = set(mine.values_list("email", flat=True))
    Subscription.objects.filter(reader=event.reader_id).delete()
    Subscription.objects.filter(email__in=addresses, reader=None).delete()
    others = Subscription.objects.filter(email__in=addresses).values_list("email", flat=True)
    for address in addresses - set(others):
        Silence.objects.filter(address_key=address_key(address)).delete()
        forget(address)
