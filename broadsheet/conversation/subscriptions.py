"""Who wants to hear of what is new under a story."""

from datetime import datetime

from broadsheet.conversation.models import NotifyOf, Subscription
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


def subscribe(
    article: Article, *, email: str, notify_of: NotifyOf, reader: Reader | None, now: datetime
) -> Subscription:
    """Note an address for a story's news; asking twice is the same as asking once.

    The address is unconfirmed: nothing but a request to confirm may ever be sent to it.
    """
    subscription, _ = Subscription.objects.get_or_create(
        article=article,
        email=email,
        notify_of=notify_of,
        defaults={"reader": reader, "created_at": now},
    )
    return subscription
