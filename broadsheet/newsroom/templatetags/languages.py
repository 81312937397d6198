"""Numbers and lists in templates, in the language that is spoken."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from broadsheet.newsroom import languages

register = template.Library()


@register.filter
def figure(number: int) -> str:
    """A whole number: `{{ count|figure }}`."""
    return languages.figure(number, language=languages.spoken())


@register.filter
def at(table: Mapping[int, Any] | str, key: int) -> Any:
    """What a table has under a key, None for nothing: `{{ comment_counts|at:card.id }}`."""
    return table.get(key) if isinstance(table, Mapping) else None


@register.filter
def as_lang(language: str) -> SafeString:
    """The attributes of words in another language than what is around them; "" for none:
    `<h2{{ card.language|as_lang }}>`."""
    if not language:
        return SafeString("")
    direction = languages.direction_of(language)
    return format_html(' lang="{}" dir="{}"', language, direction)


@register.filter
def joined(items: Sequence[Any]) -> list[tuple[Any, str]]:
    """A list with its commas: `{% for topic, after in topics|joined %}`."""
    return languages.joined(items, language=languages.spoken())
