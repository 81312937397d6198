"""The Support page: what the newsroom asks for, the form, and who has given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.delivery.keys import CAMPAIGNS, GIFTS, campaign_key
from broadsheet.funding.giving.forms import GiftForm
from broadsheet.funding.giving.offer import Offer, offer_now
from broadsheet.funding.giving.wall import wall
from broadsheet.funding.meter.queries import Meter, begun_campaign, meter_of, running_meter
from broadsheet.guard.headers import allow_posting
from broadsheet.newsroom.body import rich_text_html, text_keys
from broadsheet.newsroom.discovery.head import Head
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.masthead import masthead
from broadsheet.newsroom.render import render_page

# Where providers' pages are; one that knows better says so.
ANY_SECURE_PAGE = ("https:",)


@dataclass(frozen=True)
class Asked:
    """What a Support page asks for: a campaign's name in its address, "" for whatever runs."""

    slug: str
    meter: Meter | None

    @property
    def is_over(self) -> bool:
        return self.meter is not None and self.meter.is_over

    @property
    def is_own(self) -> bool:
        """Whether the page is about the campaign alone, and not about the newsroom."""
        return bool(self.slug) and self.path != reverse("support")

    @property
    def path(self) -> str:
        """Its own address; what runs on the whole site is found at one address only."""
        if self.meter is None or (
            not self.is_over and self.meter.support_url == reverse("support")
        ):
            return reverse("support")
        return reverse("support_campaign", args=[self.meter.slug])

    @property
    def form_url(self) -> str:
        """The form names its campaign, lest a gift goes to one that begins meanwhile."""
        return reverse("support_campaign", args=[self.meter.slug]) if self.meter else self.path


def asked_for(slug: str, *, now: datetime) -> Asked:
    """What the page of this address asks for. One query.

    :raises Http404: for a campaign that there is not, or that has not begun.
    """
    newsroom = this_newsroom()
    if not slug:
        return Asked(slug, running_meter(newsroom=newsroom, now=now))
    campaign = begun_campaign(slug, now=now)
    if campaign is None:
        raise Http404("No such campaign.")
    return Asked(slug, meter_of(campaign, newsroom=newsroom, now=now))


def support_page(
    request: HttpRequest,
    asked: Asked,
    *,
    form: GiftForm | None = None,
    page: int = 1,
    status: int = 200,
) -> HttpResponse:
    """The page; `form` is one that comes back with what is wrong in it."""
    around, meter = masthead(), asked.meter
    offer = form.offer if form else offer_now()
    title = _("Support %(newsroom)s") % {"newsroom": around.newsroom.name}
    description = around.newsroom.support_heading or around.newsroom.strapline
    if asked.is_own and meter:
        title, description = meter.title, meter.story
    shown_wall = _wall(offer, asked, page=page)
    if page > 1 and not (shown_wall and shown_wall.thanked):
        raise Http404("No such page of the wall.")
    values: dict[str, Any] = {
        "asked": asked,
        "meter": meter,
        "support_html": rich_text_html(around.newsroom.support_text),
        "offer": offer,
        "form": _form(form, offer=offer, asked=asked),
        "wall": shown_wall,
    }
    path = f"{asked.path}?page={page}" if page > 1 else asked.path
    head = Head(title, description, path)
    keys = [CAMPAIGNS, *text_keys([around.newsroom.support_text])]
    keys += [campaign_key(meter.campaign_id)] if meter else []
    keys += [] if asked.is_own else [GIFTS]  # its own wall is its campaign's
    response = render_page(
        request,
        "site/support.html",
        values,
        keys=keys,
        head=head,
        around=around,
        status=status,
        until=meter.until if meter else None,
    )
    allow_posting(response, getattr(offer.provider, "checkout_origins", ANY_SECURE_PAGE))
    return response


def _form(form: GiftForm | None, *, offer: Offer, asked: Asked) -> GiftForm | None:
    if asked.is_over or not offer.is_open:
        return None
    return form or GiftForm(offer=offer)


def _wall(offer: Offer, asked: Asked, *, page: int) -> Any:
    if not offer.rules.has_wall:
        return None
    campaign_id = asked.meter.campaign_id if asked.is_own and asked.meter else None
    return wall(newsroom=offer.newsroom, campaign_id=campaign_id, page=page)
