"""Form fields for what CLDR and the tz database know by heart: languages and time zones."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import lazystr
from django.utils.translation import gettext

Choice = tuple[str, Any]


class LanguageSelect(forms.Select):
    """Languages by their own names; those that readers' pages are translated into come first."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=list(_languages()))

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        known = {tag for tag, _ in self.choices}
        self.choices = [*((tag, tag) for tag in value if tag and tag not in known), *self.choices]
        return super().optgroups(name, value, attrs)


class TimeZoneInput(forms.TextInput):
    """A zone of the tz database; what is typed is looked for in the list of all."""

    template_name = "newsroom/desk/time_zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-zones"
        context["widget"]["attrs"] |= {"list": list_id, "autocomplete": "off"}
        return context | {"list_id": list_id, "zones": _zones()}


@cache
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def _languages() -> Iterator[Choice]:
    named = sorted(_own_names(), key=lambda found: (not _has_catalogue(found[0]), found[1].lower()))
    for tag, own_name in named:
        yield tag, lazystr(_Label(tag, own_name))


class _Label:
    """A language's own name; written when it is asked for, in the language of the desk's user."""

    def __init__(self, tag: str, own_name: str) -> None:
        self.tag = tag
        self.own_name = own_name

    def __str__(self) -> str:
        words = f"{self.own_name} ({self.tag})"
        return gettext("%s – translated") % words if _has_catalogue(self.tag) else words


@cache
def _own_names() -> tuple[tuple[str, str], ...]:
    tags = {_tag(code) for code, info in LANG_INFO.items() if "name_local" in info}
    found = ((tag, _own_name(tag)) for tag in tags | {"en-GB", "en-US"})
    return tuple((tag, name) for tag, name in found if name)


def _tag(code: str) -> str:
    """Django's "pt-br" and "zh-hans" as CLDR writes them: "pt-BR", "zh-Hans"."""
    language, _, rest = code.partition("-")
    return f"{language}-{rest.upper() if len(rest) == 2 else rest.title()}" if rest else language


def _own_name(tag: str) -> str | None:
    """None for a language that CLDR does not know, and numbers could not be written in."""
    try:
        return Locale.parse(tag, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return None


def _has_catalogue(tag: str) -> bool:
    languages = {code for code, _ in settings.LANGUAGES}
    return tag.lower() in languages or tag.partition("-")[0] in languages
