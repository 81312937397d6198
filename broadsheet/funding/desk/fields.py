"""Fields that several forms of the funding's desk share."""

from typing import Any

from babel.numbers import is_currency
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from broadsheet.lib.text import whole_number
from broadsheet.newsroom.models import Article
from broadsheet.newsroom.typed import PlainLine

WHY_MAX_LENGTH = 200
TOO_LONG = _("A reason can have at most %(limit_value)s characters.")


class Why(PlainLine):
    """Why somebody does what they do: kept with the gift, for colleagues."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("Why"),
            "max_length": WHY_MAX_LENGTH,
            "error_messages": {
                "required": _("Say why, for your colleagues."),
                "max_length": TOO_LONG,
            },
        }
        super().__init__(**usual | options)


class CurrencyField(forms.CharField):
    """A code such as USD, of a currency that there is."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("Currency"),
            "min_length": 3,
            "max_length": 3,
            "help_text": _("Its code, such as USD."),
        }
        super().__init__(**usual | options)

    def to_python(self, value: Any) -> str:
        code = (super().to_python(value) or "").strip().upper()
        if code and not (code.isascii() and is_currency(code, "en")):
            raise ValidationError(
                _("There is no currency %(code)s."), params={"code": code}, code="unknown"
            )
        return code


class _StoryChooser(AdminPageChooser):
    """Wagtail's, which looks up whatever was sent, and fails where that is no number."""

    def get_instance(self, value: Any) -> Any:
        return None if _is_no_number(value) else super().get_instance(value)


class StoryField(forms.ModelChoiceField):
    """One of the stories, or none."""

    def __init__(self, **options: Any) -> None:
        widget = _StoryChooser(target_models=[Article])
        super().__init__(Article.objects.all(), widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        if _is_no_number(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


def _is_no_number(value: Any) -> bool:
    return isinstance(value, str) and value != "" and whole_number(value) is None
