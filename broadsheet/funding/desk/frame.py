"""What all pages of the funding at the desk stand in: Wagtail's header, the ways, the alarm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.delivery.answers import see_other
from broadsheet.funding.desk.gate import (
    May,
    may_change_campaigns,
    may_enter,
    may_manage,
    may_see_donors,
)
from broadsheet.funding.models import Alarm

ICON = "clipboard-list"

# In the order in which they stand on every page, each for whom it is.
WAYS: tuple[tuple[str, Promise, May], ...] = (
    ("funding_overview", gettext_lazy("Overview"), may_enter),
    ("funding_campaigns", gettext_lazy("Campaigns"), may_change_campaigns),
    ("funding_gifts", gettext_lazy("Gifts"), may_see_donors),
    ("funding_regulars", gettext_lazy("Regular gifts"), may_see_donors),
    ("funding_enter_gift", gettext_lazy("Enter a gift"), may_manage),
    ("funding_payouts", gettext_lazy("Payouts and lines"), may_manage),
    ("funding_exports", gettext_lazy("Exports"), may_manage),
    ("funding_rules", gettext_lazy("Rules"), may_manage),
)


@dataclass(frozen=True)
class Way:
    """A link to one of the funding's pages."""

    label: str
    url: str
    is_current: bool


def desk_page(
    request: HttpRequest,
    name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    status: int = 200,
    above: str = "",
) -> HttpResponse:
    """A page of the desk from `funding/desk/<name>.html`; `above` names the address it is under."""
    ours = {
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": _crumbs(request, title),
        "ways": _ways(request, above=reverse(above) if above else request.path),
        "alarm": Alarm.objects.filter(ended_at=None).first(),
        "sees_donors": may_see_donors(request.user),
        "manages": may_manage(request.user),
        "changes_campaigns": may_change_campaigns(request.user),
    }
    return render(request, f"funding/desk/{name}.html", {**context, **ours}, status=status)


def back_to(name: str, *arguments: object) -> HttpResponse:
    """After a form has done its work: a page of the desk, by its name."""
    return see_other(reverse(name, args=arguments))


def _ways(request: HttpRequest, *, above: str) -> list[Way]:
    found = [(reverse(name), label) for name, label, may in WAYS if may(request.user)]
    return [Way(str(label), url, is_current=url == above) for url, label in found]


def _crumbs(request: HttpRequest, title: str) -> list[dict[str, str]]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    first = {"url": reverse("funding_overview"), "label": _("Funding")}
    if request.path == first["url"]:
        return [home, {**first, "url": ""}]
    return [home, first, {"url": "", "label": title}]
