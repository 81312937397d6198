"""What a newsroom says of itself, changed at the desk."""

from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField

from broadsheet.lib.atomic import AtomicModel
from broadsheet.lib.money import Money, SignPlace, write_amount


def require_time_zone(value: str) -> None:
    """:raises ValidationError: for a name that the tz database does not have."""
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is no time zone; an example is Europe/London.")


def require_language(value: str) -> None:
    """:raises ValidationError: for a language tag that CLDR does not have."""
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValidationError(f"“{value}” is no language; an example is en-GB.") from None


class CurrencySign(models.TextChoices):
    AFTER = SignPlace.AFTER.value, "after the amount: 895 $"
    BEFORE = SignPlace.BEFORE.value, "before the amount: $895"
    LOCALE = SignPlace.LOCALE.value, "as the language has it"


@register_setting(icon="newspaper", order=1)
class NewsroomSettings(AtomicModel, BaseGenericSetting):
    """One row: the newsroom's name and how it writes times and amounts."""

    name = models.CharField(max_length=120, default="Broadsheet")
    strapline = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, default="en", validators=[require_language])
    time_zone = models.CharField(max_length=60, default="UTC", validators=[require_time_zone])
    currency_sign = models.CharField(
        max_length=10, choices=CurrencySign, default=CurrencySign.LOCALE
    )
    support_heading = models.CharField(max_length=200, blank=True)
    support_text = RichTextField(
        blank=True,
        features=["h2", "bold", "italic", "ol", "ul", "link"],
        help_text="What the newsroom asks its readers for.",
    )
    is_sample = models.BooleanField(default=False, editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("strapline")], "Masthead"),
        MultiFieldPanel(
            [FieldPanel("language"), FieldPanel("time_zone"), FieldPanel("currency_sign")],
            "Language, times and amounts",
        ),
        MultiFieldPanel([FieldPanel("support_heading"), FieldPanel("support_text")], "Support"),
    ]

    class Meta:
        verbose_name = "newsroom"

    def __str__(self) -> str:
        return self.name

    @property
    def direction(self) -> str:
        """Which way the newsroom's language runs: "ltr" or "rtl"."""
        return str(Locale.parse(self.language, sep="-").text_direction)

    def write_amount(self, money: Money) -> str:
        """An amount in the newsroom's own form, such as "2,500 $"."""
        place = SignPlace(self.currency_sign)
        return write_amount(money, sign_place=place, locale=self.language.replace("-", "_"))
