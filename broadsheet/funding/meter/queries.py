"""Whole-page reads of the funding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from broadsheet.funding.ledger.book import GIFTS
from broadsheet.funding.meter.scale import read_meter
from broadsheet.funding.models import Campaign, Posting
from broadsheet.lib.money import Money
from broadsheet.lib.prepared_whole import PreparedWhole
from broadsheet.lib.slots import earliest
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
    slug: str
    title: str
    story: str
    support_url: str
    how_url: str
    raised_minor: int
    raised: str
    goal: str
    scale_now: str
    scale_end: str
    percent: Decimal
    ticks: Sequence[Tick]
    is_past_goal: bool
    is_over: bool
    until: datetime | None = None  # when it ends

    @property
    def in_words(self) -> str:
        return _("%(raised)s raised of %(goal)s") % {"raised": self.raised, "goal": self.goal}

    @property
    def raised_label(self) -> str:
        """What the total's link is called."""
        return _("%(raised)s: how it is made up") % {"raised": self.raised}

    @property
    def raised_link(self) -> SafeString:
        """The total, which leads to how it is made up."""
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>', self.how_url, self.raised_label, self.raised
        )


@dataclass(frozen=True)
class Running:
    """The scale that a page shows now, if any, and until when."""

    meter: Meter | None
    until: datetime | None


def running(*, newsroom: NewsroomSettings, now: datetime, article_id: int = 0) -> Running:
    """The scale of the campaign that runs, the latest begun. One query.

    A campaign that belongs to a story runs on that story's page alone, and there before others.
    """
    campaign = _RUNNING.first(now=now, article_id=article_id)
    if campaign is None:
        return Running(None, None)
    next_beginning: datetime | None = campaign.next_beginning  # type: ignore[attr-defined]  # annotated
    if not campaign.is_running(now=now):
        return Running(None, next_beginning)
    meter = meter_of(campaign, newsroom=newsroom, now=now)
    return Running(meter, earliest(meter.until, next_beginning))


def running_meter(
    *, newsroom: NewsroomSettings, now: datetime, article_id: int = 0
) -> Meter | None:
    """The scale alone; None where no campaign runs. One query."""
    return running(newsroom=newsroom, now=now, article_id=article_id).meter


def begun_campaign(slug: str, *, now: datetime) -> Campaign | None:
    """The campaign of that name with `raised_minor`, over or not; None before it begins."""
    return with_raised(Campaign.objects.filter(slug=slug, starts_at__lte=now)).first()


def with_raised(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The campaigns with `raised_minor`: what the ledger says of each, less what went back."""
    of_it = Posting.objects.filter(account=GIFTS, campaign=OuterRef("pk")).order_by()
    total = of_it.values("campaign").annotate(total=-Sum("amount_minor")).values("total")
    return campaigns.annotate(raised_minor=Coalesce(Subquery(total), 0))


def meter_of(campaign: Campaign, *, newsroom: NewsroomSettings, now: datetime) -> Meter:
    """The scale of a campaign that was read with `with_raised`. No query."""
    raised = Money(campaign.raised_minor, campaign.currency)  # type: ignore[attr-defined]  # annotated
    reading = read_meter(raised=raised, goal=campaign.goal, ticks=campaign.ticks)
    labels = [newsroom.write_amount(tick) for tick in campaign.ticks]
    is_over = not campaign.is_running(now=now)
    return Meter(
        campaign_id=campaign.pk,
        slug=campaign.slug,
        title=campaign.title,
        story=campaign.story,
        support_url=_support_url("" if is_over or not campaign.article_id else campaign.slug),
        how_url=reverse("how_it_is_made_up", args=[campaign.slug]),
        raised_minor=raised.amount_minor,
        raised=newsroom.write_amount(raised),
        goal=newsroom.write_amount(campaign.goal),
        scale_now=_plain(min(raised, reading.end, key=lambda money: money.amount_minor)),
        scale_end=_plain(reading.end),
        percent=reading.raised_percent,
        ticks=[Tick(p, label) for p, label in zip(reading.tick_percents, labels, strict=True)],
        is_past_goal=reading.is_past_goal,
        is_over=is_over,
        until=None if is_over else campaign.ends_at,
    )


def _running(*, now: datetime, article_id: int) -> QuerySet[Campaign]:
    """The one that runs, or else one that is planned; and when the next begins."""
    planned = _here(article_id).filter(starts_at__gt=now).order_by("starts_at")
    not_over = _here(article_id).filter(Q(ends_at=None) | Q(ends_at__gt=now))
    found = with_raised(not_over).annotate(
        next_beginning=Subquery(planned.values("starts_at")[:1]),
        is_planned=Case(When(starts_at__gt=now, then=1), default=0),
    )
    its_own_first = F("article").asc(nulls_last=True)
    return found.order_by("is_planned", its_own_first, "-starts_at", "-id")[:1]


def _here(article_id: int) -> QuerySet[Campaign]:
    return Campaign.objects.filter(Q(article=None) | Q(article=article_id))


# Every page shows the scale.
_RUNNING = PreparedWhole(_running, now=datetime(1, 1, 2, tzinfo=UTC), article_id=987_654_321)


def _support_url(slug: str) -> str:
    """Where to give: for the campaign of one story on a page of its own."""
    return f"{reverse('support')}{slug}/" if slug else reverse("support")


def _plain(money: Money) -> str:
    """An amount as a number without trailing zeros: "895", "12.5"."""
    return f"{money.amount:f}".rstrip("0").rstrip(".") if money.exponent else f"{money.amount:f}"
