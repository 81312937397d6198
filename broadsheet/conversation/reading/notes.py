"""Who may write under a story, in words: nothing where everybody may for as long as they like."""

from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.conversation.order.access import Openness
from broadsheet.newsroom.cards import written
from broadsheet.newsroom.languages import figure, locale_of
from broadsheet.newsroom.models import Article, NewsroomSettings


def openness_note(found: Openness, *, article: Article, newsroom: NewsroomSettings) -> str:
    """What stands where the composer is, or would be."""
    until = written(found.closes_at, newsroom=newsroom)
    if found.has_timed_out:
        return _timed_out(found, article=article, newsroom=newsroom)
    if found.is_closed:
        return _("The newsroom has closed the conversation under this story.")
    parts = []
    if found.is_for_members:
        parts.append(_("Only members write under this story."))
    if until is not None:
        parts.append(_("You can write here until %(moment)s.") % {"moment": until.written})
    return " ".join(parts)


def zone_name(newsroom: NewsroomSettings) -> str:
    """In which zone the times of the comments are, such as "Central European Time"."""
    return _zone_name(newsroom.time_zone, newsroom.language)


@lru_cache(maxsize=64)
def _zone_name(zone: str, language: str) -> str:
    locale = locale_of(language)
    # UTC has no summer, and so no name for both halves of the year.
    variant: Literal["standard", "generic"] = "standard" if zone.endswith("UTC") else "generic"
    return str(get_timezone_name(ZoneInfo(zone), zone_variant=variant, locale=locale))


def _timed_out(found: Openness, *, article: Article, newsroom: NewsroomSettings) -> str:
    began, ended = article.first_published_at, found.closes_at
    days = (ended - began).days if began and ended else 0
    return ngettext(
        "The conversation under this story has closed, %(number)s day after it was published.",
        "The conversation under this story has closed, %(number)s days after it was published.",
        days,
    ) % {"number": figure(days, language=newsroom.language)}
