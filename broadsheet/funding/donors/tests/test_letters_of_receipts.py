"""The letter of a receipt, by a real mail server."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.funding.donors.erasing import erase_donor
from broadsheet.funding.donors.tests.cast import bring, html_of, link, monthly, text_of
from broadsheet.funding.models import Campaign, Donor, FundingRules, Receipt
from broadsheet.funding.receipts.numbers import issue_receipts
from broadsheet.funding.receipts.tests.given import BEN, NADIA, SettleGift
from broadsheet.lib.money import Money
from broadsheet.newsroom.models import NewsroomSettings
from broadsheet.notices.models import Notice
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.post_office import PostOffice

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database


def test_it_says_all_that_the_books_say_and_brings_the_pdf(
    settle_gift: SettleGift, post_office: PostOffice, visitor: Client
) -> None:
    FundingRules.objects.create(
        pk=1, entity="The Lantern Press", entity_address="4 Quay Street\nSaltmere",
        tax_words="Deductible <b>up to</b> a fifth.", thanks="It keeps us <i>going</i>.",
    )  # fmt: skip
    settle_gift(name="Zoë & <Å>", cover_minor=105, now=timezone.now())

    [letter] = bring(post_office)

    text, html = text_of(letter), html_of(letter)
    assert letter["To"] == NADIA
    assert letter["Subject"] == f"Your gift to {NewsroomSettings.load().name}: receipt 2026-000001"
    for said in (
        "Thank you, Zoë & <Å>.", "It keeps us <i>going</i>.", "Receipt 2026-000001",
        "Received by: The Lantern Press\n4 Quay Street\nSaltmere", "For: The records fund",
        "Gift: $25\n", "To cover the fee: $1.05", "Paid in all: $26.05",
        "Deductible <b>up to</b> a fifth.",
    ):  # fmt: skip
        assert said in text
    assert "Thank you, <bdi>Zoë &amp; &lt;Å&gt;</bdi>." in html
    assert "&lt;b&gt;up to" in html
    assert "End it" not in text
    assert "&#x27;" not in text
    [pdf] = letter.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type()) == (
        "receipt-2026-000001.pdf", "application/pdf",
    )  # fmt: skip
    assert pdf.get_content().startswith(b"%PDF")
    opened = visitor.get(link(letter, "/support/yours/"))
    downloaded = visitor.get(receipt_link(opened.text))
    assert downloaded.content == pdf.get_content()


def receipt_link(page: str) -> str:
    return (
        page.partition("/receipts/")[0].rpartition('"')[2]
        + "/receipts/"
        + str(Receipt.objects.get().pk)
        + ".pdf"
    )


def test_of_a_regular_gift_it_says_how_it_is_ended(
    campaign: Campaign, post_office: PostOffice, visitor: Client
) -> None:
    monthly(campaign, now=timezone.now())

    [letter] = bring(post_office)

    assert "Gift: $20 every month" in text_of(letter)
    assert link(letter, "/support/yours/end/") in html_of(letter)
    assert "End this gift?" in visitor.get(link(letter, "/support/yours/end/")).text


def test_who_gave_no_name_is_thanked_without_one_and_no_address_no_letter(
    settle_gift: SettleGift, post_office: PostOffice
) -> None:
    settle_gift(now=timezone.now())
    settle_gift(email="", now=timezone.now())

    [letter] = bring(post_office)

    assert text_of(letter).startswith("Thank you.\n")
    assert "Received from" not in text_of(letter)
    assert Receipt.objects.count() == 2


def test_it_says_what_is_true_when_it_is_sent(
    settle_gift: SettleGift, post_office: PostOffice
) -> None:
    now = timezone.now()
    of_nadia, _of_ben = settle_gift(now=now), settle_gift(email=BEN, now=now)
    issue_receipts(now=now)
    of_nadia.reversals.create(
        kind="refund", state="made", provider="stripe", amount_minor=1000, created_at=now
    )
    erase_donor(Donor.objects.get(address=BEN), now=now)

    send_due(now=now + timedelta(seconds=2))

    [letter] = post_office.letters
    assert letter["To"] == NADIA
    assert "Given back on" in text_of(letter)
    assert ": $10\n" in text_of(letter)


@pytest.mark.parametrize("language", ["ar", "de"])
def test_it_speaks_the_newsrooms_language(
    settle_gift: SettleGift, post_office: PostOffice, language: str
) -> None:
    newsroom = NewsroomSettings.load()
    newsroom.language = language
    newsroom.save()
    settle_gift(Money(2500, "EUR"), now=timezone.now(), name="محمد")

    [letter] = bring(post_office)

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html_of(
        letter
    )
    assert "محمد" in text_of(letter)
    assert next(letter.iter_attachments()).get_content().startswith(b"%PDF")


def test_nothing_of_the_letter_stays_in_the_outbox(
    settle_gift: SettleGift, post_office: PostOffice
) -> None:
    settle_gift(name="Zoë", now=timezone.now())
    issue_receipts(now=timezone.now())
    waiting = Notice.objects.get()

    bring(post_office)

    assert set(waiting.about) == {"receipt"}
    assert not Notice.objects.exclude(address="").exists()
