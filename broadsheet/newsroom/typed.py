"""Fields of forms for what people type in: plain text, a line of it, a mail address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from broadsheet.lib.text import has_controls, is_blank, tidy_line, tidy_paragraphs
from broadsheet.newsroom.languages import figure, spoken

EMAIL_MAX_LENGTH = 254


class PlainText(forms.CharField):
    """Text as people type it: invisible control characters are refused, not silently dropped."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            self._refuse(value.replace("\r\n", "\n"))
        text = self.tidy(super().to_python(value) or "")
        return "" if is_blank(text) else text

    def tidy(self, text: str) -> str:
        return tidy_paragraphs(text)

    def _refuse(self, text: str) -> None:
        # Length comes first: tidying takes quadratic time on a long run of combining marks.
        if self.max_length is not None and len(text) > self.max_length:
            raise ValidationError(
                self.error_messages.get("max_length", _("This is too long.")),
                code="max_length",
                params=_figures(limit_value=self.max_length, show_value=len(text)),
            )
        if has_controls(text):
            raise ValidationError(_("There are invisible control characters in this text."))


def _figures(**numbers: int) -> dict[str, str]:
    return {name: figure(number, language=spoken()) for name, number in numbers.items()}


class PlainLine(PlainText):
    """One line of it."""

    def tidy(self, text: str) -> str:
        return tidy_line(text)


class MailAddress(forms.EmailField):
    """An address to write to, in small letters."""

    default_error_messages = {
        "required": _("Please give your e-mail address."),
        "invalid": _("This is not an e-mail address we could write to."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=EMAIL_MAX_LENGTH, **options)

    def clean(self, value: Any) -> str:
        email: str = super().clean(value).lower()
        if len(email) > EMAIL_MAX_LENGTH:  # some letters grow when they are made small
            raise ValidationError(self.error_messages["invalid"])
        return email
