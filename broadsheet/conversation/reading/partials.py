"""The partials of a conversation, shown hundreds of times in a page: in Jinja2, for its speed.

What they say is put into words once a page, by `comment_words`. See docs/decisions/0020.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from jinja2 import Environment, StrictUndefined

from broadsheet.conversation.reading.lines import Line
from broadsheet.newsroom.languages import figure, spoken


def environment(**options: Any) -> Environment:
    """What the partials know beside their line; names of the settings' table of templates."""
    # Django's backend asks for escaping. What is not there is a mistake, and no empty word.
    made = Environment(**options | {"undefined": StrictUndefined})  # noqa: S701
    made.globals |= {"comment_words": comment_words, "url": reverse}
    made.filters["figure"] = _figure
    return made


def lines_html(lines: Sequence[Line], *, is_open: bool = True) -> SafeString:
    """The comments of a page, one after the other; they can be answered while it is open."""
    values = {"lines": lines, "is_open": is_open}
    html = render_to_string("conversation/_lines.html", values, using="jinja2")
    return mark_safe(html)  # a template's own output: every value in it is escaped


@dataclass(frozen=True)
class Words:
    """What stands around every comment; a pair is what stands before and behind a name."""

    edited: str
    up: str
    down: str
    reply: str
    reply_to: tuple[str, str]
    in_reply_to: tuple[str, str]
    more: str
    more_of: tuple[str, str]
    quote: tuple[str, str]
    changed: str
    withdrawn: str
    removed: str
    held: str
    own: str


def comment_words() -> Words:
    """The words in the language that is spoken."""
    return Words(
        edited=gettext("edited"),
        up=gettext("Vote up"),
        down=gettext("Vote down"),
        reply=gettext("Reply"),
        reply_to=_around(gettext("Reply to %(name)s")),
        in_reply_to=_around(gettext("in reply to %(name)s")),
        more=gettext("More"),
        more_of=_around(gettext("More on the comment of %(name)s")),
        quote=_around(gettext("“%(words)s”"), "%(words)s"),
        changed=gettext("The passage has changed."),
        withdrawn=gettext("Withdrawn by its writer."),
        removed=gettext("Taken down by the newsroom."),
        held=gettext("Your comment waits for a moderator. Only you see it."),
        own=gettext("Your comments"),
    )


def _around(words: str, place: str = "%(name)s") -> tuple[str, str]:
    """What stands before and behind a place in them."""
    before, _, behind = words.partition(place)
    return before, behind


def _figure(number: int) -> str:
    return figure(number, language=spoken())
