"""What a newsroom says of itself, changed at the desk."""

from collections.abc import Collection
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from broadsheet.lib.atomic import AtomicModel
from broadsheet.lib.money import Money, SignPlace, write_amount
from broadsheet.newsroom.accent.colour import (
    LEAST_CONTRAST,
    contrast_on_paper,
    is_colour,
    readable_accent,
)
from broadsheet.newsroom.desk.choices import LanguageSelect, TimeZoneInput
from broadsheet.newsroom.languages import direction_of


def require_time_zone(value: str) -> None:
    """:raises ValidationError: for a name that the tz database does not have."""
    if value not in available_timezones():
        words = gettext("“%(value)s” is no time zone; an example is Europe/London.")
        raise ValidationError(words % {"value": value})


def require_language(value: str) -> None:
    """:raises ValidationError: for a language tag that CLDR does not have."""
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        words = gettext("“%(value)s” is no language; an example is en-GB.")
        raise ValidationError(words % {"value": value}) from None


def require_readable_accent(value: str) -> None:
    """:raises ValidationError: for what is no colour, or one too pale to be read on the paper."""
    if not is_colour(value):
        words = gettext("“%(value)s” is no colour; an example is #9e2b18.")
        raise ValidationError(words % {"value": value})
    found = contrast_on_paper(value)
    if found < LEAST_CONTRAST:
        words = gettext(
            "Words in %(value)s are hard to read on the paper: the contrast is %(found).1f to 1, "
            "and %(least).1f is the least. The nearest colour that can be read is %(better)s."
        )
        named = {"value": value, "found": found, "least": LEAST_CONTRAST}
        raise ValidationError(words % {**named, "better": readable_accent(value)})


class CurrencySign(models.TextChoices):
    AFTER = SignPlace.AFTER.value, _("after the amount: 895 $")
    BEFORE = SignPlace.BEFORE.value, _("before the amount: $895")
    LOCALE = SignPlace.LOCALE.value, _("as the language has it")


@register_setting(icon="newspaper", order=1)
class NewsroomSettings(AtomicModel, ClusterableModel, BaseGenericSetting):
    """One row: what the newsroom is called, how it looks, and how it writes times and amounts."""

    name = models.CharField(max_length=120, default="Broadsheet")
    strapline = models.CharField(max_length=200, blank=True)
    logo = models.ForeignKey(
        "newsroom.CreditedImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands in the masthead instead of the name."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_("As #rrggbb; dark enough to be read on the paper. Without one, ours."),
        validators=[require_readable_accent],
    )
    contact_email = models.EmailField(
        _("contact e-mail"),
        blank=True,
        help_text=_("Public: where readers report mistakes and researchers report holes."),
    )
    footer_text = RichTextField(
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Stands at the foot of every page: an address, an imprint."),
    )
    banner_text = models.CharField(
        _("breaking banner"),
        max_length=200,
        blank=True,
        help_text=_("One sentence on top of every page; empty for none."),
    )
    banner_article = models.ForeignKey(
        "newsroom.Article",
        verbose_name=_("the banner leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    banner_until = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("Then it goes by itself; empty for until you take it off."),
    )
    language = models.CharField(max_length=20, default="en", validators=[require_language])
    time_zone = models.CharField(max_length=60, default="UTC", validators=[require_time_zone])
    currency_sign = models.CharField(
        max_length=10, choices=CurrencySign, default=CurrencySign.LOCALE
    )
    support_heading = models.CharField(max_length=200, blank=True)
    support_text = RichTextField(
        blank=True,
        features=["h2", "bold", "italic", "ol", "ul", "link"],
        help_text=_("What the newsroom asks its readers for."),
    )
    is_sample = models.BooleanField(default=False, editable=False)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("strapline"), FieldPanel("logo"), FieldPanel("accent")],
            _("Masthead"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("banner_text"),
                FieldPanel("banner_article"),
                FieldPanel("banner_until"),
            ],
            _("Breaking banner"),
        ),
        InlinePanel(
            "navigation",
            heading=_("Navigation"),
            label=_("link"),
            help_text=_("Without any: the topics that ask for it, by their position."),
        ),
        MultiFieldPanel([FieldPanel("footer_text"), FieldPanel("contact_email")], _("Footer")),
        MultiFieldPanel(
            [
                FieldPanel("language", widget=LanguageSelect),
                FieldPanel("time_zone", widget=TimeZoneInput),
                FieldPanel("currency_sign"),
            ],
            _("Language, times and amounts"),
        ),
        MultiFieldPanel([FieldPanel("support_heading"), FieldPanel("support_text")], _("Support")),
    ]

    class Meta:
        verbose_name = _("newsroom")

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.accent = self.accent.strip().lower()
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        super().clean()
        from broadsheet.newsroom.rights.publication import require_logo_rights  # imports us

        require_logo_rights(self, now=timezone.now())

    @property
    def direction(self) -> str:
        """Which way the newsroom's language runs: "ltr" or "rtl"."""
        return direction_of(self.language)

    def write_amount(self, money: Money) -> str:
        """An amount in the newsroom's own form, such as "2,500 $"."""
        place = SignPlace(self.currency_sign)
        return write_amount(money, sign_place=place, locale=self.language.replace("-", "_"))


class NavigationLink(Orderable):
    """A link of the navigation, in the place of the topics that would stand there otherwise."""

    newsroom = ParentalKey(NewsroomSettings, on_delete=models.CASCADE, related_name="navigation")
    topic = models.ForeignKey(
        "newsroom.Topic", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    page = models.ForeignKey(
        "newsroom.InfoPage",
        verbose_name=_("or a plain page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    url = models.URLField(_("or another address"), max_length=500, blank=True)
    label = models.CharField(
        max_length=60, blank=True, help_text=_("What it says; a topic or a page has its own name.")
    )

    panels = [FieldPanel("topic"), FieldPanel("page"), FieldPanel("url"), FieldPanel("label")]

    def __str__(self) -> str:
        return self.label or str(self.topic or self.page or self.url)

    def clean(self) -> None:
        super().clean()
        targets = [target for target in (self.topic_id, self.page_id, self.url) if target]
        if len(targets) != 1:
            raise ValidationError(gettext("A link leads to a topic, a plain page or an address."))
        if self.url and not self.label:
            raise ValidationError({"label": gettext("A link to an address needs a name.")})
