"""Refunds, mistakes and messages: what the staff does with a gift."""

from typing import Any

import pytest

from broadsheet.conftest import Visitor
from broadsheet.delivery.models import Touched
from broadsheet.funding.desk.tests.conftest import DESK, Give
from broadsheet.funding.meter.queries import with_raised
from broadsheet.funding.models import (
    Campaign,
    EntryKind,
    Gift,
    GiftChange,
    MessageState,
    Reversal,
)
from broadsheet.funding.providers.contract import Unreachable
from broadsheet.funding.settling import refunding
from broadsheet.funding.settling.refunding import NotRefundable, ask_for_refund
from broadsheet.lib.money import Money
from broadsheet.readers.models import User

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


def path_of(gift: Gift, act: str = "") -> str:
    return f"{DESK}gifts/{gift.pk}/{act}"


def raised(campaign: Campaign) -> int:
    return int(with_raised(Campaign.objects.filter(pk=campaign.pk)).get().raised_minor)  # type: ignore[attr-defined]


def test_a_part_goes_back_after_it_was_confirmed(
    desk: Visitor, give: Give, campaign: Campaign, ada: User
) -> None:
    gift = give(5000)
    form = {"amount": "12.50", "why": "asked by the donor", "left": "5000"}

    page = desk.get(path_of(gift, "refund/")).text
    confirm = desk.post(path_of(gift, "refund/"), form).text
    assert not Reversal.objects.exists()
    back = desk.post(path_of(gift, "refund/"), form | {"change": "yes"}).text
    done = desk.post(path_of(gift, "refund/"), form | {"confirmed": "yes"}, follow=True).text

    assert 'value="50"' in page
    assert "Give back 12.50 $, so that 37.50 $ stays?" in confirm
    assert 'value="12.50"' in back
    assert "12.50 $ goes back; the ledger says so." in done
    assert raised(campaign) == 3750
    reversal, change = Reversal.objects.get(), GiftChange.objects.latest("id")
    assert (reversal.amount_minor, reversal.asked_by) == (1250, ada)
    assert (change.by, change.why, change.what) == (
        ada,
        "asked by the donor",
        "refund of 12.50 USD",
    )


def test_the_same_form_sent_twice_gives_back_once(
    desk: Visitor, give: Give, campaign: Campaign, ada: User, now: Any
) -> None:
    gift = give(5000)
    form = {"amount": "10", "why": "asked", "left": "5000", "confirmed": "yes"}

    first, second = (desk.post(path_of(gift, "refund/"), form) for _ in range(2))
    with pytest.raises(NotRefundable):  # both asked at the same moment
        ask_for_refund(
            gift, amount=Money(1000, "USD"), by=ada, why="", now=now, seen_left_minor=5000
        )

    assert (first.status_code, second.status_code) == (303, 422)
    assert "meanwhile" in second.text
    assert raised(campaign) == 4000


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"amount": "50.01"}, "So much is not left of it."),
        ({"amount": "0"}, "more than nothing"),
        ({"amount": "-5"}, "is no amount"),
        ({"amount": "1.001"}, "more decimals"),
        ({"why": " "}, "Say why"),
        ({"why": "x" * 201}, "at most 200"),
        ({"left": ""}, "required"),
    ],
)
def test_what_cannot_go_back_does_not(
    desk: Visitor, give: Give, sent: dict[str, str], words: str
) -> None:
    gift = give(5000)
    form = {"amount": "10", "why": "asked", "left": "5000", "confirmed": "yes"}

    answer = desk.post(path_of(gift, "refund/"), form | sent)

    assert answer.status_code == 422
    assert words in answer.text or words == "required"
    assert not Reversal.objects.exists()


def test_where_nothing_is_left_there_is_nothing_to_give_back(
    desk: Visitor, give: Give, campaign: Campaign
) -> None:
    gift = give(5000)
    form = {"amount": "50", "why": "asked", "left": "5000"}
    assert "Give back all that is left: 50 $?" in desk.post(path_of(gift, "refund/"), form).text
    desk.post(path_of(gift, "refund/"), form | {"confirmed": "yes"})

    page = desk.get(path_of(gift, "refund/"), follow=True).text

    assert "Nothing of this gift can be given back." in page
    assert path_of(gift, "refund/") not in page
    assert raised(campaign) == 0


def test_a_provider_that_does_not_answer_is_said_and_asked_again(
    desk: Visitor, give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    gift = give(5000)
    Gift.objects.filter(pk=gift.pk).update(provider="stripe", payment="pi_1")

    def silent(*_: object, **__: object) -> None:
        raise Unreachable("no answer within 10 s")

    monkeypatch.setattr(refunding, "carry_out", silent)
    form = {"amount": "10", "why": "asked", "left": "5000", "confirmed": "yes"}

    page = desk.post(path_of(gift, "refund/"), form, follow=True).text

    assert "it is asked again by itself. (no answer within 10 s)" in page
    assert "40 $ is left" in page
    assert "Asked for" in page
    assert "This was a mistake" not in page


def test_a_mistake_is_undone_by_a_counter_entry_and_stays_readable(
    desk: Visitor, give: Give, campaign: Campaign, ada: User
) -> None:
    gift, other = give(2500), give(100, name="Other")

    without_reason = desk.post(path_of(gift, "mistake/"), {"why": ""}, follow=True).text
    desk.post(path_of(gift, "mistake/"), {"why": "entered twice"})
    again = desk.post(path_of(gift, "mistake/"), {"why": "entered twice"}, follow=True).text
    Gift.objects.filter(pk=other.pk).update(provider="stripe")
    not_ours = desk.post(path_of(other, "mistake/"), {"why": "no"})

    assert "Say why" in without_reason
    kinds = list(gift.entries.order_by("number").values_list("kind", flat=True))
    assert kinds == [EntryKind.GIFT, EntryKind.REFUND]
    assert "mistake: entered twice" in again
    assert "it is undone already" in again
    assert not_ours.status_code == 404
    assert raised(campaign) == 100


def test_a_message_is_shown_and_taken_off_by_whoever_may(
    desk: Visitor, give: Give, ada: User
) -> None:
    gift, silent = give(2500), give(100, message="", name="Silent")
    Touched.objects.all().delete()

    desk.post(path_of(gift, "message/"), {"to": "shown"})
    gift.refresh_from_db()
    assert gift.message_state == MessageState.SHOWN
    again = desk.post(path_of(gift, "message/"), {"to": "shown"}, follow=True).text
    desk.post(path_of(gift, "message/"), {"to": "taken_off", "why": "an  advertisement"})
    desk.post(path_of(silent, "message/"), {"to": "shown"})

    gift.refresh_from_db()
    silent.refresh_from_db()
    assert "somebody was quicker" in again
    assert gift.message_state == MessageState.TAKEN_OFF
    assert silent.message_state == MessageState.WAITING
    changes = list(gift.changes.order_by("id").values_list("what", "why", "by"))[1:]
    assert changes == [
        ("message shown", "", ada.pk),
        ("message taken off", "an advertisement", ada.pk),
    ]
    assert Touched.objects.filter(key="gifts").count() == 2
