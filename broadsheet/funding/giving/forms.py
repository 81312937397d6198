"""What a donor fills in, checked before anything is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from broadsheet.funding.giving.amounts import AmountForm
from broadsheet.funding.giving.offer import Offer
from broadsheet.funding.models import Campaign, Every, NameShown
from broadsheet.funding.models.gifts import MESSAGE_MAX_LENGTH, NAME_MAX_LENGTH
from broadsheet.funding.settling.pledging import Pledge
from broadsheet.newsroom.typed import MailAddress, PlainLine


class GiftForm(AmountForm):
    """How much, how often, and as whom. Nothing is asked for that the gift can do without."""

    name_shown = forms.ChoiceField(
        choices=NameShown.choices,
        required=False,
        error_messages={"invalid_choice": _("Please choose whether your name is shown.")},
    )
    name = PlainLine(
        required=False,
        max_length=NAME_MAX_LENGTH,
        error_messages={"max_length": _("A name can have at most %(limit_value)s characters.")},
    )
    shows_amount = forms.BooleanField(required=False)
    message = PlainLine(
        required=False,
        max_length=MESSAGE_MAX_LENGTH,
        error_messages={
            "max_length": _(
                "A message can have at most %(limit_value)s characters; this one has "
                "%(show_value)s."
            )
        },
    )
    email = MailAddress(required=False)
    # Without a limit: whatever is no good proof is as good as none.
    proof = forms.CharField(required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        self.initial = {"name_shown": NameShown.ANONYMOUS, **self.initial}

    def clean_name_shown(self) -> NameShown:
        return NameShown(self.cleaned_data["name_shown"] or NameShown.ANONYMOUS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        tells_name = cleaned.get("name_shown", NameShown.ANONYMOUS) != NameShown.ANONYMOUS
        if tells_name and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Please write your name, or choose “Tell nobody”."))
        comes_again = cleaned.get("every", Every.ONCE) != Every.ONCE
        if comes_again and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", self._why_email())
        return cleaned

    def pledge(self, *, campaign: Campaign | None) -> Pledge:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Pledge(
            amount=said["money"],
            cover_minor=said["cover"].amount_minor,
            every=said["every"],
            campaign=campaign,
            email=said["email"],
            name=said["name"],
            name_shown=said["name_shown"],
            shows_amount=said["shows_amount"],
            message=said["message"],
        )

    def _why_email(self) -> ValidationError:
        return ValidationError(
            _(
                "For a gift that comes again we need your e-mail address: each receipt has the "
                "link that changes or ends it."
            )
        )
