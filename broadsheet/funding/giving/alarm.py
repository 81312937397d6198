"""The alarm: so many declined payments that somebody seems to try out stolen cards.

While it is on, the limits of giving are narrow (see `limits.py`).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.funding.models import BANK, CASH, Alarm, Gift, GiftState, ProviderEvent
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.languages import figure, speaking
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.letters import Letter
from broadsheet.notices.outbox import post_letter

SPAN = timedelta(hours=1)
LEAST_DECLINED = 20
# It ends only well below where it begins, lest it comes and goes.
ENDS_BELOW = 10
LETTER_IS_GOOD_FOR = timedelta(hours=12)


@transaction.atomic
def watch_declines(*, now: datetime) -> Alarm | None:
    """Begin or end the alarm by what came in the last hour; returns the one that is on.

    Three queries where nothing changes.
    """
    declined, settled = _declined(now=now), _settled(now=now)
    alarm = Alarm.objects.select_for_update().filter(ended_at=None).first()
    if alarm is None:
        return _begin(declined, settled, now=now) if is_alarming(declined, settled) else None
    if declined < ENDS_BELOW or declined <= settled:
        Alarm.objects.filter(pk=alarm.pk).update(ended_at=now)
        return None
    if declined > alarm.declined:  # the worst of it stays on record
        Alarm.objects.filter(pk=alarm.pk).update(declined=declined, settled=settled)
    return alarm


def is_alarming(declined: int, settled: int) -> bool:
    """Whether so much fails that donors alone would hardly do it: many, and more than half."""
    return declined >= LEAST_DECLINED and declined > settled


def _declined(*, now: datetime) -> int:
    events = ProviderEvent.objects.filter(is_decline=True, received_at__gt=now - SPAN)
    return events.count()


def _settled(*, now: datetime) -> int:
    """What donors have paid themselves; what the staff enters says nothing of cards."""
    settled = Gift.objects.filter(state=GiftState.SETTLED, settled_at__gt=now - SPAN)
    return settled.exclude(provider__in=(BANK, CASH)).count()


def _begin(declined: int, settled: int, *, now: datetime) -> Alarm | None:
    alarm = Alarm(began_at=now, declined=declined, settled=settled)
    Alarm.objects.bulk_create([alarm], ignore_conflicts=True)
    begun = Alarm.objects.filter(ended_at=None).first()
    newsroom = this_newsroom()
    if begun is not None and newsroom.contact_email and not _was_one_lately(now=now):
        letter = _letter(begun, newsroom=newsroom)
        event = f"card-alarm:{begun.pk}"
        post_letter(
            newsroom.contact_email, letter, event=event, now=now, good_for=LETTER_IS_GOOD_FOR
        )
    return begun


def _was_one_lately(*, now: datetime) -> bool:
    """One that comes and goes tells once."""
    return Alarm.objects.filter(ended_at__gt=now - SPAN).exists()


def _letter(alarm: Alarm, *, newsroom: NewsroomSettings) -> Letter:
    with speaking(newsroom.language):
        words = _(
            "Within an hour %(declined)s payments on %(page)s were declined, and %(settled)s went "
            "through. Somebody seems to try out stolen cards.\n\n"
            "You need not do anything at once: fewer gifts are taken now, from everybody, until "
            "it is over. Gifts that are under way are not touched. If it goes on, close the "
            "Support page in the rules of the funding for a while, and look at what the provider "
            "of the payments offers against it.\n"
        )
        named = {
            "declined": figure(alarm.declined, language=newsroom.language),
            "settled": figure(alarm.settled, language=newsroom.language),
            "page": reverse("support"),
        }
        return Letter(
            subject=_("%(paper)s: very many payments are declined") % {"paper": newsroom.name},
            text=words % named,
        )
