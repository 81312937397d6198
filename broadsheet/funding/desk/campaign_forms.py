"""What editors fill in for a campaign."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from broadsheet.funding.campaigns import has_entries
from broadsheet.funding.desk.amounts import figure, figure_lines, typed, typed_lines
from broadsheet.funding.desk.fields import CurrencyField, StoryField
from broadsheet.funding.models import Campaign
from broadsheet.newsroom.typed import PlainLine, PlainText

FIXED = ("slug", "currency")


class CampaignForm(forms.Form):
    """A campaign with its amounts as people type them."""

    title = PlainLine(label=_("Title"), max_length=120)
    slug = forms.SlugField(
        label=_("Name in addresses"),
        max_length=60,
        required=False,
        help_text=_("And in the public ledger; empty for one made from the title."),
    )
    story = PlainText(
        label=_("Story"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the money is for."),
    )
    currency = CurrencyField()
    goal = forms.CharField(label=_("Goal"), max_length=40)
    ticks = forms.CharField(
        label=_("Ticks of the scale"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One amount a line, such as 0, a half and the goal."),
    )
    starts_at = forms.DateTimeField(label=_("Starts"), widget=AdminDateTimeInput())
    ends_at = forms.DateTimeField(
        label=_("Ends"),
        required=False,
        widget=AdminDateTimeInput(),
        help_text=_("Empty for a campaign that runs until somebody ends it."),
    )
    article = StoryField(
        label=_("The one story it belongs to"),
        required=False,
        help_text=_("Then it shows there alone; empty for every page."),
    )

    def __init__(self, *args: Any, campaign: Campaign | None = None, **options: Any) -> None:
        self.campaign = campaign or Campaign()
        if campaign is not None:
            options["initial"] = _as_typed(campaign)
        super().__init__(*args, **options)
        if campaign is not None and has_entries(campaign):
            for name in FIXED:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("It stands in the ledger and cannot change.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "title" in cleaned and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = slugify(cleaned["title"])[:60].strip("-")
            if not cleaned["slug"]:
                self.add_error("slug", _("Nothing can be made from this title: write a name."))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("It must end after its start."))
        currency = cleaned.get("currency")
        if currency:
            self._read("goal", "goal_minor", typed, currency=currency)
            self._read("ticks", "ticks_minor", typed_lines, currency=currency)
        return cleaned

    def filled(self) -> Campaign:
        """The campaign as it shall be; nothing is written.

        :raises ValidationError: for what the columns refuse.
        """
        for name, value in self.cleaned_data.items():
            if name not in ("goal", "ticks"):
                setattr(self.campaign, name, value)
        self.campaign.full_clean()
        return self.campaign

    def refuse(self, error: ValidationError) -> None:
        """Say what the columns refused beside the field that it is about."""
        shown = {"goal_minor": "goal", "ticks_minor": "ticks"}
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = shown.get(name, name)
            self.add_error(field if field in self.fields else None, errors)

    def _read(self, field: str, column: str, reading: Any, *, currency: str) -> None:
        if field not in self.cleaned_data:
            return
        try:
            self.cleaned_data[column] = reading(self.cleaned_data[field], currency=currency)
        except ValidationError as error:
            self.add_error(field, error)


def _as_typed(campaign: Campaign) -> dict[str, Any]:
    names = ("title", "slug", "story", "currency", "starts_at", "ends_at", "article")
    return {name: getattr(campaign, name) for name in names} | {
        "goal": figure(campaign.goal_minor, campaign.currency),
        "ticks": figure_lines(campaign.ticks_minor, campaign.currency),
    }
