"""The Support page, where gifts are begun."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from broadsheet.delivery.answers import see_other
from broadsheet.delivery.interruptions import Interruption, when_interrupted
from broadsheet.delivery.pages import personal_page, public_page, shows
from broadsheet.delivery.params import page_in, page_number
from broadsheet.funding.giving.amounts import AmountForm, sum_words
from broadsheet.funding.giving.begin import begin_gift, checkout_url
from broadsheet.funding.giving.forms import GiftForm
from broadsheet.funding.giving.offer import offer_now
from broadsheet.funding.giving.page import Asked, asked_for, support_page
from broadsheet.funding.models import Campaign
from broadsheet.funding.settling.rates import can_count
from broadsheet.guard.addresses import address_hash
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.buckets import TooMany
from broadsheet.guard.origin import same_origin_only

MAX_FORM_BYTES = 32 * 1024

NO_GIFTS = Interruption(
    gettext_lazy("Gifts cannot be taken just now"),
    gettext_lazy(
        "Something is out of order on our side. Nothing was charged, and what you chose is kept. "
        "Please send it again in a moment."
    ),
    words="message",
    others=("choice", "amount", "currency", "covers", "every", "name_shown", "name",
            "shows_amount", "email"),
)  # fmt: skip


@public_page(params=page_number)
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """For one campaign, or for whatever runs."""
    asked = asked_for(slug, now=timezone.now())
    return support_page(request, asked, page=page_in(request.GET))


@when_interrupted(NO_GIFTS)
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
@shows(read)
def support(request: HttpRequest, slug: str = "") -> HttpResponse:
    """GET: what the newsroom asks its readers for. POST: begin a gift."""
    return give(request, slug) if request.method == "POST" else read(request, slug)


@personal_page
def give(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a gift down and lead its donor to pay; what is wrong comes back as it was typed."""
    now = timezone.now()
    asked = asked_for(slug, now=now)
    offer = offer_now()
    if not offer.is_open:
        return support_page(request, asked, status=503)
    form = GiftForm(request.POST, offer=offer)
    if asked.is_over:
        return _over(request, asked, form)
    campaign = _campaign(asked)
    if not form.is_valid() or not _is_countable(form, campaign, day=now.date()):
        return support_page(request, asked, form=form, status=422)
    try:
        gift = begin_gift(
            form.pledge(campaign=campaign),
            provider=offer.provider,
            sender=address_hash(request, now=now),
            proof=form.cleaned_data["proof"],
            now=now,
        )
    except TooMany as error:
        form.add_error(None, wait_words(error.wait_seconds))
        response = support_page(request, asked, form=form, status=429)
        response.headers["Retry-After"] = str(error.wait_seconds)
        return response
    return see_other(checkout_url(gift, newsroom=offer.newsroom, now=now))


@require_safe
@personal_page
def reckon(request: HttpRequest) -> JsonResponse:
    """What would be paid in all, for the form's script; the same reckoning as when it is sent."""
    offer = offer_now()
    return JsonResponse(
        {"words": _sum(AmountForm(request.GET, offer=offer)) if offer.is_open else ""}
    )


def wait_words(seconds: int) -> str:
    """Why a gift is not begun now; with what to do."""
    minutes = max(1, -(-seconds // 60))
    return ngettext(
        "There are too many gifts at once just now. Nothing was charged, and what you typed is "
        "kept: please wait a minute and send it again.",
        "There are too many gifts at once just now. Nothing was charged, and what you typed is "
        "kept: please wait %(number)s minutes and send it again.",
        minutes,
    ) % {"number": minutes}


def _sum(form: AmountForm) -> str:
    if not form.is_valid():
        return ""
    said, newsroom = form.cleaned_data, form.offer.newsroom
    return sum_words(said["money"], cover=said["cover"], every=said["every"], newsroom=newsroom)


def _campaign(asked: Asked) -> Campaign | None:
    return Campaign.objects.get(pk=asked.meter.campaign_id) if asked.meter else None


def _is_countable(form: GiftForm, campaign: Campaign | None, *, day: date) -> bool:
    """Whether the gift has a rate into the campaign's currency; if not, the form says so."""
    money = form.cleaned_data["money"]
    if campaign is None or can_count(money, currency=campaign.currency, day=day):
        return True
    words = _("Gifts in %(currency)s cannot be counted for this. Please choose another currency.")
    form.add_error("amount", words % {"currency": money.currency})
    return False


def _over(request: HttpRequest, asked: Asked, form: GiftForm) -> HttpResponse:
    """The campaign has ended while somebody typed: the form is kept, and now for what runs."""
    now_asked = asked_for("", now=timezone.now())
    words = _("%(campaign)s has ended. If you send this again, you give for: %(other)s.") % {
        "campaign": asked.meter.title if asked.meter else "",
        "other": now_asked.meter.title if now_asked.meter else form.offer.newsroom.name,
    }
    form.add_error(None, words)
    return support_page(request, now_asked, form=form, status=409)
