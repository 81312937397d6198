"""The pages that moderators read: the queue, one comment in its thread, and the bans."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from broadsheet.conversation.desk.asked import Asked
from broadsheet.conversation.desk.forms import BAN_CHOICES, BECAUSE_CHOICES
from broadsheet.conversation.desk.gate import moderator_of, moderators_only
from broadsheet.conversation.desk.notices import action_words
from broadsheet.conversation.desk.queue import bans_standing, in_thread, names_of, queue_for

ICON = "comment"


@require_safe
@moderators_only
def queue(request: HttpRequest) -> HttpResponse:
    """The queue, as the address asks for it."""
    user, now = moderator_of(request), timezone.now()
    page = queue_for(Asked.from_query(request.GET), user=user, now=now)
    context = {
        "queue": page,
        "is_list": True,
        "rows": page.rows,
        "last": page.last,
        "last_words": action_words(page.last) if page.last else "",
        "view_query": page.asked.query,
        **row_context(request),
    }
    template = "conversation/desk/queue.html"
    return desk_page(request, template, context, title=_("Conversation"))


@require_safe
@moderators_only
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One comment, with what stands around it."""
    found = in_thread(comment_id, user=moderator_of(request), now=timezone.now())
    if found is None:
        raise Http404("No such comment.")
    context = {
        "thread": found,
        "rows": [found.row],
        "last": found.last,
        "last_words": action_words(found.last) if found.last else "",
        "view_query": Asked(comment=comment_id).query,
        **row_context(request),
    }
    template = "conversation/desk/comment.html"
    return desk_page(request, template, context, title=_("In its thread"))


@require_safe
@moderators_only
def bans(request: HttpRequest) -> HttpResponse:
    """Who may not write now, and since when, until when, why."""
    found = list(bans_standing(now=timezone.now()))
    names = names_of(found)
    context = {"bans": [(ban, names.get(ban.reader_id, "")) for ban in found]}
    return desk_page(request, "conversation/desk/bans.html", context, title=_("Bans"))


def desk_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """A page of the desk under Wagtail's own header."""
    ours = {
        "header_title": title,
        "header_icon": ICON,
        "breadcrumbs_items": _crumbs(request, title),
    }
    return render(request, template, {**context, **ours}, status=status)


def row_context(request: HttpRequest) -> dict[str, Any]:
    """What the partial of a row needs besides the row."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    return {
        "because_choices": BECAUSE_CHOICES,
        "ban_choices": BAN_CHOICES,
        # Wagtail's own switch, in everybody's account: keys can disturb who dictates.
        "has_keys": getattr(profile, "keyboard_shortcuts", True),
    }


def _crumbs(request: HttpRequest, title: str) -> list[dict[str, str]]:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    first = {"url": reverse("conversation_queue"), "label": _("Conversation")}
    if request.path == first["url"]:
        return [home, {**first, "url": ""}]
    return [home, first, {"url": "", "label": title}]
