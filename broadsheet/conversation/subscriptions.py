"""Who wants to hear of what is new under a story."""

from dataclasses import dataclass
from datetime import datetime

from broadsheet.conversation.models import Comment, NotifyOf, Subscription
from broadsheet.newsroom.models import Article
from broadsheet.readers.models import Reader


@dataclass(frozen=True)
class Wish:
    """What an address shall hear of."""

    email: str
    notify_of: NotifyOf


def subscribe(
    article: Article,
    *,
    wish: Wish,
    reader: Reader | None,
    now: datetime,
    comment: Comment | None = None,
) -> Subscription:
    """Note an address for a story's news; asking twice is the same as asking once.

    `comment` is the one whose replies are meant by "this comment". The address is unconfirmed:
    nothing but a request to confirm may ever be sent to it.
    """
    subscription, _ = Subscription.objects.get_or_create(
        article=article,
        email=wish.email,
        notify_of=wish.notify_of,
        comment=comment if wish.notify_of is NotifyOf.THIS else None,
        reader=reader,
        defaults={"created_at": now},
    )
    return subscription
