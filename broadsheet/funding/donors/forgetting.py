"""What came to nothing is forgotten: who it was that began a gift and never paid it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from broadsheet.funding.models import (
    Donor,
    Gift,
    GiftState,
    MessageState,
    NameShown,
    RegularGift,
    RegularState,
)

# A checkout can be paid for a day, and a bank may take a week for its no.
KEPT = timedelta(days=30)
AT_ONCE = 500


@transaction.atomic
def forget_unpaid(*, now: datetime) -> int:
    """Take name, words and donor from gifts that failed or were left a month ago; how many.

    The rows stay, with their amounts: they say how often it came to nothing. An address that
    has given nothing else is deleted.
    """
    came_to_nothing = Gift.objects.filter(
        state__in=(GiftState.FAILED, GiftState.EXPIRED), created_at__lt=now - KEPT
    )
    told = came_to_nothing.exclude(donor=None, name="", message="").order_by("pk")
    found = list(told.values_list("pk", "donor_id", "regular_id")[:AT_ONCE])
    nobody = {
        "donor": None,
        "name": "",
        "name_shown": NameShown.ANONYMOUS,
        "shows_amount": False,
    }
    Gift.objects.filter(pk__in=[pk for pk, _, _ in found]).update(
        message="", message_state=MessageState.TAKEN_OFF, **nobody
    )
    never_begun = RegularGift.objects.filter(
        pk__in=[regular for _, _, regular in found if regular], state=RegularState.PENDING
    )
    never_begun.update(**nobody)
    _delete_donors({donor for _, donor, _ in found if donor})
    return len(found)


def _delete_donors(donor_ids: set[int]) -> None:
    gave = Gift.objects.filter(donor=OuterRef("pk"))
    promised = RegularGift.objects.filter(donor=OuterRef("pk"))
    Donor.objects.filter(~Exists(gave), ~Exists(promised), pk__in=donor_ids).delete()
