"""Ending a regular gift: one button, whatever the provider does."""

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.funding.donors.erasing import erase_donor
from broadsheet.funding.donors.links import end_url, yours_url
from broadsheet.funding.donors.tests.cast import Till, monthly, path
from broadsheet.funding.models import Campaign, RegularState
from broadsheet.funding.settling import sweeping
from broadsheet.funding.settling.regulars import carry_out

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


def test_looking_ends_nothing_and_the_button_does(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now())
    url = path(end_url(regular))

    for method in (visitor.get, visitor.head, visitor.get):
        asked = method(url)
    before = list(till.asked)
    pressed = visitor.post(url)
    after = visitor.get(pressed.headers["Location"])
    again = visitor.post(url)

    regular.refresh_from_db()
    assert before == []
    assert asked.text.count("<button") == 1 + asked.text.count('role="search"')
    assert "$20.90 every month, for The records fund" in asked.text
    assert pressed.status_code == again.status_code == 303
    assert "It has ended" in after.text
    assert till.asked == [("end", "sub_1", 0)]
    assert regular.state == RegularState.ENDED
    for response in (asked, after):
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Referrer-Policy"] == "same-origin"


def test_an_end_that_the_provider_has_not_heard_stands_until_it_has(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now())
    url = path(end_url(regular))
    till.is_away = True

    waiting = visitor.get(visitor.post(url).headers["Location"])
    listed = visitor.get(path(yours_url(regular.donor)))
    till.is_away = False
    [asked_for] = sweeping._asked_changes(till)
    carry_out(asked_for, now=timezone.now())

    assert "It is being ended" in waiting.text
    assert "You have ended it. The provider of the payments has not answered" in listed.text
    assert 'value="amount"' not in listed.text
    assert till.asked == [("end", "sub_1", 0)]
    assert "It has ended" in visitor.get(url).text


def test_one_whose_first_payment_is_on_its_way_is_ended_when_it_has_come(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now(), reference="", state=RegularState.PENDING)

    answer = visitor.post(path(end_url(regular)))

    regular.refresh_from_db()
    assert answer.status_code == 303
    assert regular.is_ending
    assert "It is being ended" in visitor.get(answer.headers["Location"]).text


def test_the_link_shows_the_end_also_when_its_donor_is_erased(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now(), state=RegularState.ENDED)
    assert regular.donor is not None
    erase_donor(regular.donor, now=timezone.now())

    page = visitor.get(path(end_url(regular)))

    assert page.status_code == 200
    assert "/support/yours/" not in page.text
