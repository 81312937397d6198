"""The page of one gift, for whoever gave it: what is true of it, and what can be done now.

Its address is a secret that only the donor's browser and the provider know.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from broadsheet.delivery.answers import see_other
from broadsheet.delivery.pages import personal_page
from broadsheet.funding.giving.begin import can_be_begun, try_again
from broadsheet.funding.giving.page import ANY_SECURE_PAGE
from broadsheet.funding.giving.views import MAX_FORM_BYTES, wait_words
from broadsheet.funding.models import TAKEN_BACK, Every, Gift, GiftState
from broadsheet.funding.rulebook import rules
from broadsheet.funding.settling.pledging import is_payable
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.buckets import TooMany
from broadsheet.guard.headers import allow_posting, keep_address
from broadsheet.guard.origin import same_origin_only
from broadsheet.lib.money import Money
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.newsroom.render import render_page

# Whoever has paid hears of it within seconds; after this nobody sits before the page any more.
LOOKS_AGAIN_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Told:
    """What a donor is told of one gift. There is no address and no name in it."""

    state: str
    charged: str
    amount: str
    cover: str
    campaign: str
    every: str
    support_url: str
    pay_url: str
    can_try_again: bool
    looks_again: bool
    has_receipt: bool
    receipt_url: str
    gone: str
    is_all_gone: bool


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@personal_page
def thanks(request: HttpRequest, token: UUID) -> HttpResponse:
    """GET says how it stands. POST asks for the provider's page once more."""
    now = timezone.now()
    gifts = Gift.objects.select_related("campaign", "donor", "regular")
    gift = get_object_or_404(gifts, token=token)
    if request.method != "POST":
        return _page(request, gift, now=now)
    try:
        return see_other(try_again(gift, newsroom=this_newsroom(), now=now))
    except TooMany as error:
        response = _page(request, gift, now=now, why=wait_words(error.wait_seconds), status=429)
        response.headers["Retry-After"] = str(error.wait_seconds)
        return response


def told(gift: Gift, *, newsroom: NewsroomSettings, now: datetime) -> Told:
    """How a gift stands. One query for what has gone back of a settled one."""
    write = newsroom.write_amount
    gone = _gone(gift)
    campaign = gift.campaign
    is_running = campaign is not None and campaign.is_running(now=now)
    return Told(
        state=gift.state,
        charged=write(gift.charged),
        amount=write(gift.amount),
        cover=write(gift.cover) if gift.cover_minor else "",
        campaign=campaign.title if campaign else "",
        every=gift.regular.every if gift.regular else Every.ONCE,
        support_url=(
            reverse("support_campaign", args=[campaign.slug])
            if campaign and is_running
            else reverse("support")
        ),
        pay_url=gift.checkout_url if is_payable(gift) else "",
        can_try_again=not gift.checkout_url and can_be_begun(gift, now=now),
        looks_again=_looks_again(gift, now=now),
        has_receipt=gift.donor is not None and bool(gift.donor.address),
        receipt_url=_receipt_url(gift),
        gone=write(gone) if gone.amount_minor else "",
        is_all_gone=gone.amount_minor >= gift.charged.amount_minor,
    )


def _page(
    request: HttpRequest, gift: Gift, *, now: datetime, why: str = "", status: int = 200
) -> HttpResponse:
    values = {
        "told": told(gift, newsroom=this_newsroom(), now=now),
        "why": why,
        "rules": rules(),
    }
    response = render_page(request, "site/thanks.html", values, status=status)
    keep_address(response)
    allow_posting(response, ANY_SECURE_PAGE)
    return response


def _looks_again(gift: Gift, *, now: datetime) -> bool:
    """Whether news may come while somebody looks: a bank takes days, a card takes seconds."""
    return is_payable(gift) and now - gift.created_at < LOOKS_AGAIN_FOR


def _gone(gift: Gift) -> Money:
    if gift.state != GiftState.SETTLED:
        return Money(0, gift.currency)
    back = gift.reversals.filter(state__in=TAKEN_BACK).aggregate(gone=Sum("amount_minor"))
    return Money(back["gone"] or 0, gift.currency)


def _receipt_url(gift: Gift) -> str:
    """Where the receipt of a settled gift can be downloaded, where this site makes receipts."""
    if gift.state != GiftState.SETTLED:
        return ""
    try:
        return reverse("receipt_of_thanks", args=[gift.token])
    except NoReverseMatch:
        return ""
