"""What donors do, and who asks them."""

from datetime import datetime

from broadsheet.funding.campaigns import change_campaign, end_campaign, open_campaign
from broadsheet.funding.meter.tests.facts import dollars, settled
from broadsheet.funding.models import BANK, NameShown
from broadsheet.funding.providers.contract import PaymentState
from broadsheet.funding.rulebook import change_rules as change_funding
from broadsheet.funding.rulebook import stored_rules as funding_rules
from broadsheet.funding.settling.manual import HandedOver, enter_gift
from broadsheet.funding.settling.messages import show_message
from broadsheet.funding.settling.refunding import ask_for_refund
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.funding.settling.tests.cast import paid, pledged
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import (
    Article,
)
from broadsheet.site.tests.made_of.paper import Paper
from broadsheet.site.tests.made_of.writes.table import write


@write
def a_gift_is_on_its_way(paper: Paper, now: datetime) -> None:
    gift = pledged(paper.records, dollars(5))
    take_in(paid(gift, state=PaymentState.PROCESSING), now=now)


@write
def a_gift_is_settled(paper: Paper, now: datetime) -> None:
    settled(paper.records, dollars(40))


@write
def a_gift_for_a_story_is_settled(paper: Paper, now: datetime) -> None:
    settled(paper.seats, dollars(40))


@write
def a_gift_is_entered_by_hand(paper: Paper, now: datetime) -> None:
    by_bank = HandedOver(
        amount=dollars(60), way=BANK, campaign=paper.records, arrived_on=now.date(),
        why="Statement", name="Zoe", name_shown=NameShown.SHOWN, message="Go on.",
    )  # fmt: skip
    show_message(enter_gift(by_bank, by=paper.editor, now=now), by=paper.editor, now=now)


@write
def a_gift_is_given_back(paper: Paper, now: datetime) -> None:
    by_bank = HandedOver(
        amount=dollars(60), way=BANK, campaign=paper.records, arrived_on=now.date(), why="It came"
    )
    gift = enter_gift(by_bank, by=paper.editor, now=now)
    ask_for_refund(gift, amount=dollars(20), by=paper.editor, why="Asked to", now=now)


@write
def a_campaign_is_opened(paper: Paper, now: datetime) -> None:
    _open("roof", now=now)


@write
def a_campaign_for_a_story_is_opened(paper: Paper, now: datetime) -> None:
    _open("hinges", article=paper.hinge, now=now)


@write
def a_campaign_is_edited(paper: Paper, now: datetime) -> None:
    paper.records.title = "The fund for records"
    change_campaign(paper.records)


@write
def a_campaign_is_ended(paper: Paper, now: datetime) -> None:
    assert end_campaign(paper.records, now=now)


@write
def the_rules_of_giving_change(paper: Paper, now: datetime) -> None:
    rules = funding_rules()
    rules.presets_minor = [1100, 2200]
    change_funding(rules)


def _open(slug: str, *, now: datetime, article: Article | None = None) -> None:
    open_campaign(
        title=slug.title(), slug=slug, story="It costs.", goal=Money(90_000, "USD"),
        ticks_minor=[0, 90_000], starts_at=now, article=article,
    )  # fmt: skip
