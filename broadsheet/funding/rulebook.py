"""The rules of the funding, remembered while the newsroom's settings stay the same."""

from django.db import transaction

from broadsheet.delivery.keys import SITE, touch
from broadsheet.funding.models import FundingRules
from broadsheet.newsroom.house_language import this_newsroom
from broadsheet.newsroom.models import NewsroomSettings

_remembered: tuple[NewsroomSettings, FundingRules] | None = None


def rules() -> FundingRules:
    """The rules as they stand now. No query, but one where the site has just changed."""
    global _remembered
    newsroom = this_newsroom()  # another object after every change of the site
    if _remembered is None or _remembered[0] is not newsroom:
        _remembered = (newsroom, stored_rules())
    return _remembered[1]


def stored_rules() -> FundingRules:
    """The row itself, or one as we deliver it. One query."""
    return FundingRules.objects.first() or FundingRules(pk=1)


@transaction.atomic
def change_rules(rules: FundingRules) -> None:
    """Write the rules down; every page that says what can be given is made anew."""
    rules.pk = 1
    rules.save()
    touch(SITE)
