"""A donor's page, by the signed link: what it shows and changes, and to whom it is closed."""

import json

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils import timezone

from broadsheet.funding.donors.asking import CHANGES
from broadsheet.funding.donors.links import end_url, yours_url
from broadsheet.funding.donors.tests.cast import Till, monthly, path
from broadsheet.funding.models import Campaign, Donor, GiftState, Receipt, RegularGift, RegularState
from broadsheet.funding.providers.contract import Unreachable
from broadsheet.funding.receipts.numbers import issue_receipts
from broadsheet.funding.receipts.tests.given import BEN, NADIA, SettleGift
from broadsheet.funding.settling.tests.cast import dollars, pledged

# What it says stands in pages and letters, whatever database answered.
pytestmark = pytest.mark.one_database

MESSAGE = "For the clerks"


@pytest.fixture
def nadia(campaign: Campaign, settle_gift: SettleGift) -> Donor:
    """Gave 25 $ with a name and a message, gives 20 $ every month, and did not pay for 5 $."""
    now = timezone.now()
    settle_gift(name="Zoë Ångström", message=MESSAGE, now=now)
    monthly(campaign, now=now)
    donor = Donor.objects.get(address=NADIA)
    pledged(campaign, dollars(5), donor=donor, state=GiftState.EXPIRED)
    issue_receipts(now=now)
    return donor


@pytest.fixture
def ben(settle_gift: SettleGift) -> Donor:
    settle_gift(email=BEN, name="Ben", now=timezone.now())
    issue_receipts(now=timezone.now())
    return Donor.objects.get(address=BEN)


def url_of(donor: Donor) -> str:
    return path(yours_url(donor))


def test_it_shows_all_that_was_given_and_keeps_to_itself(visitor: Client, nadia: Donor) -> None:
    first = nadia.gifts.order_by("pk")[0]
    first.reversals.create(
        kind="refund", state="made", provider="stripe", amount_minor=500, created_at=timezone.now()
    )

    response = visitor.get(url_of(nadia))

    page = " ".join(response.text.split())
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Surrogate-Key" not in response.headers
    assert not response.cookies
    for shown in (
        "<b>$25</b>", "<b>$20.90</b> every month", "$20 and $0.90 to cover the fee",
        "not finished; nothing was taken", "Given back on", "-000001</bdi> (PDF)",
    ):  # fmt: skip
        assert shown in page
    assert "n…@lantern.example" in page
    assert NADIA not in page
    assert NADIA not in url_of(nadia)


def test_the_files_are_the_donors_alone(
    visitor: Client, stranger: Client, nadia: Donor, ben: Donor
) -> None:
    of_ben = Receipt.objects.get(gift__donor=ben)
    mine = Receipt.objects.filter(gift__donor=nadia).first()
    assert mine is not None

    pdf = visitor.get(f"{url_of(nadia)}receipts/{mine.pk}.pdf")
    known = visitor.get(f"{url_of(nadia)}your-gifts.json")

    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="receipt-{mine}.pdf"'
    assert pdf.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert pdf.headers["Cache-Control"] == known.headers["Cache-Control"] == "no-store, private"
    said = json.loads(known.content)
    assert said["email"] == NADIA
    assert {one["name"] for one in said["gifts"]} == {"Zoë Ångström", ""}
    assert said["gifts"][0]["message"] == MESSAGE
    assert said["gifts"][0]["receipt"] == str(mine)
    assert said["regular_gifts"][0]["amount_in_smallest_units"] == 2000
    assert BEN not in known.text
    for strange in (of_ben.pk, 10**6):
        refused = stranger.get(f"{url_of(nadia)}receipts/{strange}.pdf")
        assert refused.status_code == 404
        assert refused.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "Ben" not in refused.text


def test_no_other_link_opens_anything(
    visitor: Client, campaign: Campaign, nadia: Donor, ben: Donor, till: Till
) -> None:
    regular = RegularGift.objects.get()
    good, end = url_of(nadia).split("/")[-2], path(end_url(regular)).split("/")[-2]
    other = signing.dumps(nadia.pk, salt="another")
    forged = [
        f"/support/yours/{token}/"
        for token in (end, other, good[:-1], "x" + good, str(nadia.pk), "%F0%9F%92%A9", ":::")
    ] + [f"/support/yours/end/{token}/" for token in (good, other, end[:-1], str(regular.pk))]

    for url in forged:
        answers = [visitor.get(url), visitor.post(url, {"act": "end", "regular": regular.pk})]
        if "end/" not in url:
            answers += [visitor.get(f"{url}your-gifts.json"), visitor.get(f"{url}receipts/1.pdf")]
        for answer in answers:
            assert answer.status_code == 404, url
            assert "This link is not good" in answer.text
            assert answer.headers["Cache-Control"] == "no-store, private"
            assert "lantern.example" not in answer.text
    assert till.asked == []
    own = visitor.post(url_of(ben), {"act": "end", "regular": regular.pk})
    assert own.status_code == 404
    assert till.asked == []
    assert RegularGift.objects.get().state == RegularState.ACTIVE


def test_what_another_site_sends_changes_nothing(nadia: Donor, till: Till) -> None:
    host = settings.SITE_ADDRESS.removeprefix("http://")
    elsewhere = Client(HTTP_HOST=host, HTTP_SEC_FETCH_SITE="cross-site")

    for url in (url_of(nadia), path(end_url(RegularGift.objects.get())), "/support/yours/"):
        fields = {"act": "erase-name", "email": NADIA}
        assert elsewhere.post(url, fields).status_code == 403

    assert nadia.gifts.exclude(name="").exists()
    assert till.asked == []


def test_another_amount_is_asked_of_the_provider(visitor: Client, nadia: Donor, till: Till) -> None:
    regular = RegularGift.objects.get()

    fields = {"act": "amount", "regular": regular.pk, "amount": "30.00", "covers": "on"}
    answer = visitor.post(url_of(nadia), fields)

    regular.refresh_from_db()
    assert answer.status_code == 303
    assert (regular.amount_minor, regular.cover_minor) == (3000, 121)
    assert till.asked == [("change", "sub_1", 3121)]
    assert "<b>$31.21</b> every month" in visitor.get(answer.headers["Location"]).text


@pytest.mark.parametrize("amount", ["", "0", "-5", "30.001", "ten", "0.10", "1000000", "30 EUR"])
def test_an_amount_that_cannot_be_is_refused_with_words(
    visitor: Client, nadia: Donor, till: Till, amount: str
) -> None:
    regular = RegularGift.objects.get()

    fields = {"act": "amount", "regular": regular.pk, "amount": amount}
    answer = visitor.post(url_of(nadia), fields)

    assert answer.status_code == 422
    assert '<p class="problems" role="alert">' in answer.text
    assert till.asked == []
    assert RegularGift.objects.get().wanted_minor is None


def test_a_gift_keeps_its_currency_also_when_it_is_not_offered_any_more(
    visitor: Client, nadia: Donor, till: Till
) -> None:
    RegularGift.objects.update(currency="EUR")
    regular = RegularGift.objects.get()

    fields = {"act": "amount", "regular": regular.pk, "amount": "30", "currency": "USD"}
    answer = visitor.post(url_of(nadia), fields)

    assert answer.status_code == 303
    assert till.asked == [("change", "sub_1", 3000)]
    assert RegularGift.objects.get().currency == "EUR"


def test_where_the_provider_takes_nothing_any_more_no_amount_is_asked_for(
    visitor: Client, nadia: Donor, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    def takes_nothing(currency: str) -> tuple[int, int]:
        raise Unreachable("its keys are gone")

    monkeypatch.setattr(till, "charge_range", takes_nothing)
    regular = nadia.regulargifts.get()

    refused = visitor.post(url_of(nadia), {"act": "amount", "regular": regular.pk, "amount": "30"})

    assert refused.status_code == 503
    assert "nothing was changed" in refused.text
    regular.refresh_from_db()
    assert regular.wanted_minor is None


def test_a_change_that_the_provider_has_not_heard_stands_as_asked_for(
    visitor: Client, nadia: Donor, till: Till
) -> None:
    till.is_away = True
    regular = RegularGift.objects.get()

    fields = {"act": "amount", "regular": regular.pk, "amount": "30"}
    answer = visitor.post(url_of(nadia), fields)

    page = visitor.get(answer.headers["Location"]).text
    assert answer.status_code == 303
    assert "From the next payment on $30, as soon as" in page
    assert "<b>$20.90</b> every month" in page


@pytest.mark.parametrize("fields", [{}, {"act": "x"}, {"act": "end", "regular": "x"}])
def test_what_cannot_be_understood_changes_nothing(
    visitor: Client, nadia: Donor, till: Till, fields: dict[str, str]
) -> None:
    answer = visitor.post(url_of(nadia), fields)

    assert answer.status_code == 422
    assert "nothing was changed" in answer.text
    assert till.asked == []


def test_what_was_never_paid_for_can_be_neither_ended_nor_in_the_way_of_erasing(
    visitor: Client, campaign: Campaign, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now(), state=RegularState.PENDING, reference="")
    assert regular.donor is not None
    url = url_of(regular.donor)

    refused = visitor.post(url, {"act": "end", "regular": regular.pk})
    erased = visitor.post(url, {"act": "erase-all"})

    assert refused.status_code == 404
    assert erased.status_code == 200
    assert not Donor.objects.get().address


def test_changes_have_a_limit_and_ending_has_none(
    visitor: Client, nadia: Donor, till: Till
) -> None:
    regular = RegularGift.objects.get()
    fields = {"act": "amount", "regular": regular.pk, "amount": "30"}
    for _ in range(CHANGES.capacity):
        visitor.post(url_of(nadia), fields)

    too_often = visitor.post(url_of(nadia), fields)
    ended = visitor.post(url_of(nadia), {"act": "end", "regular": regular.pk})
    over = visitor.post(url_of(nadia), fields)

    assert too_often.status_code == 429
    assert ended.status_code == 303
    assert over.status_code in (409, 429)
    assert [what for what, *_ in till.asked].count("change") == CHANGES.capacity
    assert RegularGift.objects.get().state == RegularState.ENDED


def test_a_refused_amount_stays_to_be_mended_and_says_nothing_of_what_was_done_before(
    visitor: Client, nadia: Donor, till: Till
) -> None:
    regular = RegularGift.objects.get()

    fields = {"act": "amount", "regular": regular.pk, "amount": '3o"'}
    answer = visitor.post(f"{url_of(nadia)}?done=amount", fields)

    assert answer.status_code == 422
    assert "It is written down" not in answer.text
    assert 'value="3o&quot;" aria-invalid="true" autofocus>' in answer.text
