"""A member's gifts are part of what is theirs: in the download, and nameless when they go."""

import pytest
from django.utils import timezone

from broadsheet.funding.donors.tests.cast import monthly
from broadsheet.funding.models import Campaign, Donor, Gift
from broadsheet.funding.receipts.tests.given import BEN, NADIA, SettleGift
from broadsheet.readers.belongings import belongings_of
from broadsheet.readers.members.erasing import erase
from broadsheet.readers.models import Reader, User


@pytest.fixture
def nadia(db: None) -> Reader:
    user = User.objects.create_user("nadia", NADIA, is_member=True)
    return Reader.objects.create(user=user, display_name="Nadia", joined_at=timezone.now())


def test_the_download_holds_the_gifts_of_the_members_own_address(
    nadia: Reader, ann: Reader, settle_gift: SettleGift, editor: User
) -> None:
    settle_gift(name="Zoë")
    settle_gift(email=BEN, name="Ben")
    settle_gift(email=editor.email, name="Ed")
    of_staff = Reader.objects.create(user=editor)

    mine = belongings_of(nadia)["gifts"]

    assert mine["email"] == NADIA
    assert [one["name"] for one in mine["gifts"]] == ["Zoë"]
    assert belongings_of(ann)["gifts"] == {}
    assert belongings_of(of_staff)["gifts"] == {}  # nobody has confirmed that address


def test_with_the_member_the_name_goes_and_the_address(
    nadia: Reader, settle_gift: SettleGift
) -> None:
    settle_gift(name="Zoë")
    settle_gift(email=BEN, name="Ben")

    erase(nadia)

    assert sorted(Gift.objects.values_list("name", flat=True)) == ["", "Ben"]
    assert sorted(Donor.objects.values_list("address", flat=True)) == ["", BEN]


def test_while_a_regular_gift_goes_on_only_the_name_goes(nadia: Reader, campaign: Campaign) -> None:
    regular = monthly(campaign, now=timezone.now(), name="Zoë")

    erase(nadia)

    regular.refresh_from_db()
    assert regular.name == ""
    assert Donor.objects.get().address == NADIA
