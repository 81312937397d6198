"""The campaigns at the desk: how far each has come, and what can be changed of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from broadsheet.funding.campaigns import change_campaign, end_campaign, open_campaign
from broadsheet.funding.desk.amounts import written
from broadsheet.funding.desk.campaign_forms import CampaignForm
from broadsheet.funding.desk.frame import back_to, desk_page
from broadsheet.funding.desk.gate import may_change_campaigns, only
from broadsheet.funding.meter.queries import with_raised
from broadsheet.funding.models import Campaign
from broadsheet.funding.rulebook import stored_rules


@dataclass(frozen=True)
class CampaignRow:
    """A campaign as a list shows it; `percent` of the goal never goes beyond a hundred."""

    campaign: Campaign
    state: str
    state_words: str
    raised: str
    goal: str
    percent: int
    is_past_goal: bool


@require_safe
@only(may_change_campaigns)
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign, the newest first."""
    found = with_raised(Campaign.objects.select_related("article"))
    rows = campaign_rows(list(found.order_by("-starts_at", "-id")), now=timezone.now())
    return desk_page(request, "campaigns", {"rows": rows}, title=_("Campaigns"))


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_change_campaigns)
def new_campaign(request: HttpRequest) -> HttpResponse:
    """A form for a campaign that is not there yet."""
    usual = {"currency": stored_rules().currencies[0], "starts_at": timezone.now()}
    form = CampaignForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid() and _open(form):
        messages.success(request, _("The campaign is there."))
        return back_to("funding_campaigns")
    return _form_page(request, form, title=_("New campaign"))


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_change_campaigns)
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What may be changed of a campaign."""
    found = get_object_or_404(with_raised(Campaign.objects.all()), pk=campaign_id)
    row = campaign_rows([found], now=timezone.now())[0]
    form = CampaignForm(request.POST or None, campaign=found)
    if request.method == "POST" and form.is_valid() and _change(form):
        messages.success(request, _("Changed; the pages show it."))
        return back_to("funding_campaigns")
    return _form_page(request, form, title=row.campaign.title, row=row)


@require_POST
@only(may_change_campaigns)
def end(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """End a campaign that runs, now."""
    found = get_object_or_404(Campaign, pk=campaign_id)
    if end_campaign(found, now=timezone.now()):
        messages.success(request, _("The campaign has ended. What was raised stays readable."))
    else:
        messages.warning(request, _("This campaign does not run."))
    return back_to("funding_campaigns")


def campaign_rows(found: Sequence[Campaign], *, now: datetime) -> list[CampaignRow]:
    """Campaigns that were read `with_raised`, ready for a template. No query."""
    return [_row(campaign, now=now) for campaign in found]


def _row(campaign: Campaign, *, now: datetime) -> CampaignRow:
    raised: int = campaign.raised_minor  # type: ignore[attr-defined]  # annotated
    state = _state(campaign, now=now)
    words = {
        "planned": pgettext("campaign", "Planned"),
        "running": pgettext("campaign", "Runs"),
        "ended": pgettext("campaign", "Ended"),
    }
    return CampaignRow(
        campaign=campaign,
        state=state,
        state_words=words[state],
        raised=written(raised, campaign.currency),
        goal=written(campaign.goal_minor, campaign.currency),
        percent=max(0, min(100, raised * 100 // campaign.goal_minor)),
        is_past_goal=raised > campaign.goal_minor,
    )


def _state(campaign: Campaign, *, now: datetime) -> str:
    if campaign.starts_at > now:
        return "planned"
    return "running" if campaign.is_running(now=now) else "ended"


def _open(form: CampaignForm) -> bool:
    try:
        new = form.filled()
        open_campaign(
            title=new.title,
            slug=new.slug,
            story=new.story,
            goal=new.goal,
            ticks_minor=new.ticks_minor,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            article=new.article,
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def _change(form: CampaignForm) -> bool:
    try:
        change_campaign(form.filled())
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def _form_page(
    request: HttpRequest, form: CampaignForm, *, title: str, row: CampaignRow | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    return desk_page(
        request,
        "campaign",
        {"form": form, "row": row},
        title=title,
        status=status,
        above="funding_campaigns",
    )
