"""What the newsroom collects for."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from broadsheet.lib.money import Money


def require_rising_amounts(value: object) -> None:
    """:raises ValidationError: unless a list of whole numbers that rise from 0 or more."""
    is_list = isinstance(value, list) and all(type(tick) is int and tick >= 0 for tick in value)
    if not isinstance(value, list) or not is_list or sorted(set(value)) != value:
        raise ValidationError(_("Ticks are whole numbers in rising order, in the smallest unit."))


# What stands in the place of a campaign's name in other addresses.
RESERVED_SLUGS = frozenset({"events", "form", "how", "embed", "thanks", "yours"})


def require_free_slug(value: str) -> None:
    """:raises ValidationError: for a name that another page has."""
    if value in RESERVED_SLUGS:
        raise ValidationError(_("Another page has this address: choose another one."))


class Campaign(models.Model):
    """What the newsroom collects for, and how far the scale goes.

    `slug` is its name in addresses and in the public ledger: it never changes.
    """

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True, validators=[require_free_slug])
    story = models.TextField(blank=True, help_text=_("What the money is for."))
    article = models.ForeignKey(
        "newsroom.Article",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The one story it belongs to, if any."),
    )
    currency = models.CharField(max_length=3)
    goal_minor = models.PositiveBigIntegerField(help_text=_("In the currency's smallest unit."))
    ticks_minor = models.JSONField(
        validators=[require_rising_amounts], help_text=_("The scale's ticks, in the smallest unit.")
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(goal_minor__gt=0), name="campaign_has_a_goal"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="campaign_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def goal(self) -> Money:
        return Money(self.goal_minor, self.currency)

    @property
    def ticks(self) -> list[Money]:
        return [Money(tick, self.currency) for tick in self.ticks_minor]

    def is_running(self, *, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)
