"""The way to the funding's pages at the desk, for those who may see some of them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from broadsheet.funding.desk.frame import ICON
from broadsheet.funding.desk.gate import may_enter

OFFERED = ("see_donors", "manage_funding", "add_campaign", "change_campaign")


def funding() -> MenuItem:
    return FundingMenuItem(
        _("Funding"), reverse_lazy("funding_overview"), name="funding", icon_name=ICON, order=90
    )


class FundingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


def offered_permissions() -> QuerySet[Permission]:
    """What the form of a group offers of the funding's rights."""
    return Permission.objects.filter(content_type__app_label="funding", codename__in=OFFERED)
