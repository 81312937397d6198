import pytest

from broadsheet.lib.money import Money, SignPlace, write_amount


@pytest.mark.parametrize(
    ("money", "place", "locale", "written"),
    [
        (Money(0, "USD"), SignPlace.AFTER, "en", "0 $"),
        (Money(89500, "USD"), SignPlace.AFTER, "en", "895 $"),
        (Money(250000, "USD"), SignPlace.AFTER, "en", "2,500 $"),
        (Money(250000, "USD"), SignPlace.BEFORE, "en", "$2,500"),
        (Money(250050, "USD"), SignPlace.BEFORE, "en", "$2,500.50"),
        (Money(250000, "USD"), SignPlace.LOCALE, "en", "$2,500"),
        (Money(250050, "EUR"), SignPlace.LOCALE, "de", "2.500,50\N{NO-BREAK SPACE}€"),
        (Money(250000, "EUR"), SignPlace.AFTER, "de", "2.500 €"),
        (Money(-500, "USD"), SignPlace.BEFORE, "en", "-$5"),
        (Money(5, "JPY"), SignPlace.BEFORE, "en", "¥5"),
        (Money(5000, "ISK"), SignPlace.AFTER, "en", "5,000 ISK"),
        (Money(1500, "BHD"), SignPlace.AFTER, "en", "1.500 BHD"),
    ],
)
def test_an_amount_is_written_in_the_newsrooms_own_form(
    money: Money, place: SignPlace, locale: str, written: str
) -> None:
    assert write_amount(money, sign_place=place, locale=locale) == written


@pytest.mark.parametrize(
    ("currency", "sign"), [("USD", "US$"), ("EGP", "ج.م.\u200f")], ids=["Latin", "Arabic"]
)
def test_an_arabic_amount_runs_from_the_right_with_its_sign_whole(currency: str, sign: str) -> None:
    written = write_amount(Money(250_000, currency), sign_place=SignPlace.LOCALE, locale="ar")

    assert written.startswith("\u2067")
    assert written.endswith(f"\u2068{sign}\u2069\u2069")
    assert "2,500" in written
