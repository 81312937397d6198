"""Only who may see donors sees donors, and every other right is tried by who has it not."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from broadsheet.conftest import MakeStaff, Visitor
from broadsheet.funding.desk.tests.conftest import DESK, MAIL, MESSAGE, NAME, Give
from broadsheet.funding.desk.urls import urlpatterns
from broadsheet.funding.ledger import guards
from broadsheet.funding.models import Campaign, FundingRules, Gift, GiftChange, Reversal
from broadsheet.newsroom import roles
from broadsheet.readers.models import User

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

CAMPAIGN_PAGES = {
    "funding_overview",
    "funding_campaigns",
    "funding_new_campaign",
    "funding_campaign",
    "funding_end_campaign",
}
DONOR_PAGES = {
    "funding_overview",
    "funding_gifts",
    "funding_gift",
    "funding_regulars",
    "funding_regular",
}


def addresses(campaign: Campaign, gift: Gift) -> dict[str, str]:
    """Every address of the funding at the desk, by its name."""
    known = {"campaign_id": campaign.pk, "gift_id": gift.pk}
    found = {}
    for pattern in urlpatterns:
        parts = pattern.pattern.converters
        found[str(pattern.name)] = reverse(
            str(pattern.name), kwargs={part: known.get(part, 1) for part in parts}
        )
    return found


def is_let_in(browser: Visitor, address: str) -> bool:
    """Whether a page answers somebody at all, be it that it only takes what is sent to it."""
    answer = browser.get(address)
    if answer.status_code in (302, 403):
        assert NAME not in answer.content.decode()
        return False
    if answer.status_code == 405:
        return browser.post(address).status_code not in (302, 403)
    return True


@pytest.mark.parametrize(
    ("role", "open_to_them"),
    [
        (None, set()),
        (roles.REPORTERS, set()),
        (roles.MODERATORS, set()),
        (roles.EDITORS, CAMPAIGN_PAGES),
    ],
)
def test_a_page_is_open_to_whoever_has_its_right_and_to_nobody_else(
    visitor: Visitor,
    staff: MakeStaff,
    give: Give,
    campaign: Campaign,
    role: str | None,
    open_to_them: set[str],
) -> None:
    gift = give()
    changes = GiftChange.objects.count()
    if role:
        visitor.force_login(staff("mo", role))

    let_in = {
        name for name, address in addresses(campaign, gift).items() if is_let_in(visitor, address)
    }
    for name, address in addresses(campaign, gift).items():
        if name not in open_to_them:
            visitor.post(address, {"why": "mine", "amount": "25", "left": "2500", "confirmed": "1"})

    assert let_in == open_to_them
    assert not Reversal.objects.exists()
    assert not FundingRules.objects.exists()
    assert (Gift.objects.count(), GiftChange.objects.count()) == (1, changes)


def test_who_changes_campaigns_sees_what_was_raised_and_not_from_whom(
    editors_desk: Visitor, give: Give
) -> None:
    give()

    page = editors_desk.get(DESK).text

    assert "25 $" in page
    for private in (NAME, MAIL, MESSAGE, "/gifts/", "/exports/"):
        assert private not in page


def test_who_sees_donors_and_no_more_can_change_nothing(
    visitor: Visitor, staff: MakeStaff, give: Give, campaign: Campaign
) -> None:
    reader = staff("rita", roles.REPORTERS)
    reader.user_permissions.add(Permission.objects.get(codename="see_donors"))
    visitor.force_login(reader)
    gift = give()
    pages = addresses(campaign, gift)

    seen = visitor.get(pages["funding_gift"]).text

    assert NAME in seen
    assert "refund" not in seen
    assert {name for name in pages if is_let_in(visitor, pages[name])} == DONOR_PAGES


def test_who_manages_without_seeing_donors_exports_and_enters_without_them(
    visitor: Visitor, staff: MakeStaff, give: Give
) -> None:
    keeper = staff("kit", roles.REPORTERS)
    keeper.user_permissions.add(Permission.objects.get(codename="manage_funding"))
    visitor.force_login(keeper)
    gift = give()
    form = {"sheet": "gifts", "with_donors": "on"}

    answers: list[Any] = [
        visitor.post(f"{DESK}exports/", form | {"sheet": sheet}) for sheet in ("gifts", "receipts")
    ]
    sheets = [b"".join(answer.streaming_content).decode() for answer in answers]

    assert "25.00,0.00,USD" in sheets[0]
    for text in (*sheets, visitor.get(DESK).text):
        assert NAME not in text
        assert MAIL not in text
        assert MESSAGE not in text
    for path in ("gifts/", f"gifts/{gift.pk}/", f"gifts/{gift.pk}/refund/", "regular/"):
        assert visitor.get(f"{DESK}{path}").status_code == 302
    assert not Reversal.objects.exists()


def test_the_menu_leads_there_for_those_alone_who_may(
    visitor: Visitor, desk: Visitor, reporter: User, editors_desk: Visitor, stranger: Visitor
) -> None:
    stranger.force_login(reporter)

    assert DESK in desk.get("/desk/").text
    assert DESK in editors_desk.get("/desk/").text
    assert DESK not in stranger.get("/desk/").text


def test_the_rights_came_without_touching_the_ledgers_guards(db: None) -> None:
    assert guards.missing(connection) == []
    assert Permission.objects.filter(codename__in=("see_donors", "manage_funding")).count() == 2
