"""A reader's own page: what they wrote, in which state it is, and why. Never stored anywhere."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from broadsheet.conversation.own import own_comments
from broadsheet.conversation.voice import voice_of
from broadsheet.delivery.pages import personal_page
from broadsheet.newsroom.render import render_page


@require_safe
@personal_page
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own comments, newest first."""
    voice = voice_of(request, now=timezone.now())
    page = own_comments(voice.reader, now=timezone.now())
    return render_page(request, "site/own_comments.html", {"page": page, "voice": voice})
