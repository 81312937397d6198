"""Votes: up, down, or taken back."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from broadsheet.conversation.forms import VoteForm
from broadsheet.conversation.models import Comment, Direction
from broadsheet.conversation.order.rulebook import rules
from broadsheet.conversation.views.answers import (
    MAX_FORM_BYTES,
    NO_VOTES,
    bare_line_of,
    seen_comment,
    wants_fragment,
)
from broadsheet.conversation.writing.refusals import VOTE_REFUSALS, refusal_of
from broadsheet.conversation.writing.voice import voice_of
from broadsheet.conversation.writing.votes import submit_vote
from broadsheet.delivery.answers import see_other
from broadsheet.delivery.interruptions import when_interrupted
from broadsheet.guard.bodies import body_at_most
from broadsheet.guard.origin import same_origin_only
from broadsheet.newsroom.cards import article_url
from broadsheet.newsroom.models import Article
from broadsheet.readers.guests import remember


@when_interrupted(NO_VOTES)
@require_POST
@same_origin_only
@body_at_most(MAX_FORM_BYTES)
def votes(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Vote on a comment that everybody can see, or take the vote back."""
    comment = seen_comment(comment_id)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _refuse(request, _("A vote goes up or down."), comment=comment, status=400)
    now = timezone.now()
    voice, direction = voice_of(request, now=now), form.chosen()
    try:
        voter = submit_vote(comment, voice=voice, direction=direction, rules=rules(), now=now)
    except VOTE_REFUSALS as error:
        refusal = refusal_of(error)
        return refusal.mark(_refuse(request, refusal.words, comment=comment, status=refusal.status))
    return remember(_after_vote(request, comment, direction), voter)


def _after_vote(
    request: HttpRequest, comment: Comment, direction: Direction | None
) -> HttpResponse:
    shown = bare_line_of(comment)
    if wants_fragment(request):
        context = {"line": shown, "voted": direction.value if direction else ""}
        return render(request, "conversation/_votes.html", context)
    return see_other(_page_left(request, comment.article) + shown.anchor)


def _page_left(request: HttpRequest, article: Article) -> str:
    """Which view of the story a reader voted on; never a page of another site or story."""
    try:
        left = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # not an address at all
        return article_url(article)
    if f"{left.scheme}://{left.netloc}" in settings.SITE_ORIGINS and left.path == article_url(
        article
    ):
        return f"{left.path}?{left.query}" if left.query else left.path
    return article_url(article)


def _refuse(request: HttpRequest, reason: str, *, comment: Comment, status: int) -> HttpResponse:
    context = {
        "heading": _("This vote does not count"),
        "reason": reason,
        "back_url": bare_line_of(comment).url,
    }
    template = "conversation/_refused.html" if wants_fragment(request) else "site/refused.html"
    return render(request, template, context, status=status)
