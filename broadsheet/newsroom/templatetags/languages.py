"""Numbers and lists in templates, in the language that is spoken."""

from collections.abc import Sequence
from typing import Any

from django import template

from broadsheet.newsroom import languages

register = template.Library()


@register.filter
def figure(number: int) -> str:
    """A whole number: `{{ count|figure }}`."""
    return languages.figure(number, language=languages.spoken())


@register.filter
def joined(items: Sequence[Any]) -> list[tuple[Any, str]]:
    """A list with its commas: `{% for topic, after in topics|joined %}`."""
    return languages.joined(items, language=languages.spoken())
