"""What readers fill in about a comment that stands already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.models import ReportReason
from broadsheet.conversation.order.good_order import Complaint
from broadsheet.newsroom.typed import PlainText

REPORT_WORDS_MAX_LENGTH = 500


class ReportForm(forms.Form):
    """Why a comment should be looked at."""

    reason = forms.ChoiceField(
        choices=ReportReason.choices,
        error_messages={
            "required": _("Please say what is wrong with it."),
            "invalid_choice": _("Please say what is wrong with it."),
        },
    )
    words = PlainText(
        max_length=REPORT_WORDS_MAX_LENGTH,
        required=False,
        error_messages={
            "max_length": _(
                "A report can have at most %(limit_value)s characters; this one has %(show_value)s."
            )
        },
    )

    def complaint(self) -> Complaint:
        """What a valid report says."""
        said = self.cleaned_data
        return Complaint(ReportReason(said["reason"]), said["words"])


class WithdrawalForm(forms.Form):
    """Taking one's own words back cannot be undone, so it is asked for twice."""

    sure = forms.BooleanField(
        error_messages={
            "required": _("Please tick that you are sure. Nothing has been withdrawn yet.")
        }
    )


class MuteForm(forms.Form):
    """Whether the writer of a comment is to be read no more, or again."""

    mute = forms.ChoiceField(choices=[("on", "on"), ("off", "off")])

    def is_on(self) -> bool:
        """What a valid form asks for."""
        return bool(self.cleaned_data["mute"] == "on")


class EndMuteForm(forms.Form):
    """Which of one's own mutes ends."""

    mute = forms.IntegerField(min_value=1)
