"""A new link by mail: the same answer for everybody, and a letter for donors alone."""

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.funding.donors.addresses import donor_of
from broadsheet.funding.donors.asking import FROM_ONE_PLACE, TO_ONE_ADDRESS
from broadsheet.funding.donors.erasing import erase_donor
from broadsheet.funding.donors.tests.cast import bring, link, text_of
from broadsheet.funding.models import Campaign, Donor, GiftState
from broadsheet.funding.receipts.tests.given import BEN, NADIA, SettleGift
from broadsheet.funding.settling.tests.cast import dollars, pledged
from broadsheet.notices.models import Notice
from broadsheet.notices.tests.post_office import PostOffice

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

URL = "/support/yours/"


def ask(visitor: Client, email: str) -> tuple[int, str, str]:
    answer = visitor.post(URL, {"email": email})
    return (
        answer.status_code,
        answer.headers["Location"],
        visitor.get(answer.headers["Location"]).text,
    )


def test_a_donor_gets_a_letter_and_nobody_else_and_no_answer_tells_which(
    visitor: Client, settle_gift: SettleGift, post_office: PostOffice
) -> None:
    settle_gift(now=timezone.now())
    settle_gift(email=BEN, now=timezone.now())
    erase_donor(Donor.objects.get(address=BEN), now=timezone.now())
    bring(post_office)

    answers = {ask(visitor, email) for email in (NADIA.upper(), BEN, "nobody@lantern.example")}

    letters = bring(post_office)
    assert len(answers) == 1
    assert "a letter with the link to them is on its way" in next(iter(answers))[2]
    assert [one["To"] for one in letters] == [NADIA]
    opened = visitor.get(link(letters[0], "/support/yours/"))
    assert "<b>$25</b>" in opened.text
    assert "nothing has changed" in text_of(letters[0])


def test_an_address_that_somebody_has_only_typed_gets_no_letter(
    visitor: Client, campaign: Campaign
) -> None:
    typed = donor_of(NADIA, now=timezone.now())
    for state in (GiftState.PENDING, GiftState.FAILED, GiftState.EXPIRED):
        pledged(campaign, dollars(5), donor=typed, state=state)

    answers = {ask(visitor, email) for email in (NADIA, "nobody@lantern.example")}

    assert len(answers) == 1
    assert not Notice.objects.exists()
    pledged(campaign, dollars(5), donor=typed, state=GiftState.PROCESSING)
    ask(visitor, NADIA)
    assert Notice.objects.get().kind == "gift-link"


def test_asked_for_too_often_the_answer_stays_and_the_letters_end(
    visitor: Client, settle_gift: SettleGift
) -> None:
    settle_gift(now=timezone.now())

    answers = {ask(visitor, NADIA) for _ in range(FROM_ONE_PLACE.capacity)}
    refused = visitor.post(URL, {"email": BEN})

    assert len(answers) == 1
    assert Notice.objects.filter(kind="gift-link").count() == TO_ONE_ADDRESS.capacity
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]
    assert "wait some minutes" in refused.text


def test_what_is_no_address_is_said(visitor: Client, db: None) -> None:
    for email in ("", "nadia", "a@b", "x" * 300 + "@lantern.example"):
        answer = visitor.post(URL, {"email": email})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_the_page_is_kept_by_nobody(visitor: Client, db: None) -> None:
    page = visitor.get(URL)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store, private"
    assert not page.cookies
