"""What moderators fill in: a judgement, a ban, and the rules."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from broadsheet.conversation.desk.asked import ROWS_A_PAGE
from broadsheet.conversation.desk.judging import Seen
from broadsheet.conversation.models import (
    REASON_MAX_LENGTH,
    CommentState,
    ConversationRules,
    Discussion,
)
from broadsheet.conversation.writing.words import BECAUSE_WORDS
from broadsheet.lib.text import whole_number
from broadsheet.newsroom.typed import PlainLine
from broadsheet.readers.models import Reader

JUDGEMENTS = (
    CommentState.PUBLISHED,
    CommentState.REJECTED,
    CommentState.SPAM,
    CommentState.HELD,
)
BAN_LENGTHS = {
    "hour": (_("for an hour"), timedelta(hours=1)),
    "day": (_("for a day"), timedelta(days=1)),
    "week": (_("for a week"), timedelta(weeks=1)),
    "good": (_("for good"), None),
}
TOO_LONG = _("A reason can have at most %(limit_value)s characters.")
BECAUSE_CHOICES = [("", _("Choose a reason, or write one")), *BECAUSE_WORDS.items()]
BAN_CHOICES = [(name, words) for name, (words, _length) in BAN_LENGTHS.items()]


class JudgeForm(forms.Form):
    """What shall become of the chosen comments; of a rejection its writer reads why."""

    to = forms.ChoiceField(choices=[(state.value, state.label) for state in JUDGEMENTS])
    because = forms.ChoiceField(choices=BECAUSE_CHOICES, required=False)
    reason = PlainLine(
        max_length=REASON_MAX_LENGTH, required=False, error_messages={"max_length": TOO_LONG}
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_rejection = cleaned.get("to") == CommentState.REJECTED
        if is_rejection and not self.errors and not (cleaned["because"] or cleaned["reason"]):
            raise ValidationError(_("Say why: its writer reads the reason."))
        return cleaned

    def state(self) -> CommentState:
        return CommentState(self.cleaned_data["to"])

    def why(self) -> str:
        """What the moderator wrote, else what they chose; nothing but a rejection has one."""
        if self.state() is not CommentState.REJECTED:
            return ""
        return str(self.cleaned_data["reason"] or self.cleaned_data["because"])

    def chosen(self) -> list[Seen]:
        """The comments, as the moderator saw them.

        :raises ValidationError: for none, for too many, and for what no page of ours sends.
        """
        sent = self.data.getlist("comment")  # type: ignore[attr-defined]
        try:
            seen = [Seen.read(text) for text in sent[:ROWS_A_PAGE]]
        except ValueError:
            raise ValidationError(_("These are no comments. Load the page again.")) from None
        if not seen or len(sent) > ROWS_A_PAGE:
            raise ValidationError(_("Choose at least one comment, and no more than a page."))
        return seen


class UndoForm(forms.Form):
    """Judgements to be taken back."""

    def judgement_ids(self) -> list[int]:
        sent = self.data.getlist("judgement")[:ROWS_A_PAGE]  # type: ignore[attr-defined]
        return [number for text in sent if (number := whole_number(text))]


class BanForm(forms.Form):
    """Whom to ban, how long, and why."""

    reader = forms.ModelChoiceField(
        Reader.objects.all(),
        error_messages={"invalid_choice": _("This reader is not here any more.")},
    )
    length = forms.ChoiceField(choices=BAN_CHOICES)
    reason = PlainLine(
        max_length=REASON_MAX_LENGTH,
        error_messages={"required": _("Say why, for your colleagues."), "max_length": TOO_LONG},
    )

    def until(self, *, now: datetime) -> datetime | None:
        """When the ban ends; None for never."""
        length = BAN_LENGTHS[self.cleaned_data["length"]][1]
        return now + length if length is not None else None


class RulesForm(forms.ModelForm):
    """The rules of every conversation of the site."""

    class Meta:
        model = ConversationRules
        fields = (
            "access",
            "closes_after_days",
            "holding",
            "words",
            "most_links",
            "seconds_between",
            "reader_burst",
            "story_burst",
            "guests_may_vote",
            "guest_votes_a_day",
            "readers_choose_passages",
        )
        widgets = {"words": forms.Textarea(attrs={"rows": 8})}


class StoryRulesForm(forms.ModelForm):
    """Who may write under one story, and how long."""

    class Meta:
        model = Discussion
        fields = ("access", "closes_after_days")
        help_texts = {
            "closes_after_days": _(
                "Days after publication; empty for as on the whole site, 0 for never."
            )
        }
