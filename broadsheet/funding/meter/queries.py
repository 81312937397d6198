"""Whole-page reads of the funding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from broadsheet.funding.ledger.book import GIFTS
from broadsheet.funding.meter.scale import read_meter
from broadsheet.funding.models import Campaign, Posting
from broadsheet.lib.money import Money
from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.newsroom.models import NewsroomSettings


@dataclass(frozen=True)
class Tick:
    """One tick of the scale: where it stands, in percent, and what it says."""

    percent: Decimal
    label: str


@dataclass(frozen=True)
class Meter:
    """A campaign's scale, ready for a template.

    `scale_now` and `scale_end` are plain numbers of whole units, for machines.
    """

    campaign_id: int
    title: str
    story: str
    raised: str
    goal: str
    scale_now: str
    scale_end: str
    percent: Decimal
    ticks: Sequence[Tick]
    is_past_goal: bool

    @property
    def in_words(self) -> str:
        return _("%(raised)s raised of %(goal)s") % {"raised": self.raised, "goal": self.goal}


def running_meter(*, newsroom: NewsroomSettings, now: datetime) -> Meter | None:
    """The scale of the campaign that runs, the latest begun; None with none. One query.

    A campaign that belongs to a story runs on that story's page alone.
    """
    campaign = _RUNNING.first(now=now)
    return _meter(campaign, newsroom=newsroom) if campaign else None


def _running(*, now: datetime) -> QuerySet[Campaign]:
    running = Campaign.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)
    return with_raised(running.filter(article=None)).order_by("-starts_at", "-id")[:1]


def with_raised(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The campaigns with `raised_minor`: what the ledger says of each, less what went back."""
    of_it = Posting.objects.filter(account=GIFTS, campaign=OuterRef("pk")).order_by()
    total = of_it.values("campaign").annotate(total=-Sum("amount_minor")).values("total")
    return campaigns.annotate(raised_minor=Coalesce(Subquery(total), 0))


# Every page shows the scale.
_RUNNING = PreparedWhole(_running, now=datetime(1, 1, 2, tzinfo=UTC))


def _meter(campaign: Campaign, *, newsroom: NewsroomSettings) -> Meter:
    raised = Money(campaign.raised_minor, campaign.currency)  # type: ignore[attr-defined]  # annotated
    reading = read_meter(raised=raised, goal=campaign.goal, ticks=campaign.ticks)
    labels = [newsroom.write_amount(tick) for tick in campaign.ticks]
    return Meter(
        campaign_id=campaign.pk,
        title=campaign.title,
        story=campaign.story,
        raised=newsroom.write_amount(raised),
        goal=newsroom.write_amount(campaign.goal),
        scale_now=_plain(min(raised, reading.end, key=lambda money: money.amount_minor)),
        scale_end=_plain(reading.end),
        percent=reading.raised_percent,
        ticks=[Tick(p, label) for p, label in zip(reading.tick_percents, labels, strict=True)],
        is_past_goal=reading.is_past_goal,
    )


def _plain(money: Money) -> str:
    """An amount as a number without trailing zeros: "895", "12.5"."""
    return f"{money.amount:f}".rstrip("0").rstrip(".") if money.exponent else f"{money.amount:f}"
