"""Having donors told what became of their regular gifts: rows of the outbox, in the transaction of
what happened."""

from datetime import datetime

from django.utils import timezone

from broadsheet.funding.events import RegularChanged, RegularEnded, RegularFell
from broadsheet.funding.models import Donor, GiftState, RegularGift
from broadsheet.notices.outbox import notify

# The kinds of letters; who composes them stands in `letters.py`.
FELL, CHANGED, ENDED = "gift-failed", "gift-changed", "gift-ended"
LINK = "gift-link"


def tell_of_failure(event: RegularFell) -> None:
    """A payment has failed: one letter, with where it can be made up."""
    _tell(event.regular_id, kind=FELL, about={"pay_url": event.pay_url})


def tell_of_change(event: RegularChanged) -> None:
    """Another amount is taken from now on."""
    _tell(event.regular_id, kind=CHANGED, about={})


def tell_of_end(event: RegularEnded) -> None:
    """Nothing is taken any more; of what never began nobody hears."""
    _tell(event.regular_id, kind=ENDED, about={})


def send_link(donor: Donor, *, now: datetime) -> None:
    """Send a donor the link to their pages anew. Within a transaction."""
    notify(
        donor.address,
        event=f"{LINK}:{donor.pk}:{now.isoformat()}",
        kind=LINK,
        group=LINK,
        about={"donor": donor.pk},
        now=now,
        is_urgent=True,
    )


def _tell(regular_id: int, *, kind: str, about: dict[str, str]) -> None:
    regular = RegularGift.objects.select_related("donor").get(pk=regular_id)
    if regular.donor is None or not regular.donor.address:
        return
    if not regular.gifts.filter(state=GiftState.SETTLED).exists():
        return
    # Each of them has just been noted in the history of the gift.
    change = regular.changes.order_by("-pk").values_list("pk", flat=True).first()
    notify(
        regular.donor.address,
        event=f"{kind}:{regular.pk}:{change}",
        kind=kind,
        group=f"regular:{regular.pk}",
        about={"regular": regular.pk} | about,
        now=timezone.now(),
    )
