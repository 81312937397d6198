import pytest

from broadsheet.lib.money import AmountFault, BadAmount, Money, read_amount


@pytest.mark.parametrize(
    ("text", "currency", "locale", "minor"),
    [
        ("12.50", "USD", "en", 1250),
        ("12.5", "USD", "en", 1250),
        (" 1,000 ", "USD", "en", 100_000),
        ("$1,000.50", "USD", "en", 100_050),
        ("50 usd", "USD", "en", 5000),
        ("12,50", "EUR", "de", 1250),
        ("1.000", "EUR", "de", 100_000),
        ("1.000,50 €", "EUR", "de", 100_050),
        ("1000", "EUR", "es", 100_000),
        ("1 000,5", "EUR", "fr", 100_050),
        ("1\u00a0000", "EUR", "fr", 100_000),
        ("1'000.50", "CHF", "de_CH", 100_050),
        ("1,00,000", "INR", "en_IN", 10_000_000),
        ("٥٠", "USD", "ar", 5000),
        ("١٬٠٠٠٫٥٠", "USD", "ar", 100_050),
        ("\u2067١٢٫٥٠ ج.م.\u200f\u2069", "EGP", "ar_EG", 1250),
        ("۱۲", "EUR", "fa", 1200),
        ("५०", "INR", "hi", 5000),
        ("0.01", "USD", "en", 1),
        # No decimals, three, and two that are sent to nobody as they are written.
        ("5", "UGX", "en", 5),
        ("1,000", "ISK", "en", 1000),
        ("500", "JPY", "en", 500),
        ("¥500", "JPY", "en", 500),
        ("1.234", "BHD", "en", 1234),
        ("1,234", "BHD", "de", 1234),
        ("0.5", "KWD", "en", 500),
        ("2.500", "HUF", "hu", None),
        ("2 500", "HUF", "hu", 250_000),
        ("30", "TWD", "zh_Hant", 3000),
    ],
)
def test_an_amount_is_read_as_it_is_typed(
    text: str, currency: str, locale: str, minor: int | None
) -> None:
    if minor is None:
        with pytest.raises(BadAmount):
            read_amount(text, currency=currency, locale=locale)
        return

    assert read_amount(text, currency=currency, locale=locale) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "locale", "fault"),
    [
        ("", "USD", "en", AmountFault.UNREADABLE),
        ("ten", "USD", "en", AmountFault.UNREADABLE),
        ("-5", "USD", "en", AmountFault.UNREADABLE),
        ("1e3", "USD", "en", AmountFault.UNREADABLE),
        ("1_000", "USD", "en", AmountFault.UNREADABLE),
        ("NaN", "USD", "en", AmountFault.UNREADABLE),
        ("Infinity", "USD", "en", AmountFault.UNREADABLE),
        ("5 €", "USD", "en", AmountFault.UNREADABLE),
        ("12,50", "USD", "en", AmountFault.UNREADABLE),
        ("10,00", "USD", "en", AmountFault.UNREADABLE),
        ("1,2,3", "USD", "en", AmountFault.UNREADABLE),
        ("1..5", "USD", "en", AmountFault.UNREADABLE),
        ("1 000", "USD", "en", AmountFault.UNREADABLE),
        ("12.50", "EUR", "de", AmountFault.UNREADABLE),
        ("9" * 41, "USD", "en", AmountFault.UNREADABLE),
        ("1.000", "USD", "en", AmountFault.TOO_FINE),
        ("1,000", "EUR", "de", AmountFault.TOO_FINE),
        ("5.5", "UGX", "en", AmountFault.TOO_FINE),
        ("5.0", "ISK", "en", AmountFault.TOO_FINE),
        ("500.00", "JPY", "en", AmountFault.TOO_FINE),
        ("1.2345", "BHD", "en", AmountFault.TOO_FINE),
        ("1.2345", "KWD", "en", AmountFault.TOO_FINE),
        ("1,555", "HUF", "hu", AmountFault.TOO_FINE),
        ("1.555", "TWD", "zh_Hant", AmountFault.TOO_FINE),
        ("0", "USD", "en", AmountFault.NOT_POSITIVE),
        ("٠٫٠", "USD", "ar", AmountFault.NOT_POSITIVE),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(
    text: str, currency: str, locale: str, fault: AmountFault
) -> None:
    with pytest.raises(BadAmount) as caught:
        read_amount(text, currency=currency, locale=locale)

    assert caught.value.fault is fault
