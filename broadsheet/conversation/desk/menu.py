"""The ways to the conversation's pages at the desk, for those who may moderate."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from broadsheet.conversation.desk.gate import can_moderate
from broadsheet.conversation.desk.queue import MOST_COUNTED, count_waiting
from broadsheet.newsroom.models import Article


def conversation() -> MenuItem:
    """The way to the queue, with the number of comments that wait."""
    return ConversationMenuItem(
        gettext_lazy("Conversation"),
        reverse_lazy("conversation_queue"),
        name="conversation",
        icon_name="comment",
        order=80,
    )


class ConversationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_moderate(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        component.label = _label(count_waiting())
        return component


def story_button(user: Any, page: Page, view_name: str, **more: object) -> Iterator[Button]:
    """From a story's form to who may write under it."""
    if isinstance(page.specific_deferred, Article) and can_moderate(user):
        url = reverse("conversation_story", args=[page.pk])
        yield Button(_("Conversation"), url, icon_name="comment", priority=25)


def _label(waiting: int) -> str:
    if not waiting:
        return _("Conversation")
    number = f"{MOST_COUNTED}+" if waiting > MOST_COUNTED else str(waiting)
    return _("Conversation (%(number)s)") % {"number": number}
