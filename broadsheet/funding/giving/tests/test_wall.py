from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from broadsheet.funding.giving.tests.conftest import Rule
from broadsheet.funding.giving.tests.paying import given
from broadsheet.funding.giving.wall import PAGE_GIFTS, Thanked, wall
from broadsheet.funding.models import (
    CASH,
    Campaign,
    Gift,
    GiftState,
    MessageState,
    NameShown,
    Reversal,
    ReversalKind,
    ReversalState,
)
from broadsheet.newsroom.models import NewsroomSettings

SECRET = {"name": "Mara Voss", "message": "Not for everybody."}


def taken_back(gift: Gift, *, dollars: int, state: ReversalState = ReversalState.MADE) -> None:
    Reversal.objects.create(
        gift=gift,
        kind=ReversalKind.REFUND,
        state=state,
        provider=CASH,
        amount_minor=dollars * 100,
        created_at=timezone.now(),
    )


def thanked(campaign: Campaign) -> list[Thanked]:
    newsroom = NewsroomSettings.load()
    return list(wall(newsroom=newsroom, campaign_id=campaign.pk).thanked)


def test_the_wall_says_what_each_donor_has_made_public_and_nothing_else(
    campaign: Campaign,
) -> None:
    at = timezone.now()
    shown = {"name_shown": NameShown.SHOWN, "name": "Mara Voss"}
    said = {"message": "For the records.", "message_state": MessageState.SHOWN}
    for minutes, values in enumerate(
        [
            shown | said | {"shows_amount": True},
            shown,
            SECRET | {"name_shown": NameShown.HIDDEN, "shows_amount": True},
            SECRET | {"name_shown": NameShown.ANONYMOUS} | said,
            SECRET | {"name_shown": NameShown.HIDDEN, "message_state": MessageState.TAKEN_OFF},
            SECRET | {"name_shown": NameShown.ANONYMOUS},
            {"name_shown": NameShown.SHOWN, "name": ""},
        ]
    ):
        given(campaign, settled_at=at - timedelta(minutes=minutes), **values)

    found = wall(newsroom=NewsroomSettings.load(), campaign_id=campaign.pk)

    assert list(found.thanked) == [
        Thanked("Mara Voss", "$25", "For the records."),
        Thanked("Mara Voss", "", ""),
        Thanked("", "$25", ""),
        Thanked("", "", "For the records."),
    ]
    assert found.quiet == 3


def test_only_what_is_settled_and_was_not_all_given_back_is_thanked_for(
    campaign: Campaign,
) -> None:
    public: dict[str, Any] = {"name_shown": NameShown.SHOWN, "shows_amount": True}
    for state in set(GiftState) - {GiftState.SETTLED}:
        given(campaign, state=state, name=state, **public)
    taken_back(given(campaign, name="Whole", **public), dollars=25)
    disputed = given(campaign, name="Disputed", **public)
    taken_back(disputed, dollars=25, state=ReversalState.OPEN)
    taken_back(given(campaign, name="Part", **public), dollars=5)
    failed = given(campaign, name="Failed refund", **public)
    taken_back(failed, dollars=25, state=ReversalState.FAILED)

    assert {(one.name, one.amount) for one in thanked(campaign)} == {
        ("Part", ""),  # what was given is not what was kept
        ("Failed refund", "$25"),
    }


def test_the_wall_goes_on_where_a_page_ends_with_the_newest_first(
    visitor: Client, campaign: Campaign, now: datetime
) -> None:
    for number in range(PAGE_GIFTS + 2):
        at = now + timedelta(minutes=number)
        given(campaign, name=f"Donor {number:02}", name_shown=NameShown.SHOWN, settled_at=at)

    first = visitor.get("/support/").text
    second = visitor.get("/support/?page=2").text

    assert first.index(f"Donor {PAGE_GIFTS + 1}") < first.index("Donor 02")
    assert "Donor 01" not in first
    assert 'href="?page=2#wall"' in first
    assert second.index("Donor 01") < second.index("Donor 00")
    assert 'href="?page=3#wall"' not in second


def test_a_campaigns_own_page_thanks_those_who_gave_to_it(
    visitor: Client, campaign: Campaign, story: object
) -> None:
    Campaign.objects.update(article=story)
    given(campaign, name="To the campaign", name_shown=NameShown.SHOWN)
    given(None, name="To the paper", name_shown=NameShown.SHOWN)

    assert "To the paper" not in visitor.get("/support/records-usd/").text
    everybody = visitor.get("/support/").text
    assert "To the paper" in everybody
    assert "To the campaign" in everybody


def test_no_byte_of_the_page_tells_what_a_donor_keeps(visitor: Client, campaign: Campaign) -> None:
    given(campaign, dollars=7131, **SECRET, name_shown=NameShown.ANONYMOUS)
    given(campaign, dollars=7131, **SECRET, name_shown=NameShown.HIDDEN)

    page = visitor.get("/support/").text

    assert "2 gave quietly" in page
    for secret in ("Mara", "Not for everybody", "7131", "7,131"):
        assert secret not in page


def test_what_donors_write_is_text_and_no_markup(visitor: Client, campaign: Campaign) -> None:
    said = {"message": "<b onclick=x>", "message_state": MessageState.SHOWN}
    given(campaign, name="<script>x</script>", name_shown=NameShown.SHOWN, **said)

    page = visitor.get("/support/").text

    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "&lt;b onclick=x&gt;" in page


def test_a_newsroom_may_have_no_wall(visitor: Client, campaign: Campaign, rule: Rule) -> None:
    given(campaign, name="Mara Voss", name_shown=NameShown.SHOWN)
    rule(has_wall=False)

    page = visitor.get("/support/").text

    assert "Mara Voss" not in page
    assert 'value="shown"' not in page
    assert 'name="shows_amount"' not in page
    assert "Only the newsroom reads it." in page


def test_the_wall_is_two_queries_however_many_gave(
    campaign: Campaign, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        taken_back(given(campaign, name=f"{number}", name_shown=NameShown.SHOWN), dollars=1)
    newsroom = NewsroomSettings.load()

    with django_assert_num_queries(2):
        wall(newsroom=newsroom, campaign_id=None, page=1)


def test_amounts_are_written_in_the_newsrooms_own_form(campaign: Campaign) -> None:
    NewsroomSettings.objects.update(currency_sign="after")
    given(campaign, dollars=2500, shows_amount=True)

    assert thanked(campaign) == [Thanked("", "2,500 $", "")]
