"""The forms of those who want letters, and of those who have them."""

from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models import NotifyOf
from broadsheet.newsroom.typed import MailAddress

BIGGEST_ID = 2**63 - 1


class AddressForm(forms.Form):
    """An address, where what it shall hear of is said by the page."""

    email = MailAddress()


class Act(StrEnum):
    """What the holder of an address can do on the page of its subscriptions."""

    END = "end"
    END_ALL = "end-all"
    CHANGE = "change"
    HEAR = "hear"
    NEVER = "never"
    ALLOW = "allow"


_NEEDED = {
    Act.END: ("subscription",),
    Act.CHANGE: ("subscription", "notify_of"),
    Act.HEAR: ("comment",),
}


class MailboxForm(forms.Form):
    """One change on the page of an address's subscriptions."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    subscription = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST_ID)
    comment = forms.IntegerField(required=False, min_value=1, max_value=BIGGEST_ID)
    notify_of = forms.ChoiceField(choices=NotifyOf.choices, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in _NEEDED.get(cleaned.get("act", ""), ()):
            if not cleaned.get(name):
                self.add_error(name, _("This is missing."))
        return cleaned
