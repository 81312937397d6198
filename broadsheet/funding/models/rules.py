"""The one row of settings: what gifts are taken, from whom receipts come, what is shown."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.models.campaigns import require_rising_amounts
from broadsheet.funding.models.receipts import ENTITY_MAX_LENGTH
from broadsheet.lib.atomic import AtomicModel


def usual_currencies() -> list[str]:
    return ["USD"]


def usual_presets() -> list[int]:
    return [1000, 2500, 5000, 10000]


def require_currencies(value: object) -> None:
    """:raises ValidationError: unless a list of codes of three capitals, each once."""
    is_list = isinstance(value, list) and all(
        isinstance(code, str) and len(code) == 3 and code.isascii() and code.isupper()
        for code in value
    )
    if not isinstance(value, list) or not value or not is_list or len(set(value)) != len(value):
        raise ValidationError(_("Currencies are codes such as USD, each once."))


class FundingRules(AtomicModel):
    """One row. Presets are in whole units of the first currency's smallest unit."""

    is_open = models.BooleanField(_("takes gifts"), default=True)
    currencies = models.JSONField(default=usual_currencies, validators=[require_currencies])
    presets_minor = models.JSONField(default=usual_presets, validators=[require_rising_amounts])
    takes_monthly = models.BooleanField(_("offers monthly gifts"), default=True)
    takes_yearly = models.BooleanField(_("offers yearly gifts"), default=True)
    # What the provider keeps, as its price list has it: for donors who cover it.
    fee_basis_points = models.PositiveSmallIntegerField(
        _("fee, in hundredths of a percent"), default=290, validators=[MaxValueValidator(2000)]
    )
    fee_fixed_minor = models.PositiveIntegerField(
        _("and a fixed fee, in the first currency's smallest unit"), default=30
    )
    messages_wait = models.BooleanField(
        _("messages wait for the newsroom"),
        default=True,
        help_text=_("Before they are shown on the wall of thanks."),
    )
    has_wall = models.BooleanField(_("shows the wall of thanks"), default=True)
    entity = models.CharField(
        _("legal entity"),
        max_length=ENTITY_MAX_LENGTH,
        blank=True,
        help_text=_("Who receives the gifts; each has receipt numbers of its own."),
    )
    entity_address = models.TextField(_("its address"), max_length=500, blank=True)
    tax_words = models.TextField(_("what receipts say of taxes"), max_length=1000, blank=True)
    transfer_words = models.TextField(
        _("how to give by bank transfer"), max_length=1000, blank=True
    )
    thanks = models.TextField(_("words of thanks"), max_length=1000, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="funding_rules_are_one_row")]

    def __str__(self) -> str:
        return "The rules of the funding"
