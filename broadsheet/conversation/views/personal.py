"""The small requests that a script makes for one reader, after the page that all readers share."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.conversation.reading.personal import Personal, personal_additions
from broadsheet.conversation.views.answers import public_article
from broadsheet.conversation.writing.voice import voice_of
from broadsheet.delivery.pages import personal_page
from broadsheet.guard.proof import new_challenge


@require_safe
@personal_page
def challenge(request: HttpRequest) -> JsonResponse:
    """A challenge for a guest's browser to work on. No query."""
    return JsonResponse(new_challenge(now=timezone.now()))


@require_safe
@personal_page
def mine(request: HttpRequest, slug: str) -> JsonResponse:
    """What of a conversation is this reader's own. The same few queries at any length."""
    article, now = public_article(slug), timezone.now()
    voice = voice_of(request, now=now)
    return JsonResponse(_as_json(personal_additions(article, voice=voice)))


def _as_json(found: Personal) -> dict[str, Any]:
    return {
        "name": found.name,
        "votes": found.votes,
        "muted": found.muted,
        "own": found.own,
        "held": [
            render_to_string("conversation/_written.html", {"line": line, "held": words})
            for line, words in found.held
        ],
    }
