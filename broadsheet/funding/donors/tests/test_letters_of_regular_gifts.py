"""What donors hear of their regular gifts: a payment that failed, another amount, the end."""

from datetime import timedelta

from django.utils import timezone

from broadsheet.funding.donors.tests.cast import Till, bring, html_of, link, monthly, text_of
from broadsheet.funding.models import Campaign, RegularGift, RegularState
from broadsheet.funding.providers.contract import RegularFacts
from broadsheet.funding.settling.regulars import ask_for_amount, ask_to_end
from broadsheet.funding.settling.taking_in import take_in
from broadsheet.lib.money import Money
from broadsheet.notices.models import Notice
from broadsheet.notices.tests.post_office import PostOffice

PAY = "https://pay.example/invoice/7"


def tell(regular: RegularGift, state: RegularState, **values: object) -> None:
    """The provider says how a regular gift stands."""
    facts = {"charged": regular.charged, "pay_url": ""} | values
    take_in(
        RegularFacts(
            provider="stripe", reference=regular.reference, token="", state=state, **facts,
        ),
        now=timezone.now(),
    )  # fmt: skip


def heard(office: PostOffice, regular: RegularGift) -> list[str]:
    """The subjects of all letters but receipts, an hour later."""
    letters = bring(office, at=timezone.now() + timedelta(hours=1))
    return [str(one["Subject"]) for one in letters if "receipt" not in str(one["Subject"])]


def test_a_failed_payment_is_told_once_with_the_way_to_make_it_up(
    campaign: Campaign, post_office: PostOffice
) -> None:
    regular = monthly(campaign, now=timezone.now())
    bring(post_office)
    for _ in range(2):
        tell(regular, RegularState.OVERDUE, pay_url=PAY)

    [letter] = bring(post_office)

    assert "has failed" in letter["Subject"]
    assert "$20.90" in text_of(letter)
    assert f"\n{PAY}\n" in text_of(letter)
    assert f'href="{PAY}"' in html_of(letter)
    assert link(letter, "/support/yours/end/") in html_of(letter)
    assert link(letter, "/support/yours/") in html_of(letter)
    assert not Notice.objects.exclude(about={}).exists()


def test_of_a_failure_that_is_made_up_before_the_letter_nobody_hears(
    campaign: Campaign, post_office: PostOffice
) -> None:
    regular = monthly(campaign, now=timezone.now())
    tell(regular, RegularState.OVERDUE, pay_url=PAY)
    tell(regular, RegularState.ACTIVE)

    assert heard(post_office, regular) == []

    tell(regular, RegularState.OVERDUE)
    assert len(heard(post_office, regular)) == 1


def test_another_amount_and_the_end_are_told(
    campaign: Campaign, post_office: PostOffice, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now())
    bring(post_office)
    ask_for_amount(regular, amount_minor=3000, cover_minor=120, now=timezone.now())

    [changed] = bring(post_office)
    ask_to_end(regular, now=timezone.now())
    [ended] = bring(post_office, at=timezone.now() + timedelta(hours=1))

    assert "has changed" in changed["Subject"]
    assert "you give $30 every month" in text_of(changed)
    assert "With $1.20 to cover the fee, $31.20 is taken." in text_of(changed)
    assert "has ended" in ended["Subject"]
    assert "The $31.20 that you gave every month" in text_of(ended)
    assert link(ended, "/support/yours/")


def test_an_end_at_the_provider_is_told_once(
    campaign: Campaign, post_office: PostOffice, till: Till
) -> None:
    regular = monthly(campaign, now=timezone.now())
    tell(regular, RegularState.ENDED)
    tell(regular, RegularState.ENDED)
    ask_to_end(regular, now=timezone.now())

    assert len(heard(post_office, regular)) == 1
    assert till.asked == []


def test_of_what_never_began_nobody_hears(campaign: Campaign, post_office: PostOffice) -> None:
    regular = monthly(campaign, now=timezone.now())
    never = RegularGift.objects.create(
        donor=regular.donor, provider="stripe", amount_minor=100, currency="USD", every="month",
        reference="sub_2", created_at=timezone.now(),
    )  # fmt: skip
    tell(never, RegularState.ENDED, charged=Money(100, "USD"))

    assert heard(post_office, never) == []
